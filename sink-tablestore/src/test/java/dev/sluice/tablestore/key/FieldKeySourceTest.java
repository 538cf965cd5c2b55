package dev.sluice.tablestore.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.sluice.core.mapping.Mapping;
import dev.sluice.tablestore.Configs;
import dev.sluice.tablestore.Mappers;
import dev.sluice.tablestore.Records;
import dev.sluice.tablestore.row.RowWrite;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldKeySourceTest {
    private static final Schema KEY = SchemaBuilder.struct()
            .field("id", Schema.STRING_SCHEMA)
            .field("at", Schema.INT32_SCHEMA)
            .field("tag", Schema.OPTIONAL_BYTES_SCHEMA)
            .build();

    private static Struct key(String id, int at, byte[] tag) {
        return new Struct(KEY).put("id", id).put("at", at).put("tag", tag);
    }

    @Test
    void fieldsOfTheRecordsKeyAreThePrimaryKey() {
        Mapping.Mapped<RowWrite> row = Mappers.mapped(
                Configs.keys("record_key", "at,id,tag", "integer,string,binary"),
                Records.keyed(1, KEY, key("a", 5, new byte[] {1}), null, Map.of("x", 1L)));

        assertThat(Mappers.key(row)).containsExactly(entry("at", 5L), entry("id", "a"), entry("tag", new byte[] {1}));
        assertThat(Mappers.columns(row)).containsOnlyKeys("x");
    }

    @Test
    void fieldsOfTheValueAreThePrimaryKeyAndNoColumns() {
        Mapping.Mapped<RowWrite> row =
                Mappers.mapped(Configs.keys("record_value", "id", "integer"), Records.seed("struct.json", 1));

        assertThat(Mappers.key(row)).containsExactly(entry("id", 1L));
        assertThat(Mappers.columns(row)).containsOnlyKeys("product", "quantity", "price");
        assertThat(Mappers.key(
                        Mappers.mapped(Configs.keys("record_value", "id", "integer"), Records.seed("map.json", 1))))
                .containsExactly(entry("id", 1L));
    }

    @ParameterizedTest
    @CsvSource({"string", "integer", "binary"})
    void aKeyWithoutFieldsIsTheOneColumn(String type) {
        SinkRecord record = switch (type) {
            case "string" -> Records.keyed(1, Schema.STRING_SCHEMA, "7", null, Map.of("x", 1L));
            case "integer" -> Records.keyed(1, Schema.INT64_SCHEMA, 7L, null, Map.of("x", 1L));
            default -> Records.keyed(1, Schema.BYTES_SCHEMA, new byte[] {7}, null, Map.of("x", 1L));
        };
        Object expected = switch (type) {
            case "string" -> "7";
            case "integer" -> 7L;
            default -> new byte[] {7};
        };

        assertThat(Mappers.key(Mappers.mapped(Configs.keys("record_key", "id", type), record)))
                .containsExactly(entry("id", expected));
    }

    @Test
    void aKeyWithoutFieldsIsNotTwoColumns() {
        assertThat(Mappers.reason(
                        Configs.keys("record_key", "a,b", "string,string"),
                        Records.keyed(1, Schema.STRING_SCHEMA, "s3cret", null, Map.of())))
                .contains("single string", "2 columns", "tablestore.test.primarykey.name")
                .doesNotContain("s3cret");
    }

    @Test
    void theServiceFillsAnAutoIncrementColumn() {
        Map<String, String> config = Configs.keys("record_key", "id,seq", "string,auto_increment");
        Mapping.Mapped<RowWrite> row =
                Mappers.mapped(config, Records.keyed(1, Schema.STRING_SCHEMA, "k", null, Map.of("x", 1L)));

        assertThat(Mappers.key(row)).containsExactly(entry("id", "k"), entry("seq", "AUTO"));
        assertThat(row.orderingKey()).as("no two writes meet in a row").isNull();
        assertThat(Mappers.reason(config, Records.keyed(1, Schema.STRING_SCHEMA, "k", null, Map.of("seq", 1L))))
                .contains("seq", "auto_increment", "fills");
    }

    @Test
    void aRecordWithoutKeyIsUnmappable() {
        assertThat(Mappers.reason(
                        Configs.keys("record_key", "id", "string"), Records.value(1, null, Map.of("id", "x"))))
                .contains("no key", "primarykey.mode=record_key");
    }

    @Test
    void aMissingFieldIsUnmappableWithFieldAndCure() {
        assertThat(Mappers.reason(
                        Configs.keys("record_key", "no", "string"),
                        Records.keyed(1, KEY, key("s3cret", 1, null), null, Map.of())))
                .contains("no field no", "table test", "tablestore.test.primarykey.name")
                .doesNotContain("s3cret");
        assertThat(Mappers.reason(Configs.keys("record_value", "no", "string"), Records.json(1, "{\"id\":1}")))
                .contains("value has no field no");
    }

    @Test
    void aNullFieldIsUnmappable() {
        assertThat(Mappers.reason(
                        Configs.keys("record_key", "tag", "binary"),
                        Records.keyed(1, KEY, key("a", 1, null), null, Map.of())))
                .contains("tag", "null", "key");
        assertThat(Mappers.reason(
                        Configs.keys("record_value", "id", "string"),
                        Records.value(1, null, Collections.singletonMap("id", null))))
                .contains("id", "null", "value");
    }

    @ParameterizedTest
    @CsvSource({"id,integer,string,string", "tag,string,bytes,binary"})
    void aFieldOfAnotherTypeIsUnmappableWithBothTypesAndCure(
            String field, String expected, String found, String stored) {
        assertThat(Mappers.reason(
                        Configs.keys("record_key", field, expected),
                        Records.keyed(1, KEY, key("s3cret", 1, new byte[] {1}), null, Map.of())))
                .contains(
                        "column " + field,
                        "type " + expected,
                        "is " + found,
                        "stored as " + stored,
                        "tablestore.test.primarykey.type")
                .doesNotContain("s3cret");
    }

    @Test
    void aFractionIsNoIntegerKey() {
        assertThat(Mappers.reason(Configs.keys("record_value", "id", "integer"), Records.json(1, "{\"id\":1.5}")))
                .contains("column id", "integer", "double");
    }

    static Stream<Arguments> keysOfMaps() {
        return Stream.of(
                Arguments.of("string", "a", "a"),
                Arguments.of("string", 7L, "7"),
                Arguments.of("string", 1.5, "1.5"),
                Arguments.of("string", true, "true"),
                Arguments.of("integer", 7, 7L),
                Arguments.of("integer", "7", 7L),
                Arguments.of("integer", 7.0f, 7L),
                Arguments.of("binary", new byte[] {1}, new byte[] {1}),
                Arguments.of("binary", ByteBuffer.wrap(new byte[] {1}), new byte[] {1}),
                Arguments.of("binary", "a", new byte[] {'a'}));
    }

    @ParameterizedTest
    @MethodSource("keysOfMaps")
    void aFieldOfAMapMayHaveAnyTypeThatBecomesTheColumns(String type, Object value, Object key) {
        assertThat(Mappers.key(Mappers.mapped(
                        Configs.keys("record_value", "id", type),
                        Records.value(1, null, Map.of("id", value, "x", 1L)))))
                .containsExactly(entry("id", key));
        assertThat(Mappers.key(Mappers.mapped(
                        Configs.keys("record_key", "id", type),
                        Records.keyed(1, null, Map.of("id", value), null, Map.of("x", 1L)))))
                .containsExactly(entry("id", key));
    }

    @ParameterizedTest
    @ValueSource(strings = {"007", "+7", " 7", "7.0", "seven"})
    void textThatIsNotTheNumberItselfIsNoIntegerKey(String text) {
        assertThat(Mappers.reason(
                        Configs.keys("record_value", "id", "integer"), Records.value(1, null, Map.of("id", text))))
                .contains("column id", "without loss");
    }

    @Test
    void aTimestampIsATextKey() {
        Schema schema = SchemaBuilder.struct().field("ts", Timestamp.SCHEMA).build();

        assertThat(Mappers.key(Mappers.mapped(
                        Configs.keys("record_value", "ts", "string"),
                        Records.value(1, new Struct(schema).put("ts", Timestamp.toLogical(Timestamp.SCHEMA, 0))))))
                .containsExactly(entry("ts", "1970-01-01T00:00:00.000Z"));
    }

    private static final Schema CITY =
            SchemaBuilder.struct().optional().field("zip", Schema.INT32_SCHEMA).build();
    private static final Schema CUSTOMER = SchemaBuilder.struct()
            .field("name", Schema.STRING_SCHEMA)
            .field("city", CITY)
            .build();
    private static final Schema ORDER =
            SchemaBuilder.struct().field("customer", CUSTOMER).build();

    private static Struct order(@Nullable Integer zip) {
        Struct city = zip == null ? null : new Struct(CITY).put("zip", zip);
        return new Struct(ORDER)
                .put("customer", new Struct(CUSTOMER).put("name", "a").put("city", city));
    }

    @Test
    void aFieldInsideAnotherOneIsAKeyColumnNamedByItsPathOrAsTheConfigSays() {
        String names = "customer.name, customer.city.zip:zip";
        SinkRecord inKey = Records.keyed(1, ORDER, order(310_000), null, Map.of("x", 1L));
        Map<String, String> inValue = Configs.with(
                Configs.keys("record_value", names, "string,integer"), "nested.mode", "flatten", "insert.mode", "put");

        assertThat(Mappers.key(Mappers.mapped(Configs.keys("record_key", names, "string,integer"), inKey)))
                .containsExactly(entry("customer_name", "a"), entry("zip", 310_000L));
        for (SinkRecord record : List.of(
                Records.value(1, order(310_000)),
                Records.json(1, "{\"customer\":{\"name\":\"a\",\"city\":{\"zip\":310000}}}"))) {
            Mapping.Mapped<RowWrite> mapped = Mappers.mapped(inValue, record);

            assertThat(Mappers.key(mapped)).containsExactly(entry("customer_name", "a"), entry("zip", 310_000L));
            // What has the name of a key column and its value is not stored twice.
            assertThat(Mappers.columns(mapped)).containsOnlyKeys("customer_city_zip");
        }
    }

    @Test
    void aFieldWhoseOwnNameHasDotsWinsOverAPath() {
        Map<String, String> config = Configs.with(
                Configs.keys("record_value", "a.b.c:k", "integer"),
                "tablestore.test.columns.whitelist.name",
                "x",
                "tablestore.test.columns.whitelist.type",
                "integer");

        assertThat(Mappers.key(Mappers.mapped(config, Records.json(1, "{\"a\":{\"b\":{\"c\":1}},\"a.b.c\":2}"))))
                .containsExactly(entry("k", 2L));
        assertThat(Mappers.key(Mappers.mapped(config, Records.json(1, "{\"a\":{\"b\":{\"c\":1},\"b.c\":3}}"))))
                .containsExactly(entry("k", 3L));
        assertThat(Mappers.key(Mappers.mapped(config, Records.json(1, "{\"a\":{\"b\":5},\"a.b\":{\"c\":4}}"))))
                .containsExactly(entry("k", 4L));
    }

    @Test
    void aFieldThatIsNotInsideOrHasNothingAroundItIsUnmappable() {
        Map<String, String> config = Configs.keys("record_key", "customer.city.zip", "integer");

        assertThat(Mappers.reason(config, Records.keyed(1, ORDER, order(null), null, Map.of("x", 1L))))
                .contains("no field customer.city.zip", "around it", "tablestore.test.primarykey.name");
        assertThat(Mappers.reason(config, Records.keyed(1, null, Map.of("customer", "s3cret"), null, Map.of())))
                .contains("no field customer.city.zip")
                .doesNotContain("s3cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {":name", "a.b:no name", "a.b,a_b", "a-b.c"})
    void aPathWithoutANameForItsColumnIsRefused(String names) {
        assertThat(Configs.errors(Configs.keys("record_key", names, names.contains(",") ? "string,string" : "string")))
                .containsOnlyKeys("tablestore.test.primarykey.name");
    }

    @Test
    void anEmptyStringIsAKey() {
        assertThat(Mappers.key(Mappers.mapped(
                        Configs.keys("record_key", "id", "string"),
                        Records.keyed(1, Schema.STRING_SCHEMA, "", null, Map.of()))))
                .containsExactly(entry("id", ""));
    }

    @Test
    void aValueMayRepeatItsKey() {
        Map<String, String> config = Configs.keys("record_key", "id", "string");

        assertThat(Mappers.columns(Mappers.mapped(
                        config, Records.keyed(1, Schema.STRING_SCHEMA, "a", null, Map.of("id", "a", "x", 1L)))))
                .containsOnlyKeys("x");
        assertThat(Mappers.reason(
                        config, Records.keyed(1, Schema.STRING_SCHEMA, "a", null, Map.of("id", "s3cret", "x", 1L))))
                .contains("field id", "another value than the key")
                .doesNotContain("s3cret");
    }

    @Test
    void aValueMayNotHideTheOffset() {
        assertThat(Mappers.reason(Configs.seedProperties(), Records.json(1, "{\"offset\":17}")))
                .contains("field offset", "primary key column of table test");
    }

    @Test
    void equalKeysAreEqualForOrderingWhateverTheirType() {
        assertThat(orderingKey("binary", Schema.BYTES_SCHEMA, new byte[] {1, 2}))
                .isEqualTo(orderingKey("binary", Schema.BYTES_SCHEMA, ByteBuffer.wrap(new byte[] {1, 2})))
                .hasSameHashCodeAs(orderingKey("binary", Schema.BYTES_SCHEMA, ByteBuffer.wrap(new byte[] {1, 2})))
                .isNotEqualTo(orderingKey("binary", Schema.BYTES_SCHEMA, new byte[] {1, 3}));
        assertThat(orderingKey("integer", Schema.INT32_SCHEMA, 1))
                .isEqualTo(orderingKey("integer", Schema.INT64_SCHEMA, 1L))
                .isNotEqualTo(orderingKey("string", Schema.STRING_SCHEMA, "1"));
    }

    private static Object orderingKey(String type, Schema schema, Object key) {
        return Mappers.mapped(
                        Configs.keys("record_key", "id", type), Records.keyed(1, schema, key, null, Map.of("x", 1L)))
                .orderingKey();
    }
}
