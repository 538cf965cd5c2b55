package dev.sluice.tablestore.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.RowDeleteChange;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import com.alicloud.openservices.tablestore.model.RowUpdateChange;
import dev.sluice.core.batch.BatchKey;
import dev.sluice.core.mapping.Mapping;
import dev.sluice.core.mapping.RecordMapper;
import dev.sluice.tablestore.Configs;
import dev.sluice.tablestore.Mappers;
import dev.sluice.tablestore.Records;
import dev.sluice.tablestore.value.ServiceLimits;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RowMapperTest {
    private static final Map<String, String> SEED = Configs.seedProperties();

    @Test
    void theDocumentedStructKeepsTheTypesOfItsSchema() {
        Mapping.Mapped<RowWrite> row = Mappers.mapped(SEED, Records.seed("struct.json", 7));

        assertThat(Mappers.key(row)).containsExactly(entry("topic_partition", "test_0"), entry("offset", 7L));
        assertThat(Mappers.columns(row))
                .containsExactly(
                        entry("id", ColumnValue.fromLong(1)),
                        entry("product", ColumnValue.fromString("foo")),
                        entry("quantity", ColumnValue.fromLong(100)),
                        entry("price", ColumnValue.fromDouble(50)));
        assertThat(row.value().change()).isInstanceOf(RowPutChange.class);
        assertThat(row.value().change().getTableName()).isEqualTo("test");
        assertThat(row.batchKey()).isEqualTo(BatchKey.of("test"));
    }

    @Test
    void aRowIsWeighedWithTheBytesOfItsTextAndWithItsPlaceInTheRequest() {
        int bytes = 100_000;

        assertThat(Mappers.mapped(SEED, Records.value(1, null, Map.of("text", "x".repeat(bytes))))
                        .heldBytes())
                .isBetween(2L * bytes, 2L * bytes + 1_000);
    }

    @Test
    void theDocumentedMapKeepsTheTypesOfItsSchema() {
        Mapping.Mapped<RowWrite> row = Mappers.mapped(SEED, Records.seed("map.json", 8));

        assertThat(Mappers.key(row)).containsExactly(entry("topic_partition", "test_0"), entry("offset", 8L));
        assertThat(Mappers.columns(row)).containsExactly(entry("id", ColumnValue.fromLong(1)));
    }

    @Test
    void jsonWithoutSchemaKeepsNumbersAndBooleans() {
        Mapping.Mapped<RowWrite> row = Mappers.mapped(
                SEED, Records.json(1, "{\"i\":1,\"d\":1.5,\"b\":true,\"s\":\"x\",\"n\":null,\"e\":\"\"}"));

        assertThat(Mappers.columns(row))
                .containsOnly(
                        entry("i", ColumnValue.fromLong(1)),
                        entry("d", ColumnValue.fromDouble(1.5)),
                        entry("b", ColumnValue.fromBoolean(true)),
                        entry("s", ColumnValue.fromString("x")),
                        entry("e", ColumnValue.fromString("")));
    }

    static Stream<Arguments> values() {
        long moment = 1_700_000_000_000L;
        return Stream.of(
                Arguments.of(Schema.INT8_SCHEMA, (byte) -1, ColumnValue.fromLong(-1)),
                Arguments.of(Schema.INT16_SCHEMA, (short) 300, ColumnValue.fromLong(300)),
                Arguments.of(Schema.INT32_SCHEMA, 70_000, ColumnValue.fromLong(70_000)),
                Arguments.of(Schema.INT64_SCHEMA, Long.MIN_VALUE, ColumnValue.fromLong(Long.MIN_VALUE)),
                Arguments.of(Schema.FLOAT32_SCHEMA, 1.5f, ColumnValue.fromDouble(1.5)),
                Arguments.of(Schema.FLOAT64_SCHEMA, -0.1, ColumnValue.fromDouble(-0.1)),
                Arguments.of(Schema.BOOLEAN_SCHEMA, false, ColumnValue.fromBoolean(false)),
                Arguments.of(Schema.STRING_SCHEMA, "表格", ColumnValue.fromString("表格")),
                Arguments.of(Schema.BYTES_SCHEMA, new byte[] {1, 2}, ColumnValue.fromBinary(new byte[] {1, 2})),
                Arguments.of(
                        Schema.BYTES_SCHEMA,
                        ByteBuffer.wrap(new byte[] {9, 1, 2, 9}, 1, 2),
                        ColumnValue.fromBinary(new byte[] {1, 2})),
                Arguments.of(
                        Decimal.schema(2),
                        new BigDecimal("1234567890123456789.10"),
                        ColumnValue.fromString("1234567890123456789.10")),
                Arguments.of(Decimal.schema(-3), new BigDecimal("1E+3"), ColumnValue.fromString("1000")),
                Arguments.of(
                        org.apache.kafka.connect.data.Date.SCHEMA,
                        Timestamp.toLogical(Timestamp.SCHEMA, 86_400_000L * 365),
                        ColumnValue.fromString("1971-01-01")),
                Arguments.of(
                        Time.SCHEMA,
                        Timestamp.toLogical(Timestamp.SCHEMA, 3_723_000),
                        ColumnValue.fromString("01:02:03.000")),
                Arguments.of(
                        Timestamp.SCHEMA,
                        Timestamp.toLogical(Timestamp.SCHEMA, moment),
                        ColumnValue.fromString("2023-11-14T22:13:20.000Z")));
    }

    @ParameterizedTest
    @MethodSource("values")
    void everyTypeHasItsCell(Schema schema, Object value, ColumnValue cell) {
        Struct struct = new Struct(SchemaBuilder.struct().field("f", schema).build()).put("f", value);

        assertThat(Mappers.columns(Mappers.mapped(SEED, Records.value(1, struct))))
                .containsExactly(entry("f", cell));
        assertThat(Mappers.columns(Mappers.mapped(SEED, Records.value(1, schema, value))))
                .as("a value without fields goes to the column value")
                .containsExactly(entry("value", cell));
    }

    @Test
    void anExplicitNullStaysNullAlthoughItsFieldHasADefault() {
        Schema schema = SchemaBuilder.struct()
                .field("a", SchemaBuilder.int32().optional().defaultValue(5).build())
                .field("b", Schema.INT32_SCHEMA)
                .build();

        assertThat(Mappers.columns(Mappers.mapped(
                        SEED, Records.value(1, new Struct(schema).put("a", null).put("b", 1)))))
                .containsOnlyKeys("b");
    }

    @Test
    void aDecimalThatWouldFillTheMemoryIsRefused() {
        String reason = Mappers.reason(
                SEED, Records.value(1, null, Map.of("d", new BigDecimal(java.math.BigInteger.ONE, -2_000_000_000))));

        assertThat(reason).contains("field d", "digits", ServiceLimits.SOURCE);
    }

    static Stream<Arguments> nested() {
        Schema inner =
                SchemaBuilder.struct().field("secret", Schema.STRING_SCHEMA).build();
        return Stream.of(
                Arguments.of(inner, new Struct(inner).put("secret", "s3cret"), "a struct"),
                Arguments.of(
                        SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.STRING_SCHEMA)
                                .build(),
                        Map.of("s3cret", "s3cret"),
                        "a map"),
                Arguments.of(SchemaBuilder.array(Schema.STRING_SCHEMA).build(), List.of("s3cret"), "an array"));
    }

    @ParameterizedTest
    @MethodSource("nested")
    void aNestedFieldIsUnmappableWithFieldAndCureAndWithoutContent(Schema schema, Object value, String what) {
        Struct struct = new Struct(SchemaBuilder.struct().field("f", schema).build()).put("f", value);

        assertThat(Mappers.reason(SEED, Records.value(1, struct)))
                .contains("field f", what, "nested.mode", "columns.whitelist.name")
                .doesNotContain("s3cret");
    }

    @Test
    void aMapWhoseKeysAreNoStringsIsUnmappable() {
        Schema schema =
                SchemaBuilder.map(Schema.INT32_SCHEMA, Schema.STRING_SCHEMA).build();

        assertThat(Mappers.reason(SEED, Records.value(1, schema, Map.of(1, "x"))))
                .contains("Integer", "strings");
    }

    @Test
    void aListOfColumnsPicksThemAndHoldsThemToTheirType() {
        Map<String, String> config = Configs.with(
                SEED,
                "tablestore.test.columns.whitelist.name",
                "price, name, missing",
                "tablestore.test.columns.whitelist.type",
                "double, string, boolean");

        assertThat(Mappers.columns(Mappers.mapped(
                        config, Records.json(1, "{\"price\":50,\"name\":\"x\",\"other\":{\"nested\":1}}"))))
                .containsOnly(entry("price", ColumnValue.fromDouble(50)), entry("name", ColumnValue.fromString("x")));
        assertThat(Mappers.reason(config, Records.json(1, "{\"price\":\"s3cret\"}")))
                .contains("field price", "String", "string", "tablestore.test.columns.whitelist.type", "double")
                .doesNotContain("s3cret");
        assertThat(Mappers.reason(config, Records.json(1, "{\"price\":9007199254740993}")))
                .as("a number that a double cannot hold")
                .contains("field price");
    }

    @Test
    void aPutLeavesNullsOut() {
        Mapping.Mapped<RowWrite> row = Mappers.mapped(SEED, Records.json(1, "{\"a\":null,\"b\":1}"));

        assertThat(row.value().change()).isInstanceOf(RowPutChange.class);
        assertThat(Mappers.columns(row)).containsOnlyKeys("b");
        assertThat(Mappers.columns(Mappers.mapped(SEED, Records.json(1, "{\"a\":null}"))))
                .isEmpty();
    }

    @Test
    void anUpdateLeavesNullsAsTheyAre() {
        Map<String, String> config = Configs.with(SEED, "insert.mode", "update");
        Mapping.Mapped<RowWrite> row = Mappers.mapped(config, Records.json(1, "{\"a\":null,\"b\":1}"));

        assertThat(row.value().change()).isInstanceOf(RowUpdateChange.class);
        assertThat(Mappers.columns(row)).containsOnlyKeys("b");
        assertThat(Mappers.reason(config, Records.json(1, "{\"a\":null}")))
                .contains("no column that is not null", "insert.mode=put");
    }

    @Test
    void aTombstoneIsNeverAWrite() {
        assertThat(Mappers.reason(SEED, Records.keyed(1, Schema.STRING_SCHEMA, "k", null, null)))
                .contains("tombstone", "delete.mode=row", "RecordIsTombstone");
        assertThat(Mappers.reason(
                        Configs.keys("record_value", "id", "string"), Records.keyed(1, null, null, null, null)))
                .contains("tombstone");
    }

    @Test
    void aTombstoneDeletesTheRowOfItsKeyWhenAskedTo() {
        Map<String, String> config = Configs.with(Configs.keys("record_key", "id", "string"), "delete.mode", "row");
        Mapping.Mapped<RowWrite> delete =
                Mappers.mapped(config, Records.keyed(2, Schema.STRING_SCHEMA, "k", null, null));
        Mapping.Mapped<RowWrite> put =
                Mappers.mapped(config, Records.keyed(1, Schema.STRING_SCHEMA, "k", null, Map.of("a", 1L)));

        assertThat(delete.value().change()).isInstanceOf(RowDeleteChange.class);
        assertThat(Mappers.key(delete)).containsExactly(entry("id", "k"));
        assertThat(delete.orderingKey()).as("a delete follows the put").isEqualTo(put.orderingKey());
    }

    @Test
    void theKeyIsTheOriginAlthoughATransformRenamedTheTopic() {
        SinkRecord renamed = new SinkRecord(
                "test",
                0,
                null,
                null,
                null,
                Map.of("a", 1L),
                99,
                null,
                TimestampType.NO_TIMESTAMP_TYPE,
                null,
                "raw",
                3,
                42);

        Mapping.Mapped<RowWrite> row = Mappers.mapped(SEED, renamed);

        assertThat(Mappers.key(row)).containsExactly(entry("topic_partition", "raw_3"), entry("offset", 42L));
        assertThat(row.value().change().getTableName()).isEqualTo("test");
    }

    @Test
    void mappingIsRepeatable() {
        RecordMapper<RowWrite> mapper = Mappers.of(SEED);
        Mapping.Mapped<RowWrite> first = (Mapping.Mapped<RowWrite>) mapper.map(Records.seed("struct.json", 7));
        Mapping.Mapped<RowWrite> second = (Mapping.Mapped<RowWrite>) mapper.map(Records.seed("struct.json", 7));

        assertThat(Mappers.columns(first)).isEqualTo(Mappers.columns(second));
        assertThat(first.orderingKey()).isEqualTo(second.orderingKey());
        assertThat(first.sizeBytes()).isEqualTo(second.sizeBytes());
    }

    @Test
    void aTopicWithoutATableStopsTheTask() {
        Map<String, String> regex = Configs.with(Configs.without(SEED, "topics"), "topics.regex", ".*");
        SinkRecord record = new SinkRecord("shop.orders", 0, null, null, null, Map.of("a", 1L), 1);

        assertThatThrownBy(() -> Mappers.of(regex).map(record))
                .isExactlyInstanceOf(ConnectException.class)
                .hasMessageContainingAll("shop.orders", "topics.assign.tables");
        assertThatThrownBy(() -> Mappers.of(Configs.with(
                                regex, "primarykey.mode", "record_key", "topics.assign.tables", "shop.orders:orders"))
                        .map(record))
                .isExactlyInstanceOf(ConnectException.class)
                .hasMessageContainingAll("shop.orders", "tablestore.orders.primarykey.name");
    }

    @Test
    void severalTopicsMayShareATable() {
        Map<String, String> config = Configs.with(SEED, "topics", "a,b", "table.name.format", "all");
        RecordMapper<RowWrite> mapper = Mappers.of(config);
        SinkRecord a = new SinkRecord("a", 0, null, null, null, Map.of("x", 1L), 1);
        SinkRecord b = new SinkRecord("b", 0, null, null, null, Map.of("x", 1L), 1);

        Mapping.Mapped<RowWrite> first = (Mapping.Mapped<RowWrite>) mapper.map(a);
        Mapping.Mapped<RowWrite> second = (Mapping.Mapped<RowWrite>) mapper.map(b);

        assertThat(first.batchKey()).isEqualTo(second.batchKey());
        assertThat(first.orderingKey()).isNotEqualTo(second.orderingKey());
    }

    @Test
    void nothingOfARecordIsInTheTextOfItsEntry() {
        Map<String, Object> value = new HashMap<>(Map.of("a", "s3cret"));
        Mapping.Mapped<RowWrite> row = Mappers.mapped(
                Configs.keys("record_key", "id", "string"),
                Records.keyed(1, Schema.STRING_SCHEMA, "s3cret", null, value));

        assertThat(row.toString()).doesNotContain("s3cret");
    }
}
