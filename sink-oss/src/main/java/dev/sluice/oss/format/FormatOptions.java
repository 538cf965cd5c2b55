package dev.sluice.oss.format;

import dev.sluice.core.config.Choice;
import dev.sluice.core.config.ConfigProblems;
import dev.sluice.core.config.ConfigValues;
import dev.sluice.oss.format.SchemaLanes.Compatibility;
import dev.sluice.oss.format.ValueOptions.Binary;
import dev.sluice.oss.format.ValueOptions.Overflow;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.LambdaValidator;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** What an object holds, and how. */
public final class FormatOptions {
    static final String GROUP = "Format";
    static final String FORMAT = "format";
    static final String JSON_LAYOUT = "format.json.layout";
    static final String FORMAT_OUTPUT_FIELDS = "format.output.fields";
    static final String FORMAT_OUTPUT_ENVELOPE = "format.output.envelope";
    static final String SCHEMA_COMPATIBILITY = "schema.compatibility";
    public static final String BEHAVIOR_ON_NULL_VALUES = "behavior.on.null.values";

    /** How records are written into an object. */
    enum Format {
        JSON,
        JSONL,
        CSV,
        AVRO,
        PARQUET,
        BYTES,
        TEXT;

        /** One output field is all that there is room for. */
        boolean isRaw() {
            return this == BYTES || this == TEXT;
        }

        /** Whether a record is a row with columns. */
        boolean hasColumns() {
            return this == CSV || this == AVRO || this == PARQUET;
        }
    }

    /** White space between the tokens of the array. */
    public enum JsonLayout {
        /** A line for each field. */
        PRETTY,
        /** A line for each record. */
        COMPACT
    }

    /** What becomes of a record without a value. */
    public enum NullValues {
        FAIL,
        IGNORE,
        WRITE,
        /** Reported, also when nothing is tolerated. */
        DLQ
    }

    private static final Choice<Format> FORMATS = Choice.of(Format.class);
    private static final Choice<JsonLayout> JSON_LAYOUTS = Choice.of(JsonLayout.class);
    private static final Choice<Compatibility> COMPATIBILITIES = Choice.of(Compatibility.class);
    private static final Choice<NullValues> NULL_VALUES = Choice.of(NullValues.class);

    /** Of our own; what it is counts for nothing when there is a class. */
    final Format format;

    private final @Nullable String formatClass;
    private final Map<String, String> all;
    final JsonLayout jsonLayout;
    /** Null for the format's own choice. */
    final @Nullable OutputFields fields;

    final ValueOptions values;
    private final ValueOptions wholeValues;
    final Compression compression;
    final CsvOptions csv;
    final RawOptions raw;
    final ParquetOptions parquet;
    final Compatibility compatibility;
    private final NullValues nullValues;

    private FormatOptions(AbstractConfig config) {
        String named = config.getString(FORMAT);
        formatClass = FormatClass.isNamedBy(named) ? named : null;
        format = formatClass == null ? FORMATS.parse(named) : Format.JSON;
        all = config.originalsStrings();
        jsonLayout = JSON_LAYOUTS.parse(config.getString(JSON_LAYOUT));
        fields = fieldsOf(config);
        wholeValues = ValueOptions.read(config);
        values = wholeValues.forFormat();
        compression = Compression.read(config);
        csv = CsvOptions.read(config);
        raw = RawOptions.read(config);
        parquet = ParquetOptions.read(config);
        compatibility = COMPATIBILITIES.parse(config.getString(SCHEMA_COMPATIBILITY));
        nullValues = NULL_VALUES.parse(config.getString(BEHAVIOR_ON_NULL_VALUES));
    }

    public static ConfigDef define(ConfigDef def) {
        def.define(
                        FORMAT,
                        Type.STRING,
                        Choice.nameOf(Format.JSON),
                        LambdaValidator.with(FormatOptions::checkFormat, () -> FORMATS + ", or the name of a class"),
                        Importance.HIGH,
                        "What an object holds. json: one JSON array; each record is an element with key, offset, overflowFlag, "
                                + "partition, timestamp, topic, value and valueSize, or with " + FORMAT_OUTPUT_FIELDS
                                + ". jsonl: a line of JSON for each record. csv: a line of cells for each record (RFC 4180). "
                                + "avro: an Avro container file. parquet: a Parquet file. "
                                + "bytes: the bytes of each record and a separator. text: a line of text for each record. Otherwise a "
                                + "class of yours that implements " + RecordFormat.class.getName() + ".",
                        GROUP,
                        1,
                        Width.SHORT,
                        "Format",
                        FORMATS)
                .define(
                        FORMAT_OUTPUT_FIELDS,
                        Type.LIST,
                        List.of(),
                        LambdaValidator.with(
                                FormatOptions::checkFields,
                                () -> "a list of " + String.join(", ", OutputField.labels())),
                        Importance.MEDIUM,
                        "What is stored of each record, in this order: any of "
                                + String.join(", ", OutputField.labels())
                                + ". Topic, partition and offset are where the record is in Kafka, before any transform. Empty: the "
                                + "envelope for json, the value for all others.",
                        GROUP,
                        2,
                        Width.LONG,
                        "Output fields")
                .define(
                        FORMAT_OUTPUT_ENVELOPE,
                        Type.BOOLEAN,
                        false,
                        Importance.LOW,
                        "Whether a single output field stands under its name too, as several always do. By itself a value is all "
                                + "that is stored: its fields are the columns.",
                        GROUP,
                        3,
                        Width.SHORT,
                        "Envelope")
                .define(
                        JSON_LAYOUT,
                        Type.STRING,
                        Choice.nameOf(JsonLayout.PRETTY),
                        JSON_LAYOUTS,
                        Importance.LOW,
                        "json: white space in the envelope. pretty: one line for each field, indented. compact: one line for each "
                                + "record, as with " + FORMAT_OUTPUT_FIELDS + ".",
                        GROUP,
                        4,
                        Width.SHORT,
                        "JSON layout",
                        JSON_LAYOUTS)
                .define(
                        BEHAVIOR_ON_NULL_VALUES,
                        Type.STRING,
                        Choice.nameOf(NullValues.FAIL),
                        NULL_VALUES,
                        Importance.MEDIUM,
                        "A record without a value (a tombstone). fail: it is an error, and runtime.error.tolerance says what "
                                + "happens. ignore: it is left out. write: it is stored with a value of null; bytes and text store "
                                + "an empty one; csv, avro and parquet need output fields with names. dlq: it is reported as runtime.error.mode "
                                + "says, whatever is tolerated, and the task goes on.",
                        GROUP,
                        10,
                        Width.SHORT,
                        "Records without a value",
                        NULL_VALUES);
        def.define(
                SCHEMA_COMPATIBILITY,
                Type.STRING,
                Choice.nameOf(Compatibility.NONE),
                LambdaValidator.with(
                        (key, value) -> COMPATIBILITIES.ensureValid(key, lowerCase(value)), COMPATIBILITIES::toString),
                Importance.MEDIUM,
                "csv, avro, parquet: which schema an object has when records of several could share it; upper case does too. none: "
                        + "each schema has objects of its own. backward: older records are stored with the newer schema. forward: "
                        + "newer records are stored with the older schema. full: as backward, if each schema has a place for the "
                        + "records of the other. What cannot be projected has objects of its own, side by side.",
                GROUP,
                11,
                Width.SHORT,
                "Schema compatibility",
                COMPATIBILITIES);
        ValueOptions.define(def);
        Compression.define(def);
        CsvOptions.define(def);
        ParquetOptions.define(def);
        return RawOptions.define(def);
    }

    /** Refuses what the format cannot do. */
    public static void check(ConfigValues values, ConfigProblems problems) {
        Compression.check(values, problems);
        if (values.get(FORMAT, String.class).filter(FormatClass::isNamedBy).isPresent()) {
            FormatClass.check(values, problems);
            return;
        }
        Format format = values.get(FORMAT, String.class).map(FORMATS::parse).orElse(Format.JSON);
        if (format == Format.AVRO
                && values.get(Compression.COMPRESSION_TYPE, String.class)
                        .filter(Choice.nameOf(Compression.Codec.LZ4)::equals)
                        .isPresent()) {
            problems.add(Compression.COMPRESSION_TYPE, "must not be lz4 with avro, which has none; zstd is as fast");
        }
        List<?> fields = values.get(FORMAT_OUTPUT_FIELDS, List.class).orElse(List.of());
        boolean envelope = values.get(FORMAT_OUTPUT_ENVELOPE, Boolean.class).orElse(false);
        boolean keyOrValue = fields.isEmpty()
                || fields.equals(List.of(OutputField.KEY.label()))
                || fields.equals(List.of(OutputField.VALUE.label()));
        if (format.isRaw() && !keyOrValue) {
            problems.add(FORMAT_OUTPUT_FIELDS, "must be key or value alone with " + Choice.nameOf(format));
        }
        if (format.isRaw() && envelope) {
            problems.add(
                    FORMAT_OUTPUT_ENVELOPE, "must be false with " + Choice.nameOf(format) + ", which has no names");
        }
        if (values.get(ValueOptions.VALUE_OVERFLOW, String.class)
                        .filter(Choice.nameOf(Overflow.SIDE_OBJECT)::equals)
                        .isPresent()
                && values.get(ValueOptions.VALUE_MAX_BYTES, Integer.class)
                        .filter(max -> max == 0)
                        .isPresent()) {
            problems.add(ValueOptions.VALUE_MAX_BYTES, "must be set with value.overflow=side_object");
        }
        boolean writesNull = values.get(BEHAVIOR_ON_NULL_VALUES, String.class)
                .filter(Choice.nameOf(NullValues.WRITE)::equals)
                .isPresent();
        if (writesNull && format.hasColumns() && fields.size() < 2 && !envelope) {
            problems.add(
                    BEHAVIOR_ON_NULL_VALUES,
                    "must not be write with " + Choice.nameOf(format)
                            + " while the value is the whole row; name several fields in " + FORMAT_OUTPUT_FIELDS
                            + ", or set " + FORMAT_OUTPUT_ENVELOPE + " to true");
        }
    }

    /** The option by which the config asks to report records that are not errant; empty when none does. */
    public static Optional<String> reportingOption(ConfigValues values) {
        return values.get(BEHAVIOR_ON_NULL_VALUES, String.class)
                .filter(Choice.nameOf(NullValues.DLQ)::equals)
                .map(dlq -> BEHAVIOR_ON_NULL_VALUES);
    }

    public static FormatOptions read(AbstractConfig config) {
        return new FormatOptions(config);
    }

    public NullValues nullValues() {
        return nullValues;
    }

    /**
     * The format, with a state of its own.
     *
     * @throws org.apache.kafka.connect.errors.ConnectException when the worker lacks a library that it needs, or a class of
     *     somebody else cannot be used
     */
    public RecordFormat open() {
        return formatClass == null ? Formats.open(this) : FormatClass.open(formatClass, all);
    }

    /** Takes out values that have objects of their own; null when none has, or no value is stored. With a state of its own. */
    public @Nullable LongValues longValues() {
        boolean stored = fields == null || fields.contains(OutputField.VALUE);
        return stored && wholeValues.overflow() == Overflow.SIDE_OBJECT && wholeValues.maxBytes() > 0
                ? new LongValues(
                        wholeValues.maxBytes(),
                        new RecordText(Formats.jsonFactory(), true, wholeValues.binary() == Binary.UTF8))
                : null;
    }

    private static void checkFormat(String key, @Nullable Object value) {
        if (value instanceof String name && FormatClass.isNamedBy(name)) {
            FormatClass.checkName(key, name);
        } else {
            FORMATS.ensureValid(key, value);
        }
    }

    private static @Nullable Object lowerCase(@Nullable Object value) {
        return value instanceof String text ? text.toLowerCase(Locale.ROOT) : value;
    }

    private static @Nullable OutputFields fieldsOf(AbstractConfig config) {
        List<OutputField> fields = config.getList(FORMAT_OUTPUT_FIELDS).stream()
                .flatMap(label -> OutputField.of(label).stream())
                .toList();
        boolean envelope = config.getBoolean(FORMAT_OUTPUT_ENVELOPE);
        if (fields.isEmpty()) {
            return envelope ? new OutputFields(List.of(OutputField.VALUE), true) : null;
        }
        return new OutputFields(fields, envelope || fields.size() > 1);
    }

    private static void checkFields(String key, @Nullable Object value) {
        Set<Object> seen = new HashSet<>();
        Stream<?> labels = value instanceof List<?> list ? list.stream() : Stream.empty();
        labels.forEach(label -> {
            if (OutputField.of(String.valueOf(label)).isEmpty()) {
                throw new ConfigException(
                        key, value, "may hold " + String.join(", ", OutputField.labels()) + ", not " + label);
            }
            if (!seen.add(label)) {
                throw new ConfigException(key, value, "names " + label + " twice");
            }
        });
    }
}
