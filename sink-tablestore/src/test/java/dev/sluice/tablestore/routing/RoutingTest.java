package dev.sluice.tablestore.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.mapping.Mapping;
import dev.sluice.core.mapping.RecordMapper;
import dev.sluice.tablestore.Configs;
import dev.sluice.tablestore.Mappers;
import dev.sluice.tablestore.Records;
import dev.sluice.tablestore.row.RowWrite;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables by what a record holds. */
class RoutingTest {
    private static Map<String, String> by(String route, String format) {
        return Configs.with(Configs.seedProperties(), "table.route", route, "table.name.format", format);
    }

    private static String table(Map<String, String> config, SinkRecord record) {
        return Mappers.mapped(config, record).value().change().getTableName();
    }

    @Test
    void aFieldOfTheValueNamesTheTable() {
        assertThat(table(by("value.region", "events_<route>"), Records.json(1, "{\"region\":\"eu\"}")))
                .isEqualTo("events_eu");
    }

    private static SinkRecord nested() {
        Schema inner = SchemaBuilder.struct().field("b", Schema.INT32_SCHEMA).build();
        Schema outer = SchemaBuilder.struct().field("a", inner).build();
        return Records.keyed(
                1, outer, new Struct(outer).put("a", new Struct(inner).put("b", 7)), null, Map.of("x", 1L));
    }

    @Test
    void aFieldOfTheKeyOrAHeaderNamesTheTable() {
        assertThat(table(by("key.a.b", "<topic>_<route>"), nested())).isEqualTo("test_7");
        SinkRecord record = Records.json(1, "{\"x\":1}");
        record.headers().addString("to.table", "old").addString("to.table", "orders");
        assertThat(table(by("header.to.table", "<route>"), record)).isEqualTo("orders");
    }

    @Test
    void anAssignedTopicKeepsItsTable() {
        assertThat(table(
                        Configs.with(by("value.region", "<route>"), "topics.assign.tables", "test:all"),
                        Records.json(1, "{\"region\":\"eu\"}")))
                .isEqualTo("all");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"x\":1}              | no value region",
                "{\"region\":null}      | no value region",
                "{\"region\":{\"a\":1}} | no value region",
                "{\"region\":\"s3cret-\"} | no table name",
            })
    void aRecordWithoutATableIsErrantAndItsContentStaysSecret(String json, String says) {
        assertThat(Mappers.reason(by("value.region", "<route>"), Records.json(1, json)))
                .contains(says, "table.route")
                .doesNotContain("s3cret");
    }

    @Test
    void tablesThatAreNotKnownBeforehandMayHaveOneKeyForAll() {
        Map<String, String> config = Configs.with(
                by("value.region", "<route>"),
                "primarykey.mode",
                "record_value",
                "tablestore.us.primarykey.name",
                "id",
                "tablestore.us.primarykey.type",
                "string");
        SinkRecord eu = Records.json(1, "{\"region\":\"eu\",\"no\":1}");

        assertThat(Mappers.reason(config, eu)).contains("tablestore.*.primarykey.name");
        Map<String, String> forAll =
                Configs.with(config, "tablestore.*.primarykey.name", "no", "tablestore.*.primarykey.type", "integer");
        assertThat(Mappers.key(Mappers.mapped(forAll, eu))).containsOnlyKeys("no");
        assertThat(Mappers.key(Mappers.mapped(forAll, Records.json(1, "{\"region\":\"us\",\"id\":\"a\"}"))))
                .containsOnlyKeys("id");
    }

    @Test
    void rowsOfTwoTablesAreNeverOneBatchAndNeverOneRow() {
        RecordMapper<RowWrite> mapper = Mappers.of(Configs.with(
                by("value.region", "<route>"),
                "primarykey.mode",
                "record_key",
                "tablestore.*.primarykey.name",
                "id",
                "tablestore.*.primarykey.type",
                "string"));
        Mapping.Mapped<RowWrite> eu = (Mapping.Mapped<RowWrite>)
                mapper.map(Records.keyed(1, Schema.STRING_SCHEMA, "k", null, Map.of("region", "eu")));
        Mapping.Mapped<RowWrite> us = (Mapping.Mapped<RowWrite>)
                mapper.map(Records.keyed(2, Schema.STRING_SCHEMA, "k", null, Map.of("region", "us")));

        assertThat(eu.batchKey()).isNotEqualTo(us.batchKey());
        assertThat(eu.orderingKey()).isNotEqualTo(us.orderingKey());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "value.region | <topic>   | table.name.format | no <route>",
                "''           | a_<route> | table.route       | is missing",
                "region       | a_<route> | table.route       | header.<name>",
                "value..a     | a_<route> | table.route       | header.<name>",
                "value.a      | a-<route> | table.name.format | letters, digits and _",
            })
    void whatDoesNotFitTogetherIsReported(String route, String format, String key, String says) {
        assertThat(Configs.errors(by(route, format))).containsOnlyKeys(key);
        assertThat(Configs.errors(by(route, format)).get(key))
                .singleElement()
                .asString()
                .contains(says);
    }
}
