package dev.sluice.tablestore.value;

import com.alicloud.openservices.tablestore.model.ColumnValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Cells for Debezium's semantic types that are numbers or structs to Connect: dates and times become text in ISO 8601 with
 * all their digits, decimals of any scale plain text. Its other types (JSON, UUID, enumerations, zoned times, …)
 * are text or bytes already and stay that.
 *
 * @see <a href="https://debezium.io/documentation/reference/stable/connectors/postgresql.html#postgresql-data-types">Debezium's types</a>
 */
public final class DebeziumTypes {
    private static final String PREFIX = "io.debezium.";
    private static final String ANY_DECIMAL = "io.debezium.data.VariableScaleDecimal";
    private static final long MILLIS = 1_000;
    private static final long MICROS = 1_000_000;
    private static final long NANOS = 1_000_000_000;
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private DebeziumTypes() {}

    /**
     * Whether it is a decimal, although it is a struct.
     *
     * @param schema may be null
     * @return true for a decimal of any scale
     */
    public static boolean isDecimal(@Nullable Schema schema) {
        return schema != null && ANY_DECIMAL.equals(schema.name());
    }

    /** Null when the schema is none of these types. */
    static @Nullable ColumnValue cell(@Nullable Schema schema, Object value) {
        if (schema == null || schema.name() == null || !schema.name().startsWith(PREFIX)) {
            return null;
        }
        if (value instanceof Struct struct) {
            return isDecimal(schema) ? CellVisitor.INSTANCE.onDecimal(decimal(struct)) : null;
        }
        if (!(value instanceof Number number)) {
            return null;
        }
        String text = text(schema.name(), number.longValue());
        return text == null ? null : ColumnValue.fromString(text);
    }

    private static @Nullable String text(String type, long number) {
        try {
            return switch (type) {
                case "io.debezium.time.Date" -> LocalDate.ofEpochDay(number).toString();
                case "io.debezium.time.Time" -> time(number, MILLIS);
                case "io.debezium.time.MicroTime" -> time(number, MICROS);
                case "io.debezium.time.NanoTime" -> time(number, NANOS);
                case "io.debezium.time.Timestamp" -> timestamp(number, MILLIS);
                case "io.debezium.time.MicroTimestamp" -> timestamp(number, MICROS);
                case "io.debezium.time.NanoTimestamp" -> timestamp(number, NANOS);
                default -> null; // a year, a duration: numbers
            };
        } catch (DateTimeException e) {
            throw new BadRecord("is a " + type + " outside of what a calendar has");
        }
    }

    /** Databases have times of 24 hours and more, and negative ones. */
    private static String time(long number, long perSecond) {
        long seconds = Math.abs(number / perSecond);
        return (number < 0 ? "-" : "")
                + digits(seconds / 3600, 2)
                + ':'
                + digits(seconds / 60 % 60, 2)
                + ':'
                + digits(seconds % 60, 2)
                + '.'
                + fraction(Math.abs(number % perSecond), perSecond);
    }

    private static String timestamp(long number, long perSecond) {
        Instant second = Instant.ofEpochSecond(Math.floorDiv(number, perSecond));
        return SECONDS.format(second) + '.' + fraction(Math.floorMod(number, perSecond), perSecond) + 'Z';
    }

    private static String fraction(long part, long perSecond) {
        return digits(part, Long.toString(perSecond).length() - 1);
    }

    private static String digits(long number, int least) {
        String digits = Long.toString(number);
        return digits.length() >= least ? digits : "0".repeat(least - digits.length()) + digits;
    }

    private static BigDecimal decimal(Struct struct) {
        Object unscaled = struct.get("value");
        byte[] bytes;
        if (unscaled instanceof ByteBuffer buffer) {
            bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
        } else {
            bytes = (byte[]) unscaled;
        }
        return new BigDecimal(new BigInteger(bytes), struct.getInt32("scale"));
    }
}
