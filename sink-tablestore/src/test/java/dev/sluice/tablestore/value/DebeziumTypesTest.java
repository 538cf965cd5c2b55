package dev.sluice.tablestore.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.alicloud.openservices.tablestore.model.ColumnValue;
import dev.sluice.tablestore.Configs;
import dev.sluice.tablestore.Mappers;
import dev.sluice.tablestore.Records;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DebeziumTypesTest {
    private static final Map<String, String> SEED = Configs.seedProperties();

    private static ColumnValue cell(Schema schema, Object value) {
        Struct struct = new Struct(SchemaBuilder.struct().field("f", schema).build()).put("f", value);
        return Mappers.columns(Mappers.mapped(SEED, Records.value(1, struct))).get("f");
    }

    @ParameterizedTest
    @CsvSource({
        "time.Date,           19675,               2023-11-14",
        "time.Date,           -1,                  1969-12-31",
        "time.Time,           3723004,             01:02:03.004",
        "time.MicroTime,      3723000004,          01:02:03.000004",
        "time.MicroTime,      86400000000,         24:00:00.000000",
        "time.MicroTime,      -3020399000000,      -838:59:59.000000",
        "time.NanoTime,       3723000000004,       01:02:03.000000004",
        "time.Timestamp,      1700000000123,       2023-11-14T22:13:20.123Z",
        "time.Timestamp,      -1,                  1969-12-31T23:59:59.999Z",
        "time.MicroTimestamp, 1700000000123456,    2023-11-14T22:13:20.123456Z",
        "time.NanoTimestamp,  1700000000123456789, 2023-11-14T22:13:20.123456789Z",
    })
    void aTimeIsTextWithAllItsDigits(String type, long value, String text) {
        Schema schema = SchemaBuilder.int64().name("io.debezium." + type).build();

        assertThat(cell(schema, value)).isEqualTo(ColumnValue.fromString(text));
    }

    @Test
    void aDateOfFourBytesIsOneToo() {
        Schema schema = SchemaBuilder.int32().name("io.debezium.time.Date").build();

        assertThat(cell(schema, 0)).isEqualTo(ColumnValue.fromString("1970-01-01"));
    }

    @Test
    void aDecimalOfAnyScaleIsPlainText() {
        Schema schema = SchemaBuilder.struct()
                .name("io.debezium.data.VariableScaleDecimal")
                .field("scale", Schema.INT32_SCHEMA)
                .field("value", Schema.BYTES_SCHEMA)
                .build();
        Struct decimal = new Struct(schema).put("scale", 2).put("value", new byte[] {(byte) 0xfb, 0x2e});

        assertThat(cell(schema, decimal)).isEqualTo(ColumnValue.fromString("-12.34"));
        assertThat(Mappers.columns(Mappers.mapped(
                        Configs.with(SEED, "nested.mode", "flatten"), Records.value(1, schema, decimal))))
                .as("no struct to flatten")
                .containsKeys("scale");
    }

    @ParameterizedTest
    @CsvSource({
        "io.debezium.data.Json, '{\"a\":1}'",
        "io.debezium.data.Uuid, 09b9b3a0-0000-4000-8000-000000000000",
        "io.debezium.data.Enum, red",
        "io.debezium.time.ZonedTimestamp, 2023-11-14T22:13:20Z",
    })
    void whatIsTextStaysText(String name, String text) {
        assertThat(cell(SchemaBuilder.string().name(name).build(), text)).isEqualTo(ColumnValue.fromString(text));
    }

    @Test
    void aYearAndADurationAreNumbers() {
        assertThat(cell(SchemaBuilder.int32().name("io.debezium.time.Year").build(), 2023))
                .isEqualTo(ColumnValue.fromLong(2023));
        assertThat(cell(
                        SchemaBuilder.int64()
                                .name("io.debezium.time.MicroDuration")
                                .build(),
                        5L))
                .isEqualTo(ColumnValue.fromLong(5));
    }

    @Test
    void aTimeIsAKeyToo() {
        Schema schema = SchemaBuilder.struct()
                .field(
                        "at",
                        SchemaBuilder.int64().name("io.debezium.time.Timestamp").build())
                .build();

        assertThat(Mappers.key(Mappers.mapped(
                        Configs.keys("record_value", "at", "string"),
                        Records.value(1, new Struct(schema).put("at", 0L)))))
                .containsExactly(entry("at", "1970-01-01T00:00:00.000Z"));
    }
}
