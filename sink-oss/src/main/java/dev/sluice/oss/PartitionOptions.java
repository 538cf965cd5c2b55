package dev.sluice.oss;

import dev.sluice.core.config.ConfigProblems;
import dev.sluice.core.config.ConfigValues;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
 * Which directory a record's object is in.
 *
 * @param fields of {@link Partitioner#FIELD}
 * @param namesFields whether a directory is called {@code name=value}, or the value alone
 * @param pathFormat of the time; never empty with a partitioner that needs it
 * @param duration times are cut to a multiple of it; null for no
 * @param timeField of {@link Clock#RECORDFIELD}
 */
record PartitionOptions(
        Partitioner partitioner,
        List<FieldPath> fields,
        boolean namesFields,
        String pathFormat,
        @Nullable Duration duration,
        Clock clock,
        FieldPath timeField,
        Locale locale,
        ZoneId timezone) {
    static final String PARTITIONER = "partitioner.class";
    static final String FIELD_NAME = "partition.field.name";
    static final String FIELD_FORMAT_PATH = "partition.field.format.path";
    static final String PATH_FORMAT = "path.format";
    static final String DURATION_MS = "partition.duration.ms";
    static final String TIMESTAMP_EXTRACTOR = "timestamp.extractor";
    static final String TIMESTAMP_FIELD = "timestamp.field";
    static final String LOCALE = "locale";

    private static final String OTHERS = "io.confluent.connect.storage.partitioner.";

    /** What makes the directory. */
    enum Partitioner {
        /** The partition. */
        DEFAULT,
        /** Values of the record. */
        FIELD,
        /** Its time. */
        TIME,
        DAILY,
        HOURLY;

        boolean isByTime() {
            return this == TIME || this == DAILY || this == HOURLY;
        }
    }

    /** Which time. */
    enum Clock {
        WALLCLOCK,
        RECORD,
        RECORDFIELD
    }

    static final Names<Partitioner> PARTITIONERS = Names.of(
            Partitioner.class,
            Map.of(
                    OTHERS + "DefaultPartitioner", Partitioner.DEFAULT,
                    OTHERS + "FieldPartitioner", Partitioner.FIELD,
                    OTHERS + "TimeBasedPartitioner", Partitioner.TIME,
                    OTHERS + "DailyPartitioner", Partitioner.DAILY,
                    OTHERS + "HourlyPartitioner", Partitioner.HOURLY));

    private static final Names<Clock> CLOCKS = Names.of(
            Clock.class,
            Map.of(
                    OTHERS + "TimeBasedPartitioner$WallclockTimestampExtractor", Clock.WALLCLOCK,
                    OTHERS + "TimeBasedPartitioner$RecordTimestampExtractor", Clock.RECORD,
                    OTHERS + "TimeBasedPartitioner$RecordFieldTimestampExtractor", Clock.RECORDFIELD));

    private static final String PATHS =
            "A field of the value is a name such as country or address.city; key, key:name and header:name look elsewhere.";

    static ConfigDef define(ConfigDef def) {
        return def.define(
                        PARTITIONER,
                        Type.STRING,
                        Names.nameOf(Partitioner.DEFAULT),
                        PARTITIONERS,
                        Importance.HIGH,
                        "What makes the directories below the topic. default: partition=N. field: name=value for each of "
                                + FIELD_NAME + ". time: the record's time as " + PATH_FORMAT
                                + " says. daily, hourly: time with year=, month=, day= (and hour=). The class names of the "
                                + "S3 sink's partitioners mean the same.",
                        LayoutOptions.GROUP,
                        10,
                        Width.MEDIUM,
                        "Partitioner",
                        PARTITIONERS)
                .define(
                        FIELD_NAME,
                        Type.LIST,
                        "",
                        LambdaValidator.with(PartitionOptions::checkFields, () -> "names of fields"),
                        Importance.MEDIUM,
                        "Fields that the partitioner field makes directories of, in this order. " + PATHS
                                + " A record without one of them is an error, and runtime.error.tolerance says what happens.",
                        LayoutOptions.GROUP,
                        11,
                        Width.LONG,
                        "Fields")
                .define(
                        FIELD_FORMAT_PATH,
                        Type.BOOLEAN,
                        true,
                        Importance.LOW,
                        "true: the directory of a field is called name=value. false: value alone.",
                        LayoutOptions.GROUP,
                        12,
                        Width.SHORT,
                        "Field names in directories")
                .define(
                        PATH_FORMAT,
                        Type.STRING,
                        "",
                        LambdaValidator.with(
                                PartitionOptions::checkPath, () -> "a pattern such as 'year'=YYYY/'month'=MM"),
                        Importance.MEDIUM,
                        "Directories of the partitioner time, as a pattern for date and time. YYYY is the year; text stands "
                                + "between single quotes.",
                        LayoutOptions.GROUP,
                        13,
                        Width.LONG,
                        "Directories by time")
                .define(
                        DURATION_MS,
                        Type.LONG,
                        -1L,
                        Range.between(-1, Duration.ofDays(3650).toMillis()),
                        Importance.MEDIUM,
                        "The time that names a directory is cut down to a multiple of this, counted from midnight in timezone: "
                                + "with 600000 a directory holds ten minutes. 0 or -1: " + PATH_FORMAT
                                + " alone decides.",
                        LayoutOptions.GROUP,
                        14,
                        Width.SHORT,
                        "Time in a directory (ms)")
                .define(
                        TIMESTAMP_EXTRACTOR,
                        Type.STRING,
                        "Wallclock",
                        CLOCKS,
                        Importance.MEDIUM,
                        "Which time names directories. Wallclock: when the record is handled; a record that is read again may "
                                + "then be in two directories. Record: its own timestamp. RecordField: "
                                + TIMESTAMP_FIELD + ".",
                        LayoutOptions.GROUP,
                        15,
                        Width.SHORT,
                        "Time of a record",
                        CLOCKS)
                .define(
                        TIMESTAMP_FIELD,
                        Type.STRING,
                        "timestamp",
                        LambdaValidator.with(PartitionOptions::checkField, () -> "name of a field"),
                        Importance.LOW,
                        "Field with the time for RecordField: milliseconds since 1970, a date or timestamp, or text in ISO-8601. "
                                + PATHS,
                        LayoutOptions.GROUP,
                        16,
                        Width.MEDIUM,
                        "Field of the time")
                .define(
                        LOCALE,
                        Type.STRING,
                        "",
                        LambdaValidator.with(PartitionOptions::checkLocale, () -> "a language such as en-US"),
                        Importance.LOW,
                        "Language of names of months and days in directories, such as en-US. Empty: none in particular.",
                        LayoutOptions.GROUP,
                        17,
                        Width.SHORT,
                        "Locale");
    }

    static void check(ConfigValues values, ConfigProblems problems) {
        values.get(PARTITIONER, String.class).map(PARTITIONERS::parse).ifPresent(partitioner -> {
            if (partitioner == Partitioner.FIELD
                    && values.get(FIELD_NAME, Object.class)
                            .filter(fields -> fields instanceof List<?> list && list.isEmpty())
                            .isPresent()) {
                problems.add(FIELD_NAME, PARTITIONER + "=field needs the names of the fields");
            }
            if (partitioner == Partitioner.TIME
                    && values.get(PATH_FORMAT, String.class)
                            .filter(String::isEmpty)
                            .isPresent()) {
                problems.add(PATH_FORMAT, PARTITIONER + "=time needs it, such as " + PathFormat.DAILY);
            }
            if (partitioner != Partitioner.DEFAULT) {
                // Values may hold these, so where a value ends could not be seen.
                values.get(LayoutOptions.DIRECTORY_DELIM, String.class)
                        .filter(delimiter -> delimiter.chars().allMatch(KeyText::isPlain))
                        .ifPresent(delimiter -> problems.add(
                                LayoutOptions.DIRECTORY_DELIM,
                                "must be / or hold one of + ~ ! @ , with " + PARTITIONER + "="
                                        + Names.nameOf(partitioner) + ", because values may hold - _ and ."));
            }
        });
    }

    static PartitionOptions read(AbstractConfig config) {
        Partitioner partitioner = PARTITIONERS.parse(config.getString(PARTITIONER));
        long duration = config.getLong(DURATION_MS);
        return new PartitionOptions(
                partitioner,
                config.getList(FIELD_NAME).stream().map(FieldPath::parse).toList(),
                config.getBoolean(FIELD_FORMAT_PATH),
                switch (partitioner) {
                    case DAILY -> PathFormat.DAILY;
                    case HOURLY -> PathFormat.HOURLY;
                    default -> config.getString(PATH_FORMAT);
                },
                duration <= 0 || partitioner == Partitioner.DAILY || partitioner == Partitioner.HOURLY
                        ? null
                        : Duration.ofMillis(duration),
                CLOCKS.parse(config.getString(TIMESTAMP_EXTRACTOR)),
                FieldPath.parse(config.getString(TIMESTAMP_FIELD)),
                localeOf(config.getString(LOCALE)),
                ZoneId.of(config.getString(RotationOptions.TIMEZONE)));
    }

    private static Locale localeOf(String text) {
        return text.isBlank()
                ? Locale.ROOT
                : new Locale.Builder()
                        .setLanguageTag(text.trim().replace('_', '-'))
                        .build();
    }

    @SuppressWarnings("unchecked") // a LIST is one of strings
    private static void checkFields(String key, @Nullable Object value) {
        if (value != null) {
            ((List<String>) value).forEach(field -> checkField(key, field));
        }
    }

    private static void checkField(String key, @Nullable Object value) {
        try {
            FieldPath.parse(String.valueOf(value));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(key, value, e.getMessage());
        }
    }

    private static void checkPath(String key, @Nullable Object value) {
        String pattern = value == null ? "" : value.toString();
        if (!pattern.isEmpty()) {
            try {
                new PathFormat(pattern, ZoneOffset.UTC, Locale.ROOT, "/", null);
            } catch (IllegalArgumentException e) {
                throw new ConfigException(key, value, e.getMessage());
            }
        }
    }

    private static void checkLocale(String key, @Nullable Object value) {
        try {
            localeOf(value == null ? "" : value.toString());
        } catch (IllformedLocaleException e) {
            throw new ConfigException(key, value, "is not a language; take a tag like en-US or zh");
        }
    }
}
