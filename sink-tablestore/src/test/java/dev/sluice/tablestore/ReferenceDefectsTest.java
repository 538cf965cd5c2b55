package dev.sluice.tablestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alicloud.openservices.tablestore.TableStoreException;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.RowDeleteChange;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import dev.sluice.core.mapping.Mapping;
import dev.sluice.core.mapping.RecordMapper;
import dev.sluice.tablestore.row.RowWrite;
import dev.sluice.testkit.fault.Fault;
import dev.sluice.testkit.harness.SinkTaskHarness;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What kafka-connect-tablestore 1.1.1 gets wrong, as far as no other test shows it; the guide lists them all. */
@Timeout(120)
class ReferenceDefectsTest extends OnEmulator {
    private static final TopicPartition PARTITION = new TopicPartition("test", 0);

    private static TableStoreSinkTask started(Map<String, String> config) {
        TableStoreSinkConnector connector = new TableStoreSinkConnector();
        connector.start(config);
        TableStoreSinkTask task = new TableStoreSinkTask();
        SinkTaskHarness worker = SinkTaskHarness.of(task);
        worker.start(connector.taskConfigs(1).get(0));
        worker.assign(PARTITION);
        return task;
    }

    private static void commitUpTo(TableStoreSinkTask task, long offset) {
        long deadline = System.nanoTime() + 60_000_000_000L;
        OffsetAndMetadata safe;
        do {
            task.put(List.of());
            safe = task.preCommit(Map.of()).get(PARTITION);
            assertThat(System.nanoTime()).as("safe is " + safe).isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        } while (safe == null || safe.offset() < offset);
    }

    /** 1: a field of the key that is no primary key column made a put of the tombstone. */
    @Test
    void aTombstoneDeletesAlthoughItsKeyHasMoreFieldsThanThePrimaryKey() {
        Schema schema = SchemaBuilder.struct()
                .field("id", Schema.STRING_SCHEMA)
                .field("more", Schema.STRING_SCHEMA)
                .build();
        Struct key = new Struct(schema).put("id", "a").put("more", "b");

        assertThat(Mappers.mapped(
                                Configs.with(
                                        Configs.keys("record_key", "id", "string"),
                                        "delete.mode",
                                        "row",
                                        "record.key.columns",
                                        "fields"),
                                Records.keyed(1, schema, key, null, null))
                        .value()
                        .change())
                .isInstanceOf(RowDeleteChange.class);
    }

    /** 2: after one delete everything was deleted. */
    @Test
    void afterADeleteRecordsAreWrittenAgain() {
        RecordMapper<RowWrite> mapper =
                Mappers.of(Configs.with(Configs.keys("record_key", "id", "string"), "delete.mode", "row"));
        Mapping<RowWrite> unused = mapper.map(Records.keyed(1, Schema.STRING_SCHEMA, "k", null, null));
        Mapping.Mapped<RowWrite> put = (Mapping.Mapped<RowWrite>)
                mapper.map(Records.keyed(2, Schema.STRING_SCHEMA, "k", null, Map.of("a", 1L)));

        assertThat(put.value().change()).isInstanceOf(RowPutChange.class);
    }

    /** 3, 8: with the default of a tolerant config, an outage dropped records, or ended the task. */
    @Test
    void aTolerantTaskLosesNothingInAnOutage() {
        TableStoreSinkTask task = started(OpenSink.config(
                emulator,
                "runtime.error.tolerance",
                "all",
                "runtime.error.mode",
                "ignore",
                "linger.ms",
                "5",
                "retry.backoff.ms",
                "2",
                "retry.backoff.max.ms",
                "10"));
        emulator.faults().inject(new Fault.ServiceError(503, "OTSServerUnavailable"), "BulkImport", 3);
        emulator.faults().inject(new Fault.DropConnection(), "BulkImport", 3);
        emulator.faults().inject(new Fault.ServiceError(503, "OTSServerBusy"), "BulkImport", 3);
        for (int i = 0; i < 100; i++) {
            task.put(List.of(Records.value(i, null, Map.of("n", (long) i))));
        }
        commitUpTo(task, 100);
        task.stop();

        assertThat(TableReader.rows(client, "test")).hasSize(100);
        assertThat(emulator.faults().remaining()).isZero();
    }

    /** 5: with primarykey.mode=search, a value that was no struct, map or text was dropped. */
    @Test
    void aSearchRowHoldsAValueOfAnyType() {
        SinkRecord record =
                new SinkRecord("test", 0, null, null, Schema.INT32_SCHEMA, 5, 1, 7L, TimestampType.CREATE_TIME);

        assertThat(Mappers.columns(
                        Mappers.mapped(Configs.with(Configs.seedProperties(), "primarykey.mode", "search"), record)))
                .containsEntry("value", ColumnValue.fromLong(5));
    }

    /** 6: tasks of one name in one worker shared writers, tables and the config of the first. */
    @Test
    void twoTasksWithOneNameKnowNothingOfEachOther() {
        TableStoreSinkTask one = started(OpenSink.config(emulator, "table.name.format", "one", "linger.ms", "5"));
        TableStoreSinkTask two = started(OpenSink.config(emulator, "table.name.format", "two", "linger.ms", "5"));
        one.put(List.of(Records.value(0, null, Map.of("n", 1L))));
        two.put(List.of(Records.value(0, null, Map.of("n", 2L))));
        commitUpTo(one, 1);
        one.stop();
        commitUpTo(two, 1);
        two.stop();

        assertThat(TableReader.rows(client, "one"))
                .singleElement()
                .satisfies(row -> assertThat(row).containsEntry("n", 1L));
        assertThat(TableReader.rows(client, "two"))
                .singleElement()
                .satisfies(row -> assertThat(row).containsEntry("n", 2L));
    }

    /** 10, 15: a wrong key was tried for 20 seconds and then reported without its cause. */
    @Test
    void aWrongKeyStopsTheStartWithTheServicesAnswerAsItsCause() {
        assertThatThrownBy(() -> started(OpenSink.config(emulator, "tablestore.access.key.secret", "not-the-secret")))
                .isInstanceOf(ConnectException.class)
                .hasMessageContainingAll("OTSAuthFailed", "tablestore.access.key.secret")
                .hasCauseInstanceOf(TableStoreException.class);
        assertThat(emulator.faults().remaining()).isZero();
    }

    /** 12: a task that had failed to start could not be stopped. */
    @Test
    void aTaskThatDidNotStartStops() {
        TableStoreSinkTask failed = new TableStoreSinkTask();
        assertThatThrownBy(() -> SinkTaskHarness.of(failed).start(OpenSink.config(emulator, "auto.create", "false")))
                .isInstanceOf(ConnectException.class);

        assertThatCode(failed::stop).doesNotThrowAnyException();
        assertThatCode(new TableStoreSinkTask()::stop).doesNotThrowAnyException();
    }

    /** 13, 14: secrets were logged, and nothing was said of an auto_increment column. */
    @Test
    void theLogHoldsAWarningAndNoSecret() {
        PrintStream console = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        try {
            System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
            started(OpenSink.config(
                            emulator,
                            "primarykey.mode",
                            "record_key",
                            "tablestore.test.primarykey.name",
                            "id,seq",
                            "tablestore.test.primarykey.type",
                            "string, auto_increment",
                            "bucket.count",
                            "3"))
                    .stop();
        } finally {
            System.setErr(console);
        }

        assertThat(log.toString(StandardCharsets.UTF_8))
                .contains("auto_increment column", "delivered again", "bucket.count has no effect")
                .doesNotContain(emulator.accessKeySecret());
    }

    /** 23: the version could be null. */
    @Test
    void thereIsAVersion() {
        assertThat(new TableStoreSinkConnector().version()).isNotBlank();
    }
}
