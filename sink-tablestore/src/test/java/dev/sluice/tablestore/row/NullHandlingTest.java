package dev.sluice.tablestore.row;

import static org.assertj.core.api.Assertions.assertThat;

import com.alicloud.openservices.tablestore.model.RowDeleteChange;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import com.alicloud.openservices.tablestore.model.RowUpdateChange;
import dev.sluice.core.mapping.Mapping;
import dev.sluice.tablestore.Configs;
import dev.sluice.tablestore.Mappers;
import dev.sluice.tablestore.Records;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of the guide: what a null does, by insert.mode and delete.mode. */
class NullHandlingTest {

    private static String happens(String insertMode, String deleteMode, SinkRecord record) {
        Mapping<RowWrite> mapping = Mappers.of(Configs.with(
                        Configs.keys("record_key", "id", "string"),
                        "insert.mode",
                        insertMode,
                        "delete.mode",
                        deleteMode))
                .map(record);
        if (!(mapping instanceof Mapping.Mapped<RowWrite> mapped)) {
            assertThat(mapping).isInstanceOf(Mapping.Unmappable.class);
            return "errant";
        } else if (mapped.value().change() instanceof RowDeleteChange) {
            return "delete row";
        } else if (mapped.value().change() instanceof RowPutChange) {
            return "put " + String.join("+", Mappers.columns(mapped).keySet());
        }
        assertThat(mapped.value().change()).isInstanceOf(RowUpdateChange.class);
        List<String> deleted = Mappers.deleted(mapped).stream().sorted().toList();
        return "update " + String.join("+", Mappers.columns(mapped).keySet())
                + (deleted.isEmpty() ? "" : " delete " + String.join("+", deleted));
    }

    private static SinkRecord record(Object value) {
        return Records.keyed(1, Schema.STRING_SCHEMA, "k", null, value);
    }

    @ParameterizedTest
    @CsvSource({
        // insert, delete,         tombstone,  all fields null,   some fields null
        "put,    none,           errant,     'put ',            put a",
        "put,    row,            delete row, 'put ',            put a",
        "put,    column,         errant,     'put ',            put a",
        "put,    row_and_column, delete row, 'put ',            put a",
        "update, none,           errant,     errant,            update a",
        "update, row,            delete row, errant,            update a",
        "update, column,         errant,     update  delete a+b, update a delete b",
        "update, row_and_column, delete row, update  delete a+b, update a delete b",
    })
    void aNullDoesWhatTheTwoModesSay(
            String insertMode, String deleteMode, String tombstone, String allNull, String someNull) {
        Map<String, Object> nulls = new HashMap<>();
        nulls.put("a", null);
        nulls.put("b", null);
        Map<String, Object> some = new HashMap<>(nulls);
        some.put("a", 1L);

        assertThat(happens(insertMode, deleteMode, record(null)))
                .as("tombstone")
                .isEqualTo(tombstone);
        assertThat(happens(insertMode, deleteMode, record(nulls)))
                .as("all null")
                .isEqualTo(allNull);
        assertThat(happens(insertMode, deleteMode, record(some)))
                .as("some null")
                .isEqualTo(someNull);
    }

    @ParameterizedTest
    @CsvSource({"none", "column"})
    void aTombstoneOfAnyKeyModeIsNoWrite(String deleteMode) {
        for (String mode : List.of("kafka", "record_value")) {
            assertThat(Mappers.reason(
                            Configs.with(Configs.keys(mode, "id", "string"), "delete.mode", deleteMode), record(null)))
                    .contains("tombstone", "delete.mode=" + deleteMode);
        }
    }
}
