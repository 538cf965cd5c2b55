package dev.sluice.oss;

import dev.sluice.core.mapping.ConnectVisitor;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Which time of a record its object is named after. */
interface TimeSource {

    /**
     * In milliseconds since 1970.
     *
     * @throws DataException when the record has no such time
     */
    long millis(SinkRecord record);

    /** When the record is handled: a record that is read again may go elsewhere. */
    static TimeSource wallclock(InstantSource clock) {
        return record -> clock.millis();
    }

    /** The record's own timestamp. */
    static TimeSource ofRecord() {
        return record -> {
            Long timestamp = record.timestamp();
            if (timestamp == null || timestamp < 0) {
                throw new DataException("the record has no timestamp, which names its object");
            }
            return timestamp;
        };
    }

    /** Milliseconds since 1970, a date or timestamp, or text in ISO-8601. */
    static TimeSource ofField(FieldPath field, ZoneId zone) {
        AsMillis asMillis = new AsMillis(zone);
        return record -> field.read(record, asMillis);
    }

    /** @param zone of times that do not say theirs */
    record AsMillis(ZoneId zone) implements ConnectVisitor<Long> {
        private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder()
                .append(DateTimeFormatter.ISO_LOCAL_DATE)
                .optionalStart()
                .appendLiteral('T')
                .append(DateTimeFormatter.ISO_LOCAL_TIME)
                .optionalStart()
                .appendOffsetId()
                .optionalEnd()
                .optionalStart()
                .appendOffset("+HHMM", "Z")
                .optionalEnd()
                .optionalEnd()
                .toFormatter(java.util.Locale.ROOT);

        @Override
        public Long onString(String value) {
            try {
                return millis(ISO.parseBest(value, OffsetDateTime::from, LocalDateTime::from, LocalDate::from));
            } catch (DateTimeException | ArithmeticException e) {
                return number(value);
            }
        }

        private long millis(TemporalAccessor time) {
            if (time instanceof OffsetDateTime exact) {
                return exact.toInstant().toEpochMilli();
            } else if (time instanceof LocalDateTime local) {
                return local.atZone(zone).toInstant().toEpochMilli();
            }
            return LocalDate.from(time).atStartOfDay(zone).toInstant().toEpochMilli();
        }

        private static long number(String value) {
            try {
                return Long.parseLong(value);
            } catch (NumberFormatException e) {
                throw new DataException("it is text that is no time in ISO-8601");
            }
        }

        @Override
        public Long onInteger(long value) {
            return value;
        }

        @Override
        public Long onTimestamp(Instant value) {
            return value.toEpochMilli();
        }

        @Override
        public Long onDate(LocalDate value) {
            return value.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
        }

        @Override
        public Long onNull() {
            throw noTime("null");
        }

        @Override
        public Long onBoolean(boolean value) {
            throw noTime("a boolean");
        }

        @Override
        public Long onFloat32(float value) {
            throw noTime("a float");
        }

        @Override
        public Long onFloat64(double value) {
            throw noTime("a double");
        }

        @Override
        public Long onBytes(ByteBuffer value) {
            throw noTime("bytes");
        }

        @Override
        public Long onDecimal(BigDecimal value) {
            throw noTime("a decimal");
        }

        @Override
        public Long onTime(LocalTime value) {
            throw noTime("a time without a date");
        }

        @Override
        public Long onList(@Nullable Schema elementSchema, List<?> value) {
            throw noTime("a list");
        }

        @Override
        public Long onMap(@Nullable Schema keySchema, @Nullable Schema valueSchema, Map<?, ?> value) {
            throw noTime("a map");
        }

        @Override
        public Long onStruct(Struct value) {
            throw noTime("a struct");
        }

        private static DataException noTime(String type) {
            return new DataException("it is " + type + ", not a time");
        }
    }
}
