package dev.sluice.tablestore.series;

import com.alicloud.openservices.tablestore.model.ColumnType;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import dev.sluice.tablestore.value.BadRecord;
import dev.sluice.tablestore.value.Cells;
import dev.sluice.tablestore.value.Conversions;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** The time of a row in microseconds since 1970, as the service stores it. */
final class RowTime {
    private RowTime() {}

    /**
     * Whatever is smaller than a microsecond is cut off.
     *
     * @param unit of a number; types that are times have their own
     */
    static long micros(String field, TimeUnit unit, @Nullable Schema schema, Object value) {
        BigDecimal micros = value instanceof Date date
                ? BigDecimal.valueOf(ChronoUnit.MICROS.between(Instant.EPOCH, date.toInstant()))
                : number(field, schema, value).multiply(factor(debezium(schema, unit)));
        BigDecimal whole = micros.setScale(0, RoundingMode.FLOOR);
        if (whole.signum() < 0 || whole.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw Limits.broken("a time in field " + field
                    + " that is before 1970 or too far in the future; check the unit in the config");
        }
        return whole.longValueExact();
    }

    private static BigDecimal number(String field, @Nullable Schema schema, Object value) {
        if (value instanceof Number number) {
            double approximate = number.doubleValue();
            if (!Double.isFinite(approximate)) {
                throw new BadRecord("field " + field + ", which has the time, is no finite number");
            }
            return new BigDecimal(number.toString());
        }
        ColumnValue cell = Cells.of(field, schema, value);
        ColumnValue whole = Conversions.to(ColumnType.INTEGER, cell);
        if (whole == null) {
            throw new BadRecord(
                    "field " + field + ", which has the time, is no number and no timestamp; convert it with a "
                            + "transform (TimestampConverter)");
        }
        return BigDecimal.valueOf(whole.asLong());
    }

    private static TimeUnit debezium(@Nullable Schema schema, TimeUnit unit) {
        String type = schema == null || schema.name() == null ? "" : schema.name();
        return switch (type) {
            case "io.debezium.time.Timestamp" -> TimeUnit.MILLISECONDS;
            case "io.debezium.time.MicroTimestamp" -> TimeUnit.MICROSECONDS;
            case "io.debezium.time.NanoTimestamp" -> TimeUnit.NANOSECONDS;
            default -> unit;
        };
    }

    private static BigDecimal factor(TimeUnit unit) {
        return unit == TimeUnit.NANOSECONDS ? new BigDecimal("0.001") : BigDecimal.valueOf(unit.toMicros(1));
    }
}
