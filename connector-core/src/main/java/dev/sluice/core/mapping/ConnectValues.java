package dev.sluice.core.mapping;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** The one place that knows which Java types Connect uses for which schema, logical types included. */
public final class ConnectValues {
    private ConnectValues() {}

    /**
     * Calls the visitor's method for the value. The Java type decides; the schema says what a {@link java.util.Date}
     * stands for, and is handed on for elements.
     *
     * @param <R> what the visitor makes of it
     * @param schema null for a value without one; a {@link java.util.Date} then counts as a timestamp
     * @param value null calls {@link ConnectVisitor#onNull}, whatever the schema's default is
     * @param visitor exactly one of its methods is called, on this thread
     * @return what that method returned; what it throws comes through
     * @throws DataException when the value is of a type that Connect does not know; the message names the type only
     */
    public static <R> R visit(@Nullable Schema schema, @Nullable Object value, ConnectVisitor<R> visitor) {
        if (value == null) {
            return visitor.onNull();
        }
        if (value instanceof String text) {
            return visitor.onString(text);
        } else if (value instanceof Long
                || value instanceof Integer
                || value instanceof Short
                || value instanceof Byte) {
            return visitor.onInteger(((Number) value).longValue());
        } else if (value instanceof Double number) {
            return visitor.onFloat64(number);
        } else if (value instanceof Boolean bool) {
            return visitor.onBoolean(bool);
        }
        return visitOther(schema, value, visitor);
    }

    /** What is less frequent. All in one method would be more than the compiler puts into its callers. */
    private static <R> R visitOther(@Nullable Schema schema, Object value, ConnectVisitor<R> visitor) {
        if (value instanceof Struct struct) {
            return visitor.onStruct(struct);
        } else if (value instanceof Map<?, ?> map) {
            return visitor.onMap(
                    schema == null ? null : schema.keySchema(), schema == null ? null : schema.valueSchema(), map);
        } else if (value instanceof List<?> list) {
            return visitor.onList(schema == null ? null : schema.valueSchema(), list);
        } else if (value instanceof Float number) {
            return visitor.onFloat32(number);
        } else if (value instanceof byte[] bytes) {
            return visitor.onBytes(ByteBuffer.wrap(bytes).asReadOnlyBuffer());
        } else if (value instanceof ByteBuffer bytes) {
            return visitor.onBytes(bytes.asReadOnlyBuffer());
        } else if (value instanceof BigDecimal decimal) {
            return visitor.onDecimal(decimal);
        } else if (value instanceof BigInteger integer) {
            return visitor.onDecimal(new BigDecimal(integer));
        } else if (value instanceof java.util.Date date) {
            return visitDate(schema, date, visitor);
        }
        throw new DataException("a value of type " + value.getClass().getName() + " is none of Connect's types");
    }

    @SuppressWarnings("JavaUtilDate") // Connect's API hands out this class
    private static <R> R visitDate(@Nullable Schema schema, java.util.Date date, ConnectVisitor<R> visitor) {
        Instant instant = Instant.ofEpochMilli(date.getTime());
        String name = schema == null ? Timestamp.LOGICAL_NAME : schema.name();
        if (org.apache.kafka.connect.data.Date.LOGICAL_NAME.equals(name)) {
            return visitor.onDate(instant.atZone(ZoneOffset.UTC).toLocalDate());
        } else if (Time.LOGICAL_NAME.equals(name)) {
            return visitor.onTime(LocalTime.ofInstant(instant, ZoneOffset.UTC));
        }
        return visitor.onTimestamp(instant);
    }

    /**
     * What a person calls the type of a value, for messages; no content.
     *
     * @param schema null for a value without one
     * @param value looked at only when there is no schema
     * @return {@code decimal}, or the schema's type as Connect writes it ({@code int64}; {@code int32} for a date,
     *     too); without schema the simple name of the Java class, {@code null} for null
     */
    public static String typeName(@Nullable Schema schema, @Nullable Object value) {
        if (schema != null) {
            return schema.name() != null && schema.name().equals(Decimal.LOGICAL_NAME)
                    ? "decimal"
                    : schema.type().getName();
        }
        return value == null ? "null" : value.getClass().getSimpleName();
    }
}
