package dev.sluice.tablestore.row;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.mapping.Mapping;
import dev.sluice.core.write.WriteResult;
import dev.sluice.tablestore.Configs;
import dev.sluice.tablestore.Mappers;
import dev.sluice.tablestore.OnEmulator;
import dev.sluice.tablestore.OpenSink;
import dev.sluice.tablestore.TableReader;
import dev.sluice.testkit.fault.Fault;
import dev.sluice.testkit.tablestore.TableStoreCall;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import javax.management.ObjectName;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class FencingTest extends OnEmulator {
    private Map<String, String> config(String... keysAndValues) {
        return Configs.with(
                OpenSink.config(
                        emulator,
                        "primarykey.mode",
                        "record_key",
                        "tablestore.test.primarykey.name",
                        "id",
                        "tablestore.test.primarykey.type",
                        "string",
                        "delete.mode",
                        "row",
                        "write.fencing",
                        "offset"),
                keysAndValues);
    }

    private static SinkRecord record(int partition, long offset, @Nullable Object value) {
        return new SinkRecord("test", partition, Schema.STRING_SCHEMA, "k", null, value, offset);
    }

    private List<Map<String, Object>> rows() {
        return TableReader.rows(client, "test");
    }

    private static Object superseded() throws Exception {
        return ManagementFactory.getPlatformMBeanServer()
                .getAttribute(
                        new ObjectName("dev.sluice:type=tablestore-sink-task,connector=\"tablestore-sink\",task=0"),
                        "SupersededRows");
    }

    private static void written(OpenSink sink, SinkRecord record) throws Exception {
        WriteResult result = sink.result(sink.write(record));
        assertThat(result)
                .isIn(
                        WriteResult.WRITTEN,
                        new WriteResult.PerEntry(List.of(dev.sluice.core.write.EntryOutcome.WRITTEN)));
    }

    @ParameterizedTest
    @CsvSource({"put", "update"})
    void anOlderRecordIsNotWrittenOverANewerOne(String insertMode) throws Exception {
        try (OpenSink sink = OpenSink.open(config("insert.mode", insertMode))) {
            written(sink, record(0, 5, Map.of("x", 5L)));
            written(sink, record(0, 3, Map.of("x", 3L)));
            written(sink, record(0, 5, Map.of("x", -5L)));

            assertThat(superseded()).isEqualTo(2L);
            assertThat(rows())
                    .containsExactly(Map.of("id", "k", "x", 5L, "fence_partition", "test-0", "fence_offset", 5L));
            written(sink, record(0, 6, Map.of("x", 6L)));
            assertThat(rows().get(0)).containsEntry("x", 6L).containsEntry("fence_offset", 6L);
            assertThat(superseded()).isEqualTo(2L);
        }
    }

    @Test
    void anOlderDeleteDoesNotDeleteANewerRow() throws Exception {
        try (OpenSink sink = OpenSink.open(config())) {
            written(sink, record(0, 5, Map.of("x", 5L)));
            written(sink, record(0, 4, null));
            assertThat(rows()).hasSize(1);

            written(sink, record(0, 6, null));
            assertThat(rows()).isEmpty();
        }
    }

    @Test
    void aMarkKeepsOlderRecordsFromBringingADeletedRowBack() throws Exception {
        try (OpenSink sink = OpenSink.open(config("write.fencing.deletes", "mark", "insert.mode", "update"))) {
            written(sink, record(0, 5, Map.of("x", 5L)));
            written(sink, record(0, 6, null));
            written(sink, record(0, 5, Map.of("x", 5L)));
            assertThat(rows())
                    .containsExactly(
                            Map.of("id", "k", "fence_partition", "test-0", "fence_offset", 6L, "fence_deleted", true));

            written(sink, record(0, 7, Map.of("x", 7L)));
            assertThat(rows())
                    .as("a newer record takes the mark's place")
                    .containsExactly(Map.of("id", "k", "x", 7L, "fence_partition", "test-0", "fence_offset", 7L));
        }
    }

    @Test
    void withoutAMarkAnOlderRecordBringsADeletedRowBackAsDocumented() throws Exception {
        try (OpenSink sink = OpenSink.open(config())) {
            written(sink, record(0, 6, null));
            written(sink, record(0, 5, Map.of("x", 5L)));
            assertThat(rows()).hasSize(1);
        }
    }

    @Test
    void recordsOfDifferentPartitionsHaveNoOrder() throws Exception {
        try (OpenSink sink = OpenSink.open(config())) {
            written(sink, record(0, 500, Map.of("x", 1L)));
            written(sink, record(1, 3, Map.of("x", 2L)));

            assertThat(rows())
                    .containsExactly(Map.of("id", "k", "x", 2L, "fence_partition", "test-1", "fence_offset", 3L));
        }
    }

    @Test
    void anAnswerThatIsLostDoesNoHarm() throws Exception {
        try (OpenSink sink = OpenSink.open(config())) {
            emulator.faults().inject(new Fault.AcceptThenDrop(), "BatchWriteRow", 1);
            assertThat(sink.failure(sink.write(record(0, 1, Map.of("x", 1L)))).isRetriable())
                    .isTrue();

            written(sink, record(0, 1, Map.of("x", 1L)));
            assertThat(rows()).hasSize(1);
        }
        assertThat(emulator.calls().stream().map(TableStoreCall::operation)).doesNotContain("BulkImport");
    }

    @Test
    void aFieldWithTheNameOfAColumnOfTheFenceIsErrant() {
        Map<String, String> config = config();
        assertThat(Mappers.reason(config, record(0, 1, Map.of("fence_offset", 1L))))
                .contains("fence_offset", "write.fencing.columns.prefix");
        assertThat(Mappers.columns(Mappers.mapped(
                        Configs.with(config, "write.fencing.columns.prefix", "kafka_"),
                        record(0, 1, Map.of("fence_offset", 1L)))))
                .containsOnlyKeys("fence_offset", "kafka_partition", "kafka_offset");
    }

    @Test
    void whatDoesNotGoWithItIsRefused() {
        assertThat(Configs.errors(config("write.api", "bulk"))).containsOnlyKeys("write.api");
        assertThat(Configs.errors(config("primarykey.mode", "kafka", "delete.mode", "none")))
                .containsOnlyKeys("write.fencing");
        assertThat(Configs.errors(config(
                        "tablestore.test.primarykey.name",
                        "id,n",
                        "tablestore.test.primarykey.type",
                        "string,auto_increment",
                        "delete.mode",
                        "none")))
                .containsOnlyKeys("write.fencing");
        assertThat(Configs.errors(config())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"put,row", "put,mark", "update,row", "update,mark"})
    void aRequestIsAsLargeAsItsRowsSay(String insertMode, String deletes) {
        String[] config = {"insert.mode", insertMode, "write.fencing.deletes", deletes};
        for (Object value : new Object[] {Map.of("x", 5L, "text", "t".repeat(300)), Map.of("x", 1L), ""}) {
            SinkRecord record = record(1_000_000, Long.MAX_VALUE - 1, value instanceof String ? null : value);
            Mapping.Mapped<RowWrite> mapped = Mappers.mapped(config(config), record);

            assertThat(mapped.sizeBytes())
                    .isEqualTo(EncodedSizeProperties.batch(mapped.value().change()));
        }
    }
}
