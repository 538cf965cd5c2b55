package dev.sluice.oss.format;

import static dev.sluice.oss.Records.TIME;
import static dev.sluice.oss.Records.record;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.sink.SinkRecord;

/** Rows with every type that Connect has; what a row holds follows from its number. */
final class TypedRows {
    private static final Schema INNER =
            SchemaBuilder.struct().name("Inner").field("x", Schema.INT32_SCHEMA).build();

    static final Schema SCHEMA = SchemaBuilder.struct()
            .name("com.example.Typed")
            .field("i8", Schema.INT8_SCHEMA)
            .field("i16", Schema.INT16_SCHEMA)
            .field("i32", Schema.INT32_SCHEMA)
            .field("i64", Schema.INT64_SCHEMA)
            .field("f32", Schema.FLOAT32_SCHEMA)
            .field("f64", Schema.FLOAT64_SCHEMA)
            .field("flag", Schema.BOOLEAN_SCHEMA)
            .field("text", Schema.STRING_SCHEMA)
            .field("raw", Schema.BYTES_SCHEMA)
            .field("none", SchemaBuilder.int32().optional().defaultValue(9).build())
            .field("amount", Decimal.schema(2))
            .field("day", Date.SCHEMA)
            .field("clock", Time.SCHEMA)
            .field("at", Timestamp.SCHEMA)
            .field("list", SchemaBuilder.array(Schema.OPTIONAL_STRING_SCHEMA).build())
            .field(
                    "map",
                    SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT64_SCHEMA).build())
            .field(
                    "pairs",
                    SchemaBuilder.map(Schema.INT32_SCHEMA, Schema.STRING_SCHEMA)
                            .optional()
                            .build())
            .field("inner", INNER)
            .field("again", INNER)
            .build();

    private TypedRows() {}

    @SuppressWarnings("JavaUtilDate") // Connect's own type for dates and times
    static SinkRecord row(int i) {
        Struct value = new Struct(SCHEMA)
                .put("i8", (byte) i)
                .put("i16", (short) i)
                .put("i32", i)
                .put("i64", i * 1_000_000_007L * (i % 2 == 0 ? 1 : -1))
                .put("f32", i / 4f)
                .put("f64", i / 8d)
                .put("flag", i % 2 == 0)
                .put("text", "text 汉 " + i)
                .put("raw", new byte[] {(byte) i, 1})
                .put("none", i % 3 == 0 ? null : i)
                .put("amount", new BigDecimal(i - 50).movePointLeft(2).setScale(2))
                .put("day", new java.util.Date((i - 100) * 86_400_000L))
                .put("clock", new java.util.Date(i))
                .put("at", new java.util.Date(TIME + i))
                .put("list", i % 5 == 0 ? List.of() : Arrays.asList("a" + i, null))
                .put("map", Map.of("k" + i, (long) i))
                .put("pairs", Map.of(i, "v"))
                .put("inner", new Struct(INNER).put("x", i))
                .put("again", new Struct(INNER).put("x", -i));
        return record("t", 0, i, null, null, SCHEMA, value, TIME);
    }
}
