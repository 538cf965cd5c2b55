package dev.sluice.oss.format;

import dev.sluice.core.mapping.ConnectValues;
import dev.sluice.core.mapping.ConnectVisitor;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Schema.Type;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * The types that <a href="https://debezium.io/documentation/reference/stable/connectors/mysql.html#mysql-temporal-types">Debezium</a>
 * has besides Connect's own: numbers that are dates and times, and a struct that is a decimal.
 */
enum DebeziumTypes {
    DATE(Type.INT32, TimeUnit.DAYS),
    TIME_MILLIS(Type.INT32, TimeUnit.MILLISECONDS),
    TIME_MICROS(Type.INT64, TimeUnit.MICROSECONDS),
    TIME_NANOS(Type.INT64, TimeUnit.NANOSECONDS),
    TIMESTAMP_MILLIS(Type.INT64, TimeUnit.MILLISECONDS),
    TIMESTAMP_MICROS(Type.INT64, TimeUnit.MICROSECONDS),
    TIMESTAMP_NANOS(Type.INT64, TimeUnit.NANOSECONDS),
    /** With the scale in each value. */
    DECIMAL(Type.STRUCT, TimeUnit.DAYS);

    private static final Map<String, DebeziumTypes> BY_NAME = Map.of(
            "io.debezium.time.Date", DATE,
            "io.debezium.time.Time", TIME_MILLIS,
            "io.debezium.time.MicroTime", TIME_MICROS,
            "io.debezium.time.NanoTime", TIME_NANOS,
            "io.debezium.time.Timestamp", TIMESTAMP_MILLIS,
            "io.debezium.time.MicroTimestamp", TIMESTAMP_MICROS,
            "io.debezium.time.NanoTimestamp", TIMESTAMP_NANOS,
            "io.debezium.data.VariableScaleDecimal", DECIMAL);

    private final Type type;
    private final TimeUnit unit;

    DebeziumTypes(Type type, TimeUnit unit) {
        this.type = type;
        this.unit = unit;
    }

    /** Null for a schema of another type. */
    static @Nullable DebeziumTypes of(@Nullable Schema schema) {
        String name = schema == null ? null : schema.name();
        if (schema == null || name == null || !name.startsWith("io.debezium.")) {
            return null;
        }
        DebeziumTypes known = BY_NAME.get(name);
        return known != null && known.type == schema.type() ? known : null;
    }

    /** As {@link ConnectValues#visit}, which takes these values for the numbers and structs that they are made of. */
    static <R> R visit(@Nullable Schema schema, @Nullable Object value, ConnectVisitor<R> visitor) {
        DebeziumTypes known = of(schema);
        if (known == null || value == null) {
            return ConnectValues.visit(schema, value, visitor);
        }
        if (known == DECIMAL) {
            return visitor.onDecimal(decimal(value));
        }
        long number = ((Number) value).longValue();
        try {
            return switch (known) {
                case DATE -> visitor.onDate(LocalDate.ofEpochDay(number));
                case TIME_MILLIS, TIME_MICROS, TIME_NANOS ->
                    visitor.onTime(LocalTime.ofNanoOfDay(known.unit.toNanos(number)));
                default -> visitor.onTimestamp(known.instant(number));
            };
        } catch (DateTimeException e) {
            // MySQL has times of more than a day.
            return visitor.onInteger(number);
        }
    }

    private Instant instant(long number) {
        long perSecond = unit.convert(1, TimeUnit.SECONDS);
        return Instant.ofEpochSecond(Math.floorDiv(number, perSecond), unit.toNanos(Math.floorMod(number, perSecond)));
    }

    /** The value of a struct that is a decimal. */
    static BigDecimal decimal(Object value) {
        Struct struct = (Struct) value;
        return new BigDecimal(new BigInteger(RowValues.bytes(struct.getBytes("value"))), struct.getInt32("scale"));
    }
}
