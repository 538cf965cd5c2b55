package dev.sluice.tablestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alicloud.openservices.tablestore.model.DescribeTableRequest;
import dev.sluice.tablestore.table.KeyColumn;
import dev.sluice.tablestore.table.KeySchema;
import dev.sluice.tablestore.table.KeyType;
import dev.sluice.testkit.fault.Fault;
import dev.sluice.testkit.harness.SinkTaskHarness;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Errant records in a table, as the task reports them. */
@Timeout(120)
class TableErrorModeTest extends OnEmulator {
    private static final TopicPartition PARTITION = new TopicPartition("test", 0);
    private static final String[] MODE = {
        "runtime.error.tolerance", "all", "runtime.error.mode", "tablestore", "runtime.error.table.name", "error"
    };

    private final TableStoreSinkTask task = new TableStoreSinkTask();
    private final SinkTaskHarness worker = SinkTaskHarness.of(task);

    @AfterEach
    void stop() {
        worker.close();
    }

    private void startTask(String... keysAndValues) {
        Map<String, String> config =
                Configs.with(Configs.with(OpenSink.config(emulator, "linger.ms", "5"), MODE), keysAndValues);
        TableStoreSinkConnector connector = new TableStoreSinkConnector();
        connector.start(config);
        worker.start(connector.taskConfigs(1).get(0));
        worker.assign(PARTITION);
    }

    private void commitUpTo(long offset) {
        long deadline = System.nanoTime() + 60_000_000_000L;
        OffsetAndMetadata safe;
        do {
            task.put(List.of());
            safe = task.preCommit(Map.of()).get(PARTITION);
            assertThat(System.nanoTime()).as("safe is " + safe).isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        } while (safe == null || safe.offset() < offset);
    }

    private ConnectException failure() {
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (System.nanoTime() < deadline) {
            try {
                task.put(List.of());
                task.preCommit(Map.of());
            } catch (ConnectException e) {
                return e;
            }
            LockSupport.parkNanos(1_000_000);
        }
        throw new AssertionError("the task did not fail in time");
    }

    private static SinkRecord bad(long offset) {
        return Records.keyed(offset, Schema.STRING_SCHEMA, "k", Schema.STRING_SCHEMA, null);
    }

    @Test
    void anErrantRecordIsARowOfTheErrorTableThatIsCreated() {
        startTask();
        task.put(List.of(
                Records.value(0, null, Map.of("n", 0L)),
                Records.keyed(1, Schema.STRING_SCHEMA, "k", null, Map.of("a-b", 1L)),
                bad(2),
                Records.value(3, null, Map.of("n", 3L))));
        commitUpTo(4);

        assertThat(TableReader.rows(client, "test"))
                .extracting(row -> row.get("offset"))
                .containsExactly(0L, 3L);
        List<Map<String, Object>> errors = TableReader.rows(client, "error");
        assertThat(errors).hasSize(2);
        assertThat(errors.get(0))
                .containsEntry("topic_partition", "test_0")
                .containsEntry("offset", 1L)
                .containsEntry("key", "\"k\"".getBytes(StandardCharsets.UTF_8))
                .containsEntry("value", "{\"a-b\":1}".getBytes(StandardCharsets.UTF_8));
        assertThat(errors.get(0).get("error_info")).asString().contains("MAPPING", "a-b", "letters, digits and _");
        assertThat(errors.get(1)).containsOnlyKeys("topic_partition", "offset", "error_info", "key");
        assertThat(KeySchema.of(client.describeTable(new DescribeTableRequest("error"))
                                .getTableMeta())
                        .columns()
                        .get(1))
                .isEqualTo(new KeyColumn("offset", KeyType.INTEGER));
    }

    @Test
    void whatTheServiceRefusesIsThereToo() {
        startTask("batch.max.rows", "2", "linger.ms", "60000");
        emulator.faults().inject(new Fault.ServiceError(400, "OTSParameterInvalid"), "BulkImport", 2);
        task.put(List.of(Records.value(0, null, Map.of("n", 0L)), Records.value(1, null, Map.of("n", 1L))));
        commitUpTo(2);

        assertThat(TableReader.rows(client, "test")).hasSize(1);
        assertThat(TableReader.rows(client, "error"))
                .singleElement()
                .satisfies(
                        row -> assertThat(row.get("error_info")).asString().contains("WRITING", "OTSParameterInvalid"));
    }

    @Test
    void aReportThatIsThrottledOrLostIsRepeatedAndIsOneRow() {
        startTask();
        emulator.faults().inject(new Fault.ServiceError(503, "OTSServerBusy"), "PutRow", 2);
        emulator.faults().inject(new Fault.AcceptThenDrop(), "PutRow", 1);
        task.put(List.of(bad(0)));
        commitUpTo(1);

        assertThat(TableReader.rows(client, "error")).hasSize(1);
        assertThat(emulator.faults().remaining()).isZero();
    }

    @Test
    void aReportThatIsRefusedStopsTheTaskAndItsRecordIsNotCommitted() {
        startTask();
        emulator.faults().inject(new Fault.ServiceError(403, "OTSNoPermissionAccess"), "PutRow", 1);

        assertThatThrownBy(() -> {
                    task.put(List.of(bad(0)));
                    throw failure();
                })
                .isInstanceOf(ConnectException.class)
                .hasStackTraceContaining("OTSNoPermissionAccess");
        assertThat(TableReader.rows(client, "error")).isEmpty();
    }

    @Test
    void whatHasNoRoomIsNamedInPlaceOfBeingStored() {
        startTask();
        byte[] large = new byte[(2 << 20) + 1];
        task.put(List.of(Records.keyed(0, Schema.BYTES_SCHEMA, new byte[] {1}, Schema.BYTES_SCHEMA, large)));
        commitUpTo(1);

        assertThat(TableReader.rows(client, "error")).singleElement().satisfies(row -> {
            assertThat(row).containsEntry("key", new byte[] {1}).doesNotContainKey("value");
            assertThat(row.get("error_info")).asString().contains("the value, 2097153 bytes, has no room here");
        });
    }

    @Test
    void withoutAutoCreateTheTableHasToBeThere() {
        assertThatThrownBy(() -> startTask("auto.create", "false"))
                .isInstanceOf(ConnectException.class)
                .hasMessageContainingAll("table error", "topic_partition string, offset integer", "auto.create=true");
    }

    @Test
    void nothingStaysOfAStoppedTask() {
        // The test's own client starts its threads with its first call.
        assertThat(client.listTable().getTableNames()).isEmpty();
        List<Thread> before = new ArrayList<>(Thread.getAllStackTraces().keySet());
        startTask();
        task.put(List.of(bad(0)));
        commitUpTo(1);
        task.stop();

        assertThat(Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> !before.contains(thread) && !thread.isDaemon())
                        .map(Thread::getName))
                .noneMatch(name -> name.startsWith("I/O dispatcher") || name.startsWith("tablestore"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''    | needs it",
                "a-b   | letters, digits and _",
                "test  | writes its rows to",
            })
    void aTableThatCannotBeIsReported(String table, String says) {
        Map<String, String> config =
                Configs.with(Configs.with(Configs.seedProperties(), MODE), "runtime.error.table.name", table);

        assertThat(Configs.errors(config)).containsOnlyKeys("runtime.error.table.name");
        assertThat(Configs.errors(config).get("runtime.error.table.name"))
                .singleElement()
                .asString()
                .contains(says);
    }
}
