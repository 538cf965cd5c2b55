package dev.sluice.oss.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Schema.Type;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Values of one schema as values of another: fields by name, what is missing as null or its default, and numbers as wider ones
 * that hold all of them. By content alone; versions do not matter here.
 */
final class SchemaProjection {
    private SchemaProjection() {}

    /** Whether every value that is not null has a projection. */
    static boolean isPossible(Schema from, Schema to) {
        if (from.type() != to.type() || from.type().isPrimitive()) {
            return isWider(from, to);
        }
        return switch (from.type()) {
            case ARRAY -> isPossibleInside(from.valueSchema(), to.valueSchema());
            case MAP ->
                isPossibleInside(from.keySchema(), to.keySchema())
                        && isPossibleInside(from.valueSchema(), to.valueSchema());
            default ->
                to.fields().stream().allMatch(field -> {
                    Field source = from.field(field.name());
                    return source == null
                            ? canBeMissing(field.schema(), field.schema().isOptional())
                            : isPossibleInside(source.schema(), field.schema());
                });
        };
    }

    private static boolean isPossibleInside(Schema from, Schema to) {
        return (!from.isOptional() || canBeMissing(to, to.isOptional())) && isPossible(from, to);
    }

    static boolean canBeMissing(Schema schema, boolean nullable) {
        return nullable || schema.defaultValue() != null;
    }

    /** Whether nothing of a value is left out, when there is a projection. */
    static boolean isLossless(Schema from, Schema to) {
        if (from.type() != to.type() || from.type().isPrimitive()) {
            return true;
        }
        return switch (from.type()) {
            case ARRAY -> isLossless(from.valueSchema(), to.valueSchema());
            case MAP ->
                isLossless(from.keySchema(), to.keySchema()) && isLossless(from.valueSchema(), to.valueSchema());
            default ->
                from.fields().stream().allMatch(field -> {
                    Field target = to.field(field.name());
                    return target != null && isLossless(field.schema(), target.schema());
                });
        };
    }

    private static boolean isWider(Schema from, Schema to) {
        if (!Objects.equals(from.name(), to.name()) || !Objects.equals(from.parameters(), to.parameters())) {
            return false;
        }
        return from.type() == to.type()
                || switch (from.type()) {
                    case INT8, INT16 ->
                        (isInteger(to.type()) && to.type().compareTo(from.type()) > 0)
                                || to.type() == Type.FLOAT32
                                || to.type() == Type.FLOAT64;
                    case INT32 -> to.type() == Type.INT64 || to.type() == Type.FLOAT64;
                    case FLOAT32 -> to.type() == Type.FLOAT64;
                    default -> false;
                };
    }

    private static boolean isInteger(Type type) {
        return type == Type.INT8 || type == Type.INT16 || type == Type.INT32 || type == Type.INT64;
    }

    /** The value as one of the other schema; only when {@link #isPossible}. */
    static Object project(Schema from, Schema to, Object value) {
        if (from == to) {
            return value;
        }
        return switch (to.type()) {
            case INT16 -> ((Number) value).shortValue();
            case INT32 -> value instanceof Number number ? number.intValue() : value;
            case INT64 -> value instanceof Number number ? number.longValue() : value;
            case FLOAT32 -> ((Number) value).floatValue();
            case FLOAT64 -> ((Number) value).doubleValue();
            case ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                for (Object one : (List<?>) value) {
                    list.add(inside(from.valueSchema(), to.valueSchema(), one));
                }
                yield list;
            }
            case MAP -> {
                Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
                ((Map<?, ?>) value)
                        .forEach((key, one) -> map.put(
                                inside(from.keySchema(), to.keySchema(), key),
                                inside(from.valueSchema(), to.valueSchema(), one)));
                yield map;
            }
            case STRUCT -> projectStruct(from, to, (Struct) value);
            default -> value;
        };
    }

    private static Struct projectStruct(Schema from, Schema to, Struct value) {
        Struct projected = new Struct(to);
        for (Field field : to.fields()) {
            Field source = from.field(field.name());
            projected.put(
                    field,
                    source == null
                            ? field.schema().defaultValue()
                            : inside(source.schema(), field.schema(), RowShape.valueOf(value, source)));
        }
        return projected;
    }

    private static @Nullable Object inside(Schema from, Schema to, @Nullable Object value) {
        if (value == null) {
            return to.isOptional() ? null : to.defaultValue();
        }
        return project(from, to, value);
    }
}
