package dev.sluice.tablestore.column;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.alicloud.openservices.tablestore.model.ColumnValue;
import dev.sluice.core.mapping.Mapping;
import dev.sluice.core.mapping.RecordMapper;
import dev.sluice.tablestore.Configs;
import dev.sluice.tablestore.Mappers;
import dev.sluice.tablestore.Records;
import dev.sluice.tablestore.row.RowWrite;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nested values, names, key, headers and metadata. */
class RecordColumnsTest {
    private static final Map<String, String> SEED = Configs.seedProperties();
    private static final Schema CITY = SchemaBuilder.struct()
            .field("name", Schema.STRING_SCHEMA)
            .field("zip", Schema.OPTIONAL_INT32_SCHEMA)
            .optional()
            .build();
    private static final Schema ORDER = SchemaBuilder.struct()
            .field("id", Schema.INT32_SCHEMA)
            .field("city", CITY)
            .field("tags", SchemaBuilder.array(Schema.STRING_SCHEMA).optional().build())
            .field(
                    "days",
                    SchemaBuilder.map(Schema.STRING_SCHEMA, Date.SCHEMA)
                            .optional()
                            .build())
            .build();

    private static Struct order() {
        return new Struct(ORDER)
                .put("id", 1)
                .put("city", new Struct(CITY).put("name", "北京\n\"B\"").put("zip", 100))
                .put("tags", List.of("a", "b"))
                .put("days", Map.of("first", Timestamp.toLogical(Timestamp.SCHEMA, 86_400_000L)));
    }

    /** More schemas than a task remembers, in turns, twice. */
    @Test
    void recordsOfManySchemasInTurnsKeepTheirOwnFields() {
        RecordMapper<RowWrite> mapper = Mappers.of(SEED);
        List<Schema> schemas = IntStream.range(0, 1_100)
                .mapToObj(i -> SchemaBuilder.struct()
                        .field("f" + i, Schema.INT32_SCHEMA)
                        .field("common", Schema.OPTIONAL_STRING_SCHEMA)
                        .build())
                .toList();
        for (int turn = 0; turn < 2; turn++) {
            for (int i = 0; i < schemas.size(); i++) {
                Struct value = new Struct(schemas.get(i)).put("f" + i, i).put("common", "c" + turn);
                Mapping<RowWrite> mapping = mapper.map(Records.value(i, value));
                assertThat(Mappers.columns((Mapping.Mapped<RowWrite>) mapping))
                        .containsExactly(
                                entry("f" + i, ColumnValue.fromLong(i)),
                                entry("common", ColumnValue.fromString("c" + turn)));
            }
        }
    }

    @Test
    void aNestedValueIsOneColumnOfJson() {
        assertThat(Mappers.columns(
                        Mappers.mapped(Configs.with(SEED, "nested.mode", "json"), Records.value(1, order()))))
                .containsOnly(
                        entry("id", ColumnValue.fromLong(1)),
                        entry("city", ColumnValue.fromString("{\"name\":\"北京\\u000a\\\"B\\\"\",\"zip\":100}")),
                        entry("tags", ColumnValue.fromString("[\"a\",\"b\"]")),
                        entry("days", ColumnValue.fromString("{\"first\":\"1970-01-02\"}")));
        assertThat(Mappers.columns(Mappers.mapped(
                        Configs.with(SEED, "nested.mode", "json"),
                        Records.json(1, "{\"n\":{\"a\":[1,1.5,null,true,{}],\"b\":\"\"}}"))))
                .containsOnly(entry("n", ColumnValue.fromString("{\"a\":[1,1.5,null,true,{}],\"b\":\"\"}")));
    }

    @Test
    void aNestedValueIsFlattenedIntoAColumnForEachFieldInside() {
        assertThat(Mappers.columns(
                        Mappers.mapped(Configs.with(SEED, "nested.mode", "flatten"), Records.value(1, order()))))
                .containsOnly(
                        entry("id", ColumnValue.fromLong(1)),
                        entry("city_name", ColumnValue.fromString("北京\n\"B\"")),
                        entry("city_zip", ColumnValue.fromLong(100)),
                        entry("tags", ColumnValue.fromString("[\"a\",\"b\"]")),
                        entry("days_first", ColumnValue.fromString("1970-01-02")));
        assertThat(Mappers.columns(Mappers.mapped(
                        Configs.with(SEED, "nested.mode", "flatten", "nested.separator", "__"),
                        Records.json(1, "{\"a\":{\"b\":{\"c\":1},\"d\":{}}}"))))
                .containsOnly(entry("a__b__c", ColumnValue.fromLong(1)));
    }

    @Test
    void flattenedNamesAreListedExcludedAndRenamed() {
        Map<String, String> flatten = Configs.with(SEED, "nested.mode", "flatten");

        assertThat(Mappers.columns(Mappers.mapped(
                        Configs.with(
                                flatten,
                                "tablestore.test.columns.whitelist.name",
                                "city_zip",
                                "tablestore.test.columns.whitelist.type",
                                "string"),
                        Records.value(1, order()))))
                .containsOnly(entry("city_zip", ColumnValue.fromString("100")));
        assertThat(Mappers.columns(Mappers.mapped(
                        Configs.with(
                                flatten,
                                "tablestore.test.columns.exclude",
                                "city, days_first",
                                "tablestore.*.columns.exclude",
                                "id"),
                        Records.value(1, order()))))
                .containsOnlyKeys("id", "tags");
        assertThat(Mappers.columns(Mappers.mapped(
                        Configs.with(flatten, "tablestore.*.columns.rename", "id:order_id, city_name:city, a-b:a_b"),
                        Records.value(1, order()))))
                .containsOnlyKeys("order_id", "city", "city_zip", "tags", "days_first");
    }

    @Test
    void aNestedStructThatIsNullDeletesTheColumnsOfItsFields() {
        Map<String, String> config =
                Configs.with(SEED, "nested.mode", "flatten", "insert.mode", "update", "delete.mode", "column");

        assertThat(Mappers.deleted(Mappers.mapped(config, Records.value(1, new Struct(ORDER).put("id", 1)))))
                .containsExactly("city_name", "city_zip", "tags", "days");
    }

    @Test
    void twoPartsOfARecordNeverMeetInOneColumn() {
        String reason = Mappers.reason(
                Configs.with(SEED, "nested.mode", "flatten"),
                Records.json(1, "{\"a\":{\"b\":\"s3cret\"},\"a_b\":\"s3cret\"}"));
        assertThat(reason)
                .contains("column a_b", "table test", "tablestore.test.columns.rename")
                .doesNotContain("s3cret");
        assertThat(Mappers.reason(
                        Configs.with(SEED, "tablestore.test.columns.rename", "a:b"),
                        Records.json(1, "{\"a\":1,\"b\":2}")))
                .contains("column b");
        assertThat(Mappers.reason(Configs.with(SEED, "metadata.columns", "topic:a"), Records.json(1, "{\"a\":1}")))
                .contains("column a");
    }

    @ParameterizedTest
    @CsvSource({
        "native,5,INTEGER",
        "native,1.5,DOUBLE",
        "native,true,BOOLEAN",
        "string,5,STRING",
        "string,1.5,STRING",
        "string,true,STRING"
    })
    void numbersWithoutSchemaAreWhatTheyAreOrText(String types, String json, String stored) {
        ColumnValue cell = Mappers.columns(Mappers.mapped(
                        Configs.with(SEED, "schemaless.types", types), Records.json(1, "{\"a\":" + json + "}")))
                .get("a");

        assertThat(cell.getType()).hasToString(stored);
        assertThat(cell.getValue()).hasToString(json);
    }

    @Test
    void aListedTypeCountsMoreThanTextForAll() {
        assertThat(Mappers.columns(Mappers.mapped(
                        Configs.with(
                                SEED,
                                "schemaless.types",
                                "string",
                                "tablestore.test.columns.whitelist.name",
                                "a",
                                "tablestore.test.columns.whitelist.type",
                                "integer"),
                        Records.json(1, "{\"a\":5}"))))
                .containsOnly(entry("a", ColumnValue.fromLong(5)));
        assertThat(Mappers.columns(
                        Mappers.mapped(Configs.with(SEED, "schemaless.types", "string"), Records.seed("map.json", 1))))
                .as("with a schema")
                .containsOnly(entry("id", ColumnValue.fromLong(1)));
    }

    @Test
    void theRecordsKeyMayBeColumnsBesides() {
        Map<String, String> config = Configs.with(SEED, "record.key.columns", "fields");

        assertThat(Mappers.columns(
                        Mappers.mapped(config, Records.keyed(1, null, Map.of("id", 7L), null, Map.of("id", 8L)))))
                .as("never in place of a field of the value")
                .containsOnly(entry("id", ColumnValue.fromLong(8)), entry("key_id", ColumnValue.fromLong(7)));
        assertThat(Mappers.columns(Mappers.mapped(
                        Configs.with(config, "record.key.columns.prefix", ""),
                        Records.keyed(1, Schema.STRING_SCHEMA, "k", null, Map.of("id", 8L)))))
                .containsOnlyKeys("id", "key");
        assertThat(Mappers.reason(
                        Configs.with(config, "record.key.columns.prefix", ""),
                        Records.keyed(1, null, Map.of("id", 7L), null, Map.of("id", 8L))))
                .contains("column id");
    }

    @Test
    void headersAndMetadataMayBeColumns() {
        SinkRecord record = new SinkRecord(
                "test",
                0,
                null,
                null,
                null,
                Map.of("a", 1L),
                99,
                1_700_000_000_000L,
                TimestampType.CREATE_TIME,
                null,
                "raw",
                3,
                42);
        record.headers()
                .addString("trace-id", "old")
                .addString("trace-id", "x1")
                .addInt("n", 5);

        assertThat(Mappers.columns(Mappers.mapped(
                        Configs.with(
                                SEED,
                                "header.columns",
                                "trace-id:trace, n, missing",
                                "metadata.columns",
                                "topic, partition, offset:at, timestamp"),
                        record)))
                .containsOnly(
                        entry("a", ColumnValue.fromLong(1)),
                        entry("trace", ColumnValue.fromString("x1")),
                        entry("n", ColumnValue.fromLong(5)),
                        entry("kafka_topic", ColumnValue.fromString("raw")),
                        entry("kafka_partition", ColumnValue.fromLong(3)),
                        entry("at", ColumnValue.fromLong(42)),
                        entry("kafka_timestamp", ColumnValue.fromLong(1_700_000_000_000L)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "header.columns                 | trace-id      | names no column",
                "header.columns                 | a:x,b:x       | two of the items",
                "metadata.columns               | size          | none of topic, partition, offset, timestamp",
                "tablestore.test.columns.rename | a:b,a:c       | is there twice",
                "tablestore.test.columns.rename | a:b-c         | names no column",
                "tablestore.test.columns.hide   | a             | .exclude and .rename",
                "nested.separator               | -             | letters, digits and _",
            })
    void aWrongListIsReportedOnItsOption(String option, String value, String says) {
        assertThat(Configs.errors(Configs.with(SEED, option, value))).containsOnlyKeys(option);
        assertThat(Configs.errors(Configs.with(SEED, option, value)).get(option))
                .anySatisfy(message -> assertThat(message).contains(says));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text"})
    void textIsKeptAsItIsAlsoWhenItIsEmpty(String text) {
        assertThat(Mappers.columns(Mappers.mapped(SEED, Records.value(1, null, Map.of("a", text)))))
                .containsOnly(entry("a", ColumnValue.fromString(text)));
    }
}
