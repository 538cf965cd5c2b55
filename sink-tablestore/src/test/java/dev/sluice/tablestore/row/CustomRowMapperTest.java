package dev.sluice.tablestore.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.alicloud.openservices.tablestore.model.Column;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.Condition;
import com.alicloud.openservices.tablestore.model.PrimaryKey;
import com.alicloud.openservices.tablestore.model.PrimaryKeyBuilder;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import com.alicloud.openservices.tablestore.model.RowChange;
import com.alicloud.openservices.tablestore.model.RowDeleteChange;
import com.alicloud.openservices.tablestore.model.RowExistenceExpectation;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import com.alicloud.openservices.tablestore.model.RowUpdateChange;
import dev.sluice.core.mapping.Mapping;
import dev.sluice.tablestore.Configs;
import dev.sluice.tablestore.Mappers;
import dev.sluice.tablestore.Records;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code event.parse.class}. */
class CustomRowMapperTest {
    private static final Map<String, String> CONFIG = Configs.with(
            Configs.keys("record_value", "id", "string"), "event.parse.class", Own.class.getName(), "own.column", "x");

    /** Rows as the record's value, a text, says. */
    public static final class Own implements RowChangeMapper {
        private String column = "";

        @Override
        public void configure(Map<String, String> config) {
            column = config.getOrDefault("own.column", "");
        }

        @Override
        public Optional<RowChange> map(SinkRecord record, String table) {
            PrimaryKey key = key("id", PrimaryKeyValue.fromString("k"));
            ColumnValue cell = ColumnValue.fromLong(record.kafkaOffset());
            return switch ((String) record.value()) {
                case "put" -> Optional.of(new RowPutChange(table, key).addColumn(column, cell));
                case "update" ->
                    Optional.of(
                            new RowUpdateChange(table, key).put(column, cell).deleteColumns("y"));
                case "delete" -> Optional.of(new RowDeleteChange(table, key));
                case "leave out" -> Optional.empty();
                case "cannot" -> throw new DataException("there is no such thing");
                case "other table" -> Optional.of(new RowPutChange("other", key).addColumn(column, cell));
                case "other key" -> Optional.of(new RowPutChange(table, key("no", PrimaryKeyValue.fromString("k"))));
                case "other type" -> Optional.of(new RowPutChange(table, key("id", PrimaryKeyValue.fromLong(1))));
                case "long key" ->
                    Optional.of(new RowPutChange(table, key("id", PrimaryKeyValue.fromString("k".repeat(1025)))));
                case "bad name" -> Optional.of(new RowPutChange(table, key).addColumn("a-b", cell));
                case "twice" ->
                    Optional.of(
                            new RowPutChange(table, key).addColumn("a", cell).addColumn("a", cell));
                case "nothing" -> Optional.of(new RowUpdateChange(table, key));
                case "increment" -> Optional.of(new RowUpdateChange(table, key).increment(new Column("n", cell)));
                default -> {
                    RowPutChange change = new RowPutChange(table, key).addColumn(column, cell);
                    change.setCondition(new Condition(RowExistenceExpectation.EXPECT_NOT_EXIST));
                    yield Optional.of(change);
                }
            };
        }

        private static PrimaryKey key(String name, PrimaryKeyValue value) {
            return PrimaryKeyBuilder.createPrimaryKeyBuilder()
                    .addPrimaryKeyColumn(name, value)
                    .build();
        }
    }

    private static SinkRecord record(String value) {
        return Records.value(7, null, value);
    }

    @Test
    void itsRowsAreWrittenInTheOrderOfTheirKey() {
        Mapping.Mapped<RowWrite> put = Mappers.mapped(CONFIG, record("put"));
        Mapping.Mapped<RowWrite> update = Mappers.mapped(CONFIG, record("update"));
        Mapping.Mapped<RowWrite> delete = Mappers.mapped(CONFIG, record("delete"));

        assertThat(Mappers.columns(put)).containsOnly(entry("x", ColumnValue.fromLong(7)));
        assertThat(Mappers.deleted(update)).containsExactly("y");
        assertThat(delete.value().change()).isInstanceOf(RowDeleteChange.class);
        assertThat(put.orderingKey()).isEqualTo(update.orderingKey()).isEqualTo(delete.orderingKey());
        assertThat(put.sizeBytes()).isPositive();
        assertThat(Mappers.of(CONFIG).map(record("leave out"))).isInstanceOf(Mapping.Skipped.class);
    }

    @ParameterizedTest
    @CsvSource({
        "other table,another table than test",
        "other key,(id string)",
        "other type,(id string)",
        "long key,1024 bytes",
        "bad name,letters",
        "twice,column a",
        "nothing,without columns",
        "increment,twice",
        "condition,twice",
    })
    void itsRowsAreHeldToTheTableAndTheLimits(String value, String says) {
        assertThat(Mappers.reason(CONFIG, record(value))).contains(says);
    }

    @ParameterizedTest
    @CsvSource({
        "no.such.Thing,is not found",
        "java.lang.String,must implement dev.sluice.tablestore.row.RowChangeMapper",
    })
    void aClassThatCannotBeUsedIsReported(String name, String says) {
        assertThat(Configs.errors(Configs.with(CONFIG, "event.parse.class", name)))
                .containsOnlyKeys("event.parse.class");
        assertThat(Configs.errors(Configs.with(CONFIG, "event.parse.class", name))
                        .get("event.parse.class"))
                .singleElement()
                .asString()
                .contains(says);
    }

    @ParameterizedTest
    @CsvSource({"default", "com.aliyun.tablestore.kafka.connect.parsers.DefaultEventParser"})
    void theSinksOwnHasTwoNames(String name) {
        assertThat(Mappers.columns(Mappers.mapped(
                        Configs.with(Configs.seedProperties(), "event.parse.class", name), record("put"))))
                .containsOnlyKeys("value");
    }
}
