package dev.sluice.tablestore.write;

import static org.assertj.core.api.Assertions.assertThat;

import com.alicloud.openservices.tablestore.SyncClient;
import dev.sluice.core.write.EntryOutcome;
import dev.sluice.core.write.WriteResult;
import dev.sluice.tablestore.Configs;
import dev.sluice.tablestore.OpenSink;
import dev.sluice.tablestore.Records;
import dev.sluice.tablestore.TableReader;
import dev.sluice.testkit.tablestore.TableStoreCall;
import dev.sluice.testkit.tablestore.TableStoreEmulator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each kind of change by each operation of the service that can carry it. */
@Timeout(60)
class WriteApiTest {

    @ParameterizedTest
    @CsvSource({
        // write.api, fencing, insert.mode, key types,           operation
        "auto,  none,   put,    string,                  BulkImport",
        "auto,  none,   update, string,                  BulkImport",
        "bulk,  none,   put,    string,                  BulkImport",
        "bulk,  none,   update, string,                  BulkImport",
        "batch, none,   put,    string,                  BatchWriteRow",
        "batch, none,   update, string,                  BatchWriteRow",
        "auto,  offset, put,    string,                  BatchWriteRow",
        "auto,  offset, update, string,                  BatchWriteRow",
        "batch, offset, update, string,                  BatchWriteRow",
        "auto,  none,   put,    'string,auto_increment', BatchWriteRow",
        "auto,  none,   update, 'string,auto_increment', BatchWriteRow",
        "batch, none,   put,    'string,auto_increment', BatchWriteRow",
    })
    void everyChangeIsAppliedByTheOperationThatCanCarryIt(
            String api, String fencing, String insertMode, String types, String operation) throws Exception {
        boolean counted = types.contains("auto_increment");
        try (TableStoreEmulator emulator = TableStoreEmulator.builder().build()) {
            emulator.start();
            Map<String, String> config = OpenSink.config(
                    emulator,
                    "write.api",
                    api,
                    "write.fencing",
                    fencing,
                    "insert.mode",
                    insertMode,
                    "delete.mode",
                    counted ? "column" : "row_and_column",
                    "primarykey.mode",
                    "record_key",
                    "tablestore.test.primarykey.name",
                    counted ? "id,n" : "id",
                    "tablestore.test.primarykey.type",
                    types);
            assertThat(Configs.errors(config)).isEmpty();
            try (OpenSink sink = OpenSink.open(config)) {
                write(sink, 1, "a", Map.of("x", 1L, "y", 1L));
                write(sink, 2, "b", Map.of("x", 1L));
                Map<String, Object> change = new HashMap<>(Map.of("y", 2L));
                change.put("x", null);
                write(sink, 3, "a", change);
                if (!counted) {
                    write(sink, 4, "b", null);
                }
            }
            SyncClient client = emulator.client();
            List<Map<String, Object>> rows = TableReader.rows(client, "test");
            client.shutdown();
            if (counted) {
                assertThat(rows).as("each write is a row").hasSize(3);
            } else {
                assertThat(rows).singleElement().satisfies(row -> {
                    assertThat(row)
                            .containsEntry("id", "a")
                            .containsEntry("y", 2L)
                            .doesNotContainKey("x");
                });
            }
            assertThat(emulator.calls().stream()
                            .map(TableStoreCall::operation)
                            .filter(name -> name.equals("BulkImport") || name.equals("BatchWriteRow")))
                    .containsOnly(operation);
        }
    }

    private static void write(OpenSink sink, long offset, String key, @Nullable Object value) throws Exception {
        assertThat(sink.result(sink.write(Records.keyed(offset, Schema.STRING_SCHEMA, key, null, value))))
                .isIn(WriteResult.WRITTEN, new WriteResult.PerEntry(List.of(EntryOutcome.WRITTEN)));
    }
}
