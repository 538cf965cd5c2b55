package dev.sluice.core.mapping;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * One method a kind of Connect value; {@link ConnectValues#visit} finds the right one. Elements of lists, maps and
 * structs are visited by whoever wants them, with another {@code visit}. A method may throw a
 * {@link org.apache.kafka.connect.errors.DataException} for what it cannot take; it names no content.
 *
 * @param <R> what is made of a value
 */
public interface ConnectVisitor<R> {
    /**
     * No value, with or without a schema.
     *
     * @return what is made of it
     */
    R onNull();

    /**
     * A boolean.
     *
     * @param value as it is
     * @return what is made of it
     */
    R onBoolean(boolean value);

    /**
     * An int8, int16, int32 or int64 that is no date or time; without schema a {@code Byte}, {@code Short},
     * {@code Integer} or {@code Long}.
     *
     * @param value widened
     * @return what is made of it
     */
    R onInteger(long value);

    /**
     * A float32.
     *
     * @param value may be infinite or not a number
     * @return what is made of it
     */
    R onFloat32(float value);

    /**
     * A float64, which is also what schemaless JSON has for a number with a fraction.
     *
     * @param value may be infinite or not a number
     * @return what is made of it
     */
    R onFloat64(double value);

    /**
     * A string.
     *
     * @param value may be empty
     * @return what is made of it
     */
    R onString(String value);

    /**
     * Bytes that are no decimal.
     *
     * @param value a read-only view; its position and limit bound the content. The bytes belong to the record.
     * @return what is made of it
     */
    R onBytes(ByteBuffer value);

    /**
     * A value of Connect's logical type {@code Decimal}; without schema also a {@link java.math.BigInteger}.
     *
     * @param value with the schema's scale; without schema with its own
     * @return what is made of it
     */
    R onDecimal(BigDecimal value);

    /**
     * A value of Connect's logical type {@code Date}.
     *
     * @param value the day in UTC; what the record has of time of day is cut off
     * @return what is made of it
     */
    R onDate(LocalDate value);

    /**
     * A value of Connect's logical type {@code Time}.
     *
     * @param value time of day in UTC, to the millisecond
     * @return what is made of it
     */
    R onTime(LocalTime value);

    /**
     * A value of Connect's logical type {@code Timestamp}, or a {@link java.util.Date} that nothing else is said of.
     *
     * @param value to the millisecond
     * @return what is made of it
     */
    R onTimestamp(Instant value);

    /**
     * An array.
     *
     * @param elementSchema null when the value has no schema
     * @param value its elements, which may be null, in order; belongs to the record
     * @return what is made of it
     */
    R onList(@Nullable Schema elementSchema, List<?> value);

    /**
     * A map; what schemaless JSON has for an object.
     *
     * @param keySchema null when the value has no schema
     * @param valueSchema null when the value has no schema
     * @param value keys and values may be null; belongs to the record
     * @return what is made of it
     */
    R onMap(@Nullable Schema keySchema, @Nullable Schema valueSchema, Map<?, ?> value);

    /**
     * A struct.
     *
     * @param value has its schema with it; belongs to the record
     * @return what is made of it
     */
    R onStruct(Struct value);
}
