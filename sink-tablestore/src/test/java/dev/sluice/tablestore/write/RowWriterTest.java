package dev.sluice.tablestore.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alicloud.openservices.tablestore.model.CreateTableRequest;
import com.alicloud.openservices.tablestore.model.DescribeTableRequest;
import com.alicloud.openservices.tablestore.model.DescribeTableResponse;
import com.alicloud.openservices.tablestore.model.PrimaryKeyType;
import com.alicloud.openservices.tablestore.model.TableMeta;
import com.alicloud.openservices.tablestore.model.TableOptions;
import dev.sluice.core.failure.FailureKind;
import dev.sluice.core.write.EntryOutcome;
import dev.sluice.core.write.WriteResult;
import dev.sluice.tablestore.Configs;
import dev.sluice.tablestore.OnEmulator;
import dev.sluice.tablestore.OpenSink;
import dev.sluice.tablestore.Records;
import dev.sluice.tablestore.TableReader;
import dev.sluice.tablestore.table.KeySchema;
import dev.sluice.testkit.fault.Fault;
import dev.sluice.testkit.tablestore.TableStoreCall;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class RowWriterTest extends OnEmulator {
    private Map<String, String> config(String... keysAndValues) {
        return OpenSink.config(emulator, keysAndValues);
    }

    private static SinkRecord[] records(int count) {
        SinkRecord[] records = new SinkRecord[count];
        for (int i = 0; i < count; i++) {
            records[i] = Records.value(i, null, Map.of("n", (long) i));
        }
        return records;
    }

    private Set<String> operations() {
        return emulator.calls().stream().map(TableStoreCall::operation).collect(Collectors.toSet());
    }

    private void createTable(String name, String key, PrimaryKeyType type) {
        TableMeta meta = new TableMeta(name);
        meta.addPrimaryKeyColumn(key, type);
        client.createTable(new CreateTableRequest(meta, new TableOptions(-1, 1)));
    }

    @ParameterizedTest
    @CsvSource({"auto,BulkImport,BatchWriteRow", "bulk,BulkImport,BatchWriteRow", "batch,BatchWriteRow,BulkImport"})
    void aBatchIsOneRequestOfTheChosenOperation(String api, String used, String unused) throws Exception {
        try (OpenSink sink = OpenSink.open(config("write.api", api))) {
            assertThat(sink.result(sink.write(records(200)))).isEqualTo(WriteResult.WRITTEN);
        }

        assertThat(TableReader.rows(client, "test")).hasSize(200);
        assertThat(operations()).contains(used).doesNotContain(unused);
        assertThat(emulator.calls().stream().filter(call -> call.operation().equals(used)))
                .hasSize(1);
    }

    @Test
    void aTableWithAnAutoIncrementColumnIsWrittenWithBatchWriteRow() throws Exception {
        Map<String, String> config = Configs.with(
                config(),
                "primarykey.mode",
                "record_key",
                "tablestore.test.primarykey.name",
                "id,seq",
                "tablestore.test.primarykey.type",
                "string,auto_increment");
        SinkRecord record = Records.keyed(1, Schema.STRING_SCHEMA, "k", null, Map.of("n", 1L));
        try (OpenSink sink = OpenSink.open(config)) {
            assertThat(sink.result(sink.write(record))).isEqualTo(WriteResult.WRITTEN);
            assertThat(sink.result(sink.write(record))).isEqualTo(WriteResult.WRITTEN);
        }

        assertThat(TableReader.rows(client, "test"))
                .hasSize(2)
                .allSatisfy(row -> assertThat(row).containsEntry("id", "k").containsEntry("n", 1L));
        assertThat(operations()).contains("BatchWriteRow").doesNotContain("BulkImport");
    }

    @ParameterizedTest
    @CsvSource({"bulk,BulkImport", "batch,BatchWriteRow"})
    void rowsThatFailAreToldFromThoseThatDoNot(String api, String operation) throws Exception {
        try (OpenSink sink = OpenSink.open(config("write.api", api))) {
            emulator.faults().inject(new Fault.FailRows(Set.of(1), "OTSServerBusy"), operation, 1);
            WriteResult result = sink.result(sink.write(records(3)));

            assertThat(result).isInstanceOf(WriteResult.PerEntry.class);
            List<EntryOutcome> outcomes = ((WriteResult.PerEntry) result).outcomes();
            assertThat(outcomes).hasSize(3);
            assertThat(outcomes.get(0)).isEqualTo(EntryOutcome.WRITTEN);
            assertThat(((EntryOutcome.Failed) outcomes.get(1)).failure())
                    .returns(FailureKind.THROTTLED, failure -> failure.kind())
                    .returns("OTSServerBusy", failure -> failure.code());
            assertThat(outcomes.get(2)).isEqualTo(EntryOutcome.WRITTEN);
        }
        assertThat(TableReader.rows(client, "test"))
                .extracting(row -> row.get("n"))
                .containsExactly(0L, 2L);
    }

    @Test
    void anUpdateKeepsOtherColumnsAndADeleteRemovesTheRow() throws Exception {
        Map<String, String> config = Configs.with(
                config(),
                "insert.mode",
                "update",
                "delete.mode",
                "row",
                "primarykey.mode",
                "record_key",
                "tablestore.test.primarykey.name",
                "id",
                "tablestore.test.primarykey.type",
                "string");
        try (OpenSink sink = OpenSink.open(config)) {
            sink.result(sink.write(
                    Records.keyed(1, Schema.STRING_SCHEMA, "a", null, Map.of("x", 1L, "y", 1L)),
                    Records.keyed(2, Schema.STRING_SCHEMA, "b", null, Map.of("x", 1L))));
            sink.result(sink.write(
                    Records.keyed(3, Schema.STRING_SCHEMA, "a", null, Map.of("y", 2L)),
                    Records.keyed(4, Schema.STRING_SCHEMA, "b", null, null)));
        }

        assertThat(TableReader.rows(client, "test")).containsExactly(Map.of("id", "a", "x", 1L, "y", 2L));
    }

    @Test
    void aMissingTableIsCreatedWithTheKeyOfTheConfig() throws Exception {
        try (OpenSink sink = OpenSink.open(config())) {
            DescribeTableResponse table = client.describeTable(new DescribeTableRequest("test"));

            assertThat(KeySchema.of(table.getTableMeta())).isEqualTo(KeySchema.KAFKA);
            assertThat(table.getTableOptions().getTimeToLive()).isEqualTo(-1);
            assertThat(table.getTableOptions().getMaxVersions()).isEqualTo(1);
        }
    }

    @Test
    void everyTypeOfKeyColumnCanBeCreated() throws Exception {
        Map<String, String> config = Configs.with(
                config(),
                "primarykey.mode",
                "record_value",
                "tablestore.test.primarykey.name",
                "s,i,b,a",
                "tablestore.test.primarykey.type",
                "string,integer,binary,auto_increment");
        try (OpenSink first = OpenSink.open(config);
                OpenSink second = OpenSink.open(config)) {
            assertThat(KeySchema.of(client.describeTable(new DescribeTableRequest("test"))
                            .getTableMeta()))
                    .hasToString("(s string, i integer, b binary, a auto_increment)");
        }
    }

    @Test
    void aMissingTableThatMayNotBeCreatedStopsTheTaskAtOnce() {
        assertThatThrownBy(() -> OpenSink.open(config("auto.create", "false")))
                .isInstanceOf(ConnectException.class)
                .hasMessageContainingAll(
                        "OTSObjectNotExist",
                        "table test",
                        "(topic_partition string, offset integer)",
                        "auto.create=true");
    }

    @Test
    void anotherPrimaryKeyThanTheConfigsStopsTheTaskWithBoth() {
        createTable("test", "id", PrimaryKeyType.STRING);

        assertThatThrownBy(() -> OpenSink.open(config()))
                .isInstanceOf(ConnectException.class)
                .hasMessageContainingAll(
                        "table test", "(id string)", "(topic_partition string, offset integer)", "primarykey.mode");
    }

    @Test
    void aWrongSecretStopsTheTaskWithTheServicesCode() {
        assertThatThrownBy(() -> OpenSink.open(config("tablestore.access.key.secret", "wr0ng")))
                .isInstanceOf(ConnectException.class)
                .hasMessageContainingAll("OTSAuthFailed", "tablestore.access.key.secret")
                .hasMessageNotContaining("wr0ng");
    }

    @Test
    void allTablesThatAreWrongAreNamed() {
        createTable("a", "id", PrimaryKeyType.STRING);

        assertThatThrownBy(() -> OpenSink.open(config("topics", "a,b,test", "auto.create", "false")))
                .hasMessageContainingAll(
                        "table a: PrimaryKeyMismatch", "table b: OTSObjectNotExist", "table test: OTS");
    }

    @Test
    void aTableThatAnotherTaskCreatesFirstIsTaken() throws Exception {
        OpenSink.open(config()).close();
        emulator.faults().inject(new Fault.ServiceError(404, "OTSObjectNotExist"), "DescribeTable", 1);
        emulator.clearCalls();

        try (OpenSink sink = OpenSink.open(config())) {
            assertThat(sink.result(sink.write(records(1)))).isEqualTo(WriteResult.WRITTEN);
        }
        assertThat(emulator.calls().stream().map(TableStoreCall::operation))
                .startsWith("DescribeTable", "CreateTable", "DescribeTable");
    }

    @Test
    void aTableThatAnotherTaskCreatesWithAnotherKeyIsNot() {
        createTable("test", "id", PrimaryKeyType.STRING);
        emulator.faults().inject(new Fault.ServiceError(404, "OTSObjectNotExist"), "DescribeTable", 1);

        assertThatThrownBy(() -> OpenSink.open(config())).hasMessageContaining("PrimaryKeyMismatch");
    }

    @Test
    void aTableOfAnUnknownTopicIsSeenToBeforeTheFirstWrite() throws Exception {
        Map<String, String> config = Configs.with(Configs.without(config(), "topics"), "topics.regex", "shop_.*");
        try (OpenSink sink = OpenSink.open(config)) {
            assertThat(emulator.calls()).isEmpty();
            SinkRecord record = new SinkRecord("shop_orders", 0, null, null, null, Map.of("n", 1L), 0);

            assertThat(sink.result(sink.write(record))).isEqualTo(WriteResult.WRITTEN);
            assertThat(sink.result(sink.write(record))).isEqualTo(WriteResult.WRITTEN);
        }
        assertThat(TableReader.rows(client, "shop_orders")).hasSize(1);
        assertThat(emulator.calls().stream().filter(call -> call.operation().equals("DescribeTable")))
                .as("once by the sink, once by this test")
                .hasSize(2);
    }

    @Test
    void aTableOfAnUnknownTopicThatIsMissingFailsTheWriteForGood() throws Exception {
        Map<String, String> config =
                Configs.with(Configs.without(config(), "topics"), "topics.regex", "shop_.*", "auto.create", "false");
        try (OpenSink sink = OpenSink.open(config)) {
            SinkRecord record = new SinkRecord("shop_orders", 0, null, null, null, Map.of("n", 1L), 0);

            assertThat(sink.failure(sink.write(record)))
                    .returns(FailureKind.FATAL, failure -> failure.kind())
                    .returns("OTSObjectNotExist", failure -> failure.code());
        }
    }

    @Test
    void aServiceThatCannotBeReachedDoesNotStopTheTask() throws Exception {
        emulator.stop();
        try (OpenSink sink = OpenSink.open(config())) {
            assertThat(sink.failure(sink.write(records(1))).kind()).isEqualTo(FailureKind.TRANSIENT);

            emulator.start();
            assertThat(sink.result(sink.write(records(1)))).isEqualTo(WriteResult.WRITTEN);

            emulator.stop();
            assertThat(sink.failure(sink.write(records(2))).kind()).isEqualTo(FailureKind.TRANSIENT);

            emulator.start();
            assertThat(sink.result(sink.write(records(2)))).isEqualTo(WriteResult.WRITTEN);
        }
        assertThat(TableReader.rows(client, "test")).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "OTSTableNotReady,404,TRANSIENT",
        "OTSPartitionUnavailable,503,TRANSIENT",
        "OTSServerBusy,503,THROTTLED",
        "OTSParameterInvalid,400,REJECTED",
        "OTSNoPermissionAccess,403,FATAL"
    })
    void aRequestThatIsRefusedFailsOnceWithTheServicesCode(String code, int status, FailureKind kind) throws Exception {
        try (OpenSink sink = OpenSink.open(config())) {
            emulator.faults().inject(new Fault.ServiceError(status, code), "BulkImport", 1);

            assertThat(sink.failure(sink.write(records(1))))
                    .returns(kind, failure -> failure.kind())
                    .returns(code, failure -> failure.code());
        }
        assertThat(TableReader.rows(client, "test"))
                .as("the client does not repeat it")
                .isEmpty();
    }

    @Test
    void aLostAnswerIsTransient() throws Exception {
        try (OpenSink sink = OpenSink.open(config())) {
            emulator.faults().inject(new Fault.AcceptThenDrop(), "BulkImport", 1);

            assertThat(sink.failure(sink.write(records(1))).kind()).isEqualTo(FailureKind.TRANSIENT);
        }
        assertThat(TableReader.rows(client, "test")).as("it was applied").hasSize(1);
    }

    @Test
    void silenceIsTransientAfterTheSocketTimeout() throws Exception {
        try (OpenSink sink = OpenSink.open(config("tablestore.socket.timeout.ms", "300"))) {
            emulator.faults().inject(new Fault.Delay(Duration.ofSeconds(5)), "BulkImport", 1);

            assertThat(sink.failure(sink.write(records(1))).kind()).isEqualTo(FailureKind.TRANSIENT);
        }
    }

    @Test
    void manyRequestsAreUnderWayAtATime() throws Exception {
        try (OpenSink sink = OpenSink.open(config("max.in.flight.requests", "8"))) {
            emulator.faults().inject(new Fault.Delay(Duration.ofMillis(500)), "BulkImport", 8);
            long begun = System.nanoTime();
            List<CompletableFuture<WriteResult>> answers = java.util.stream.IntStream.range(0, 8)
                    .mapToObj(i -> sink.write(Records.value(i, null, Map.of("n", 1L))))
                    .toList();
            for (CompletableFuture<WriteResult> answer : answers) {
                assertThat(sink.result(answer)).isEqualTo(WriteResult.WRITTEN);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .as("eight times 500 ms one after the other would be 4 s")
                    .isLessThan(Duration.ofSeconds(3));
        }
    }
}
