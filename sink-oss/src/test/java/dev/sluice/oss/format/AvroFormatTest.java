package dev.sluice.oss.format;

import static dev.sluice.oss.Records.TIME;
import static dev.sluice.oss.Records.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.Conversions;
import org.apache.avro.LogicalTypes;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.SeekableByteArrayInput;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AvroFormatTest {

    /** With Avro's own reader. */
    static List<GenericRecord> read(byte[] object) throws IOException {
        try (DataFileReader<GenericRecord> reader =
                new DataFileReader<>(new SeekableByteArrayInput(object), new GenericDatumReader<>())) {
            List<GenericRecord> rows = new ArrayList<>();
            reader.forEachRemaining(rows::add);
            return rows;
        }
    }

    private static org.apache.avro.Schema schemaOf(byte[] object) throws IOException {
        try (DataFileReader<GenericRecord> reader =
                new DataFileReader<>(new SeekableByteArrayInput(object), new GenericDatumReader<>())) {
            return reader.getSchema();
        }
    }

    @ParameterizedTest
    @CsvSource({"none, -1", "gzip, 9", "gzip, -1", "zstd, 19", "zstd, -1", "snappy, -1", "auto, -1"})
    void avrosOwnReaderReadsEveryCodec(String codec, int level) throws Exception {
        int rows = 5000;
        Written written =
                Written.with("format", "avro", "oss.compression.type", codec, "oss.compression.level", "" + level);
        for (int i = 0; i < rows; i++) {
            written.add(TypedRows.row(i));
        }
        List<GenericRecord> read = read(written.bytes());

        assertThat(read).hasSize(rows);
        for (int i = 0; i < rows; i++) {
            assertRow(read.get(i), i);
        }
        assertThat(written.format.extension()).isEqualTo(".avro");
        assertThat(written.held()).isZero();
    }

    private static void assertRow(GenericRecord row, int i) {
        assertThat(row.get("i8")).isEqualTo((int) (byte) i);
        assertThat(row.get("i64")).isEqualTo(i * 1_000_000_007L * (i % 2 == 0 ? 1 : -1));
        assertThat(row.get("f32")).isEqualTo(i / 4f);
        assertThat(row.get("f64")).isEqualTo(i / 8d);
        assertThat(row.get("flag")).isEqualTo(i % 2 == 0);
        assertThat(row.get("text")).asString().isEqualTo("text 汉 " + i);
        assertThat(row.get("raw")).isEqualTo(ByteBuffer.wrap(new byte[] {(byte) i, 1}));
        assertThat(row.get("none")).isEqualTo(i % 3 == 0 ? null : i);
        assertThat(row.get("at")).isEqualTo(TIME + i);
        assertThat(row.get("day")).isEqualTo(i - 100);
        assertThat(row.get("clock")).isEqualTo(i);
        org.apache.avro.Schema decimal = row.getSchema().getField("amount").schema();
        assertThat(new Conversions.DecimalConversion()
                        .fromBytes((ByteBuffer) row.get("amount"), decimal, decimal.getLogicalType()))
                .isEqualByComparingTo(new BigDecimal(i - 50).movePointLeft(2));
        assertThat(((List<?>) row.get("list")).stream().map(one -> one == null ? null : one.toString()))
                .isEqualTo(i % 5 == 0 ? List.of() : java.util.Arrays.asList("a" + i, null));
        Map<?, ?> map = (Map<?, ?>) row.get("map");
        assertThat(map).hasSize(1);
        assertThat(map.keySet().iterator().next()).asString().isEqualTo("k" + i);
        assertThat(map.values().iterator().next()).isEqualTo((long) i);
        GenericData.Array<?> pairs = (GenericData.Array<?>) row.get("pairs");
        assertThat(((GenericRecord) pairs.get(0)).get("key")).isEqualTo(i);
        assertThat(((GenericRecord) row.get("inner")).get("x")).isEqualTo(i);
        assertThat(((GenericRecord) row.get("again")).get("x")).isEqualTo(-i);
    }

    @Test
    void logicalTypesSayWhatTheyAre() throws Exception {
        org.apache.avro.Schema schema =
                schemaOf(Written.with("format", "avro").add(TypedRows.row(1)).bytes());

        assertThat(schema.getFullName()).isEqualTo("com.example.Typed");
        assertThat(schema.getField("at").schema().getLogicalType()).isEqualTo(LogicalTypes.timestampMillis());
        assertThat(schema.getField("day").schema().getLogicalType()).isEqualTo(LogicalTypes.date());
        assertThat(schema.getField("clock").schema().getLogicalType()).isEqualTo(LogicalTypes.timeMillis());
        assertThat(schema.getField("amount").schema().getLogicalType()).isEqualTo(LogicalTypes.decimal(38, 2));
        assertThat(schema.getField("none").hasDefaultValue()).isTrue();
    }

    @Test
    void outputFieldsAreColumns() throws Exception {
        SinkRecord record = record("t", 3, 7, Schema.STRING_SCHEMA, "k", null, Map.of("a", 1), TIME);
        record.headers().addString("h", "x").addBytes("b", new byte[] {'h', 'i'});
        SinkRecord tombstone = record("t", 3, 8, Schema.STRING_SCHEMA, "k", null, null, null);

        List<GenericRecord> rows = read(Written.with(
                        "format",
                        "avro",
                        "format.output.fields",
                        "topic,partition,offset,timestamp,key,value,headers,overflowFlag,valueSize")
                .add(record, tombstone)
                .bytes());

        assertThat(rows.get(0))
                .asString()
                .isEqualTo("{\"topic\": \"t\", \"partition\": 3, \"offset\": 7, \"timestamp\": " + TIME
                        + ", \"key\": \"k\", \"value\": \"{\\\"a\\\":1}\", \"headers\": [{\"key\": \"h\", \"value\": \"x\"}, "
                        + "{\"key\": \"b\", \"value\": \"aGk=\"}], \"overflowFlag\": false, \"valueSize\": 7}");
        assertThat(rows.get(1).get("value")).isNull();
        assertThat(rows.get(1).get("timestamp")).isNull();
    }

    @Test
    void aTombstoneJoinsTheObjectOfItsTopic() throws Exception {
        SinkRecord full = TypedRows.row(1);
        SinkRecord tombstone = record("t", 0, 2, null, null, null, null, TIME);
        Written written =
                Written.with("format", "avro", "format.output.envelope", "true").add(full, tombstone, full);

        assertThat(read(written.bytes()))
                .hasSize(3)
                .element(1)
                .satisfies(row -> assertThat(row.get("value")).isNull());
    }

    @Test
    void namesThatAvroDoesNotHaveAreWrittenDifferentlyAndKept() throws Exception {
        Schema schema = SchemaBuilder.struct()
                .name("2 bad.name-here")
                .field("a-b", Schema.INT32_SCHEMA)
                .field("a.b", Schema.INT32_SCHEMA)
                .field("1", Schema.INT32_SCHEMA)
                .build();
        Struct value = new Struct(schema).put("a-b", 1).put("a.b", 2).put("1", 3);
        byte[] object = Written.with("format", "avro")
                .add(record("t", 0, 0, null, null, schema, value, TIME))
                .bytes();

        assertThat(read(object).get(0)).asString().isEqualTo("{\"a_b\": 1, \"a_b_2\": 2, \"_1\": 3}");
        assertThat(schemaOf(object).getFullName()).isEqualTo("_2_bad.name_here");
        assertThat(schemaOf(object).getField("a_b_2").getProp("sluice.name")).isEqualTo("a.b");
    }

    @Test
    void aRecordThatCannotBeWrittenLeavesTheObjectAsItWas() throws Exception {
        Written written = Written.with("format", "avro").add(TypedRows.row(1));
        Struct unfinished = new Struct(TypedRows.SCHEMA).put("i8", (byte) 1);
        Struct tooBig = (Struct) TypedRows.row(2).value();
        tooBig.put("amount", new BigDecimal("1" + "0".repeat(36) + ".00"));

        assertThatThrownBy(() -> written.add(record("t", 0, 2, null, null, TypedRows.SCHEMA, unfinished, TIME)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("field i16 has no value");
        assertThatThrownBy(() -> written.add(record("t", 0, 2, null, null, TypedRows.SCHEMA, tooBig, TIME)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("does not fit its type");

        assertThat(read(written.add(TypedRows.row(2)).bytes())).hasSize(2);
    }

    @Test
    void theSameRecordsAreTheSameObject() {
        assertThat(Written.with("format", "avro").add(TypedRows.row(1)).bytes())
                .isEqualTo(Written.with("format", "avro").add(TypedRows.row(1)).bytes());
    }

    @Test
    void anOpenObjectHoldsItsContent() {
        Written written = Written.with("format", "avro").add(TypedRows.row(1));

        assertThat(written.held()).isBetween(50L, 4000L);
        for (int i = 0; i < 3000; i++) {
            written.add(TypedRows.row(i));
        }
        assertThat(written.held()).isLessThan(140_000);
    }
}
