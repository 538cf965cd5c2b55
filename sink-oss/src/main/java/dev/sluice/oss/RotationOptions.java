package dev.sluice.oss;

import dev.sluice.core.config.ConfigProblems;
import dev.sluice.core.config.ConfigValues;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.stream.Stream;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.LambdaValidator;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * When an object is finished and the next one started; whichever comes first.
 *
 * @param maxRecords records in an object; null when there is no such limit
 * @param maxBytes bytes of an object, after compression; null when there is no such limit
 * @param recordTime span of record timestamps in an object; null for off
 * @param schedule distance of the points on the wall clock; null for off
 * @param timezone where the points of the schedule are counted from midnight
 * @param idle longest time without a record; null for off
 */
record RotationOptions(
        @Nullable Integer maxRecords,
        @Nullable Long maxBytes,
        @Nullable Duration recordTime,
        @Nullable Duration schedule,
        ZoneId timezone,
        @Nullable Duration idle) {
    static final String GROUP = "Rotation";
    static final String FLUSH_SIZE = "flush.size";
    static final String ROTATE_BYTES = "rotate.bytes";
    static final String ROTATE_INTERVAL_MS = "rotate.interval.ms";
    static final String ROTATE_SCHEDULE_INTERVAL_MS = "rotate.schedule.interval.ms";
    static final String ROTATE_IDLE_MS = "rotate.idle.ms";
    static final String TIMEZONE = "timezone";

    private static final String OFF = " 0 or -1: off.";

    static ConfigDef define(ConfigDef def) {
        return def.define(
                        FLUSH_SIZE,
                        Type.INT,
                        10_000,
                        Range.atLeast(-1),
                        Importance.HIGH,
                        "Records in an object. When it has so many it is finished and the next one is started." + OFF,
                        GROUP,
                        1,
                        Width.SHORT,
                        "Records per object")
                .define(
                        ROTATE_BYTES,
                        Type.LONG,
                        -1L,
                        Range.atLeast(-1),
                        Importance.HIGH,
                        "Bytes of an object as it is stored, and those that are not compressed or written yet: up to 256 KiB "
                                + "with a codec, a block of avro, a row group of parquet. When it has so many it is finished, so "
                                + "it may be larger by its last record (parquet: by a sixteenth of its records, 16 at least) and by how "
                                + "its format ends, and smaller by what compressing the rest saves." + OFF,
                        GROUP,
                        6,
                        Width.SHORT,
                        "Bytes per object")
                .define(
                        ROTATE_INTERVAL_MS,
                        Type.LONG,
                        -1L,
                        Range.atLeast(-1),
                        Importance.MEDIUM,
                        "Span of record timestamps in an object: a record that is so much later than the first one starts the "
                                + "next object. It looks at records alone, so the last object of a quiet partition stays open "
                                + "until another trigger." + OFF,
                        GROUP,
                        2,
                        Width.SHORT,
                        "Rotate by record time (ms)")
                .define(
                        ROTATE_SCHEDULE_INTERVAL_MS,
                        Type.LONG,
                        300_000L,
                        Range.atLeast(-1),
                        Importance.HIGH,
                        "Objects are finished at points of the wall clock that are this far apart, counted from midnight in "
                                + TIMEZONE + ". With the default every record is in the bucket within 5 minutes." + OFF,
                        GROUP,
                        3,
                        Width.SHORT,
                        "Rotate by wall clock (ms)")
                .define(
                        TIMEZONE,
                        Type.STRING,
                        "UTC",
                        LambdaValidator.with(RotationOptions::checkZone, () -> "a time zone such as Asia/Shanghai"),
                        Importance.LOW,
                        "Time zone in which " + ROTATE_SCHEDULE_INTERVAL_MS
                                + " is counted from midnight and directories are named by time, such as Asia/Shanghai.",
                        GROUP,
                        4,
                        Width.MEDIUM,
                        "Time zone")
                .define(
                        ROTATE_IDLE_MS,
                        Type.LONG,
                        -1L,
                        Range.atLeast(-1),
                        Importance.MEDIUM,
                        "An object that has got no record for this long is finished." + OFF,
                        GROUP,
                        5,
                        Width.SHORT,
                        "Rotate when idle (ms)");
    }

    /** Refuses a config under which an object would never be finished. */
    static void check(ConfigValues values, ConfigProblems problems) {
        boolean allOff = Stream.of(
                        FLUSH_SIZE, ROTATE_BYTES, ROTATE_INTERVAL_MS, ROTATE_SCHEDULE_INTERVAL_MS, ROTATE_IDLE_MS)
                .allMatch(key -> values.get(key, Number.class)
                        .filter(number -> number.longValue() <= 0)
                        .isPresent());
        if (allOff) {
            problems.add(
                    FLUSH_SIZE,
                    "every trigger is off, so no object would ever be finished; set this, " + ROTATE_BYTES + ", "
                            + ROTATE_INTERVAL_MS + ", "
                            + ROTATE_SCHEDULE_INTERVAL_MS + " or " + ROTATE_IDLE_MS);
        }
    }

    static RotationOptions read(AbstractConfig config) {
        int records = config.getInt(FLUSH_SIZE);
        long bytes = config.getLong(ROTATE_BYTES);
        return new RotationOptions(
                records <= 0 ? null : records,
                bytes <= 0 ? null : bytes,
                durationOf(config.getLong(ROTATE_INTERVAL_MS)),
                durationOf(config.getLong(ROTATE_SCHEDULE_INTERVAL_MS)),
                ZoneId.of(config.getString(TIMEZONE)),
                durationOf(config.getLong(ROTATE_IDLE_MS)));
    }

    private static @Nullable Duration durationOf(long millis) {
        return millis <= 0 ? null : Duration.ofMillis(millis);
    }

    private static void checkZone(String key, @Nullable Object value) {
        try {
            ZoneId.of(String.valueOf(value));
        } catch (DateTimeException e) {
            throw new ConfigException(key, value, "is not a time zone; take a name like Asia/Shanghai, or UTC");
        }
    }
}
