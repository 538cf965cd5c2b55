package dev.sluice.oss.format;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;

/** Makes schemas of any shape, and values of them: nested, optional, lists, maps and logical types. */
final class AnyRows {
    private static final int DEEPEST = 3;
    private static final long DAY = 86_400_000;

    private final Random random;

    AnyRows(Random random) {
        this.random = random;
    }

    /** A struct of one to six fields. */
    Schema schema() {
        return struct(0, false);
    }

    private Schema struct(int depth, boolean optional) {
        SchemaBuilder struct = SchemaBuilder.struct();
        int fields = 1 + random.nextInt(6);
        for (int i = 0; i < fields; i++) {
            struct.field("f" + i, any(depth + 1));
        }
        return optional ? struct.optional().build() : struct.build();
    }

    private Schema any(int depth) {
        boolean optional = random.nextBoolean();
        int kind = random.nextInt(depth == DEEPEST ? 12 : 15);
        if (kind == 14) {
            return struct(depth, optional);
        }
        SchemaBuilder builder = switch (kind) {
            case 0 -> SchemaBuilder.int8();
            case 1 -> SchemaBuilder.int16();
            case 2 -> SchemaBuilder.int32();
            case 3 -> SchemaBuilder.int64();
            case 4 -> SchemaBuilder.float32();
            case 5 -> SchemaBuilder.float64();
            case 6 -> SchemaBuilder.bool();
            case 7 -> SchemaBuilder.string();
            case 8 -> SchemaBuilder.bytes();
            case 9 -> Decimal.builder(random.nextInt(10));
            case 10 -> random.nextBoolean() ? Date.builder() : Time.builder();
            case 11 -> Timestamp.builder();
            case 12 -> SchemaBuilder.array(any(depth + 1));
            default -> SchemaBuilder.map(Schema.STRING_SCHEMA, any(depth + 1));
        };
        return optional ? builder.optional().build() : builder.build();
    }

    Struct value(Schema schema) {
        Struct struct = new Struct(schema);
        for (Field field : schema.fields()) {
            struct.put(field, any(field.schema()));
        }
        return struct;
    }

    @SuppressWarnings("JavaUtilDate") // Connect's own type for dates and times
    private Object any(Schema schema) {
        if (schema.isOptional() && random.nextInt(3) == 0) {
            return null;
        }
        String name = String.valueOf(schema.name());
        return switch (schema.type()) {
            case INT8 -> (byte) random.nextInt();
            case INT16 -> (short) random.nextInt();
            case INT32 ->
                switch (name) {
                    case Date.LOGICAL_NAME -> new java.util.Date((random.nextInt(40_000) - 10_000) * DAY);
                    case Time.LOGICAL_NAME -> new java.util.Date(random.nextInt((int) DAY));
                    default -> random.nextBoolean() ? random.nextInt() : Integer.MIN_VALUE;
                };
            case INT64 ->
                name.equals(Timestamp.LOGICAL_NAME)
                        ? new java.util.Date(random.nextLong(-2_000_000_000_000L, 4_000_000_000_000L))
                        : (Object) (random.nextBoolean() ? random.nextLong() : Long.MAX_VALUE);
            case FLOAT32 -> random.nextInt(9) == 0 ? Float.NaN : random.nextFloat() * 1e9f;
            case FLOAT64 -> random.nextInt(9) == 0 ? Double.NEGATIVE_INFINITY : random.nextGaussian() * 1e200;
            case BOOLEAN -> random.nextBoolean();
            case STRING -> text();
            case BYTES -> name.equals(Decimal.LOGICAL_NAME) ? decimal(schema) : bytes();
            case ARRAY ->
                IntStream.range(0, random.nextInt(4))
                        .mapToObj(i -> any(schema.valueSchema()))
                        .collect(ArrayList::new, List::add, List::addAll);
            case MAP -> {
                Map<String, Object> map = new LinkedHashMap<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    map.put(text(), any(schema.valueSchema()));
                }
                yield map;
            }
            case STRUCT -> value(schema);
        };
    }

    private String text() {
        String[] letters = {"a", "Z", "\"", "\\", ",", "\n", "\u0000", "汉", "😀", " "};
        StringBuilder text = new StringBuilder();
        random.ints(random.nextInt(12), 0, letters.length).forEach(i -> text.append(letters[i]));
        return text.toString();
    }

    private byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(20)];
        random.nextBytes(bytes);
        return bytes;
    }

    private BigDecimal decimal(Schema schema) {
        int scale = Integer.parseInt(schema.parameters().get(Decimal.SCALE_FIELD));
        return new BigDecimal(new BigInteger(1 + random.nextInt(90), random).negate(), scale);
    }
}
