package dev.sluice.oss.format;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** What the formats with types have in common when they take a Connect value apart. */
final class RowValues {
    /** What the engines that read these files take at most. */
    static final int MAX_PRECISION = 38;

    private static final String PRECISION = "connect.decimal.precision";
    private static final long MILLIS_PER_DAY = 86_400_000;

    private RowValues() {}

    static boolean isDecimal(Schema schema) {
        return Decimal.LOGICAL_NAME.equals(schema.name()) && schema.type() == Schema.Type.BYTES;
    }

    /** @throws DataException when the schema does not say it */
    static int scaleOf(Schema decimal) {
        String scale =
                decimal.parameters() == null ? null : decimal.parameters().get(Decimal.SCALE_FIELD);
        try {
            int parsed = Integer.parseInt(String.valueOf(scale));
            if (parsed >= 0 && parsed <= MAX_PRECISION) {
                return parsed;
            }
        } catch (NumberFormatException e) {
            throw new DataException("a decimal's schema has no scale", e);
        }
        throw new DataException("a decimal's scale must be 0 to " + MAX_PRECISION + ", was " + scale);
    }

    static int precisionOf(Schema decimal) {
        String precision =
                decimal.parameters() == null ? null : decimal.parameters().get(PRECISION);
        try {
            int parsed = precision == null ? MAX_PRECISION : Integer.parseInt(precision);
            return Math.max(1, Math.max(scaleOf(decimal), Math.min(parsed, MAX_PRECISION)));
        } catch (NumberFormatException e) {
            return MAX_PRECISION;
        }
    }

    /** The digits of the decimal without its point, two's complement, big-endian. */
    static byte[] unscaled(Object value, int precision, int scale) {
        BigDecimal decimal = (BigDecimal) value;
        if (decimal.scale() > scale || decimal.precision() - decimal.scale() > precision - scale) {
            throw new DataException("a decimal of " + decimal.precision() + " digits, " + decimal.scale()
                    + " of them after the point, does not fit its type of " + precision + " and " + scale);
        }
        return decimal.setScale(scale).unscaledValue().toByteArray();
    }

    static byte[] bytes(Object value) {
        if (value instanceof byte[] bytes) {
            return bytes;
        }
        ByteBuffer buffer = ((ByteBuffer) value).duplicate();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    @SuppressWarnings("JavaUtilDate") // Connect's API hands out this class
    static long millis(Object date) {
        return ((java.util.Date) date).getTime();
    }

    static int days(Object date) {
        return Math.toIntExact(Math.floorDiv(millis(date), MILLIS_PER_DAY));
    }

    /** @throws DataException when it is null and must not be */
    static Object required(String field, @Nullable Object value) {
        if (value == null) {
            throw new DataException("field " + field + " has no value, and its schema says that it must have one");
        }
        return value;
    }

    static DataException unlikeItsSchema(ClassCastException e) {
        return new DataException("a value is of another type than its schema says", e);
    }
}
