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

/** One method a kind of Connect value; {@link ConnectValues#visit} finds the right one. */
public interface ConnectVisitor<R> {
    R onNull();

    R onBoolean(boolean value);

    /** int8 to int64. */
    R onInteger(long value);

    R onFloat32(float value);

    R onFloat64(double value);

    R onString(String value);

    /** A read-only view; its position and limit bound the content. */
    R onBytes(ByteBuffer value);

    R onDecimal(BigDecimal value);

    R onDate(LocalDate value);

    R onTime(LocalTime value);

    R onTimestamp(Instant value);

    /** @param elementSchema null when the value has no schema */
    R onList(@Nullable Schema elementSchema, List<?> value);

    /** Both schemas are null when the value has none. */
    R onMap(@Nullable Schema keySchema, @Nullable Schema valueSchema, Map<?, ?> value);

    R onStruct(Struct value);
}
