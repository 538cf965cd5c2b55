package dev.sluice.oss.format;

import static dev.sluice.oss.Records.TIME;
import static dev.sluice.oss.Records.record;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DebeziumTypesTest {
    private static final Schema DECIMAL = SchemaBuilder.struct()
            .name("io.debezium.data.VariableScaleDecimal")
            .field("scale", Schema.INT32_SCHEMA)
            .field("value", Schema.BYTES_SCHEMA)
            .optional()
            .build();
    private static final Schema SCHEMA = SchemaBuilder.struct()
            .field("day", SchemaBuilder.int32().name("io.debezium.time.Date").build())
            .field("t3", SchemaBuilder.int32().name("io.debezium.time.Time").build())
            .field(
                    "t6",
                    SchemaBuilder.int64().name("io.debezium.time.MicroTime").build())
            .field("t9", SchemaBuilder.int64().name("io.debezium.time.NanoTime").build())
            .field(
                    "at3",
                    SchemaBuilder.int64().name("io.debezium.time.Timestamp").build())
            .field(
                    "at6",
                    SchemaBuilder.int64()
                            .name("io.debezium.time.MicroTimestamp")
                            .build())
            .field(
                    "at9",
                    SchemaBuilder.int64().name("io.debezium.time.NanoTimestamp").build())
            .field("amount", DECIMAL)
            .build();

    @TempDir
    Path directory;

    private static SinkRecord row(Struct amount) {
        Struct value = new Struct(SCHEMA)
                .put("day", 20_000)
                .put("t3", 3_600_001)
                .put("t6", 3_600_000_001L)
                .put("t9", 3_600_000_000_001L)
                .put("at3", 1_700_000_000_001L)
                .put("at6", 1_700_000_000_000_001L)
                .put("at9", -1L)
                .put("amount", amount);
        return record("t", 0, 0, null, null, SCHEMA, value, TIME);
    }

    private static SinkRecord row() {
        return row(new Struct(DECIMAL).put("scale", 2).put("value", new byte[] {(byte) 0xFF, 0x38}));
    }

    @Test
    void theyAreTextInJsonAndCsv() {
        assertThat(Written.with("format", "jsonl").add(row()).text())
                .isEqualTo("{\"day\":\"2024-10-04\",\"t3\":\"01:00:00.001\",\"t6\":\"01:00:00.000001\","
                        + "\"t9\":\"01:00:00.000000001\",\"at3\":\"2023-11-14T22:13:20.001Z\","
                        + "\"at6\":\"2023-11-14T22:13:20.000001Z\",\"at9\":\"1969-12-31T23:59:59.999999999Z\","
                        + "\"amount\":-2.00}\n");
        assertThat(Written.with("format", "csv", "format.csv.header", "false")
                        .add(row(null))
                        .text())
                .isEqualTo("2024-10-04,01:00:00.001,01:00:00.000001,01:00:00.000000001,2023-11-14T22:13:20.001Z,"
                        + "2023-11-14T22:13:20.000001Z,1969-12-31T23:59:59.999999999Z,\r\n");
    }

    @Test
    void aTimeOfMoreThanADayStaysANumber() {
        SinkRecord row = row();
        ((Struct) row.value()).put("t6", 100_000_000_000L);

        assertThat(Written.with("format", "jsonl").add(row).text()).contains("\"t6\":100000000000,");
    }

    @Test
    void theyAreLogicalTypesInAvro() throws Exception {
        GenericRecord read = AvroFormatTest.read(
                        Written.with("format", "avro").add(row()).bytes())
                .get(0);

        assertThat(read.getSchema().getFields().stream()
                        .map(field -> field.schema().getLogicalType())
                        .map(type -> type == null ? null : type.getName()))
                .isEqualTo(Arrays.asList(
                        "date",
                        "time-millis",
                        "time-micros",
                        null,
                        "timestamp-millis",
                        "timestamp-micros",
                        "timestamp-nanos",
                        null));
        assertThat(read).asString().contains("\"t9\": 3600000000001", "\"amount\": \"-2.00\"");
        assertThat(read.get("day")).isEqualTo(20_000);
        assertThat(read.get("t6")).isEqualTo(3_600_000_001L);
        assertThat(read.get("at9")).isEqualTo(-1L);
    }

    @Test
    void theyAreLogicalTypesInParquet() throws Exception {
        SinkRecord row = row();
        // DuckDB has no nanoseconds where there is a zone.
        ((Struct) row.value()).put("at9", 1_700_000_000_000_001_000L);
        try (Duck duck = new Duck(directory)) {
            assertThat(duck.query(
                            "set timezone = 'UTC'; select \"day\", epoch_us(t6), epoch_us(at3), epoch_us(at6), epoch_us(at9),"
                                    + " amount, typeof(\"day\"), typeof(amount), t3::varchar like '01:00:00.001%' from $file",
                            Written.with("format", "parquet").add(row).bytes(), ".parquet"))
                    .containsExactly(List.of(
                            "2024-10-04",
                            "3600000001",
                            "1700000000001000",
                            "1700000000000001",
                            "1700000000000001",
                            "-2.00",
                            "DATE",
                            "VARCHAR",
                            "true"));
        }
    }
}
