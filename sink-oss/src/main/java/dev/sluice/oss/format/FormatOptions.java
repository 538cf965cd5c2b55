package dev.sluice.oss.format;

import dev.sluice.core.config.Choice;
import dev.sluice.core.config.ConfigProblems;
import dev.sluice.core.config.ConfigValues;
import dev.sluice.oss.format.SchemaLanes.Compatibility;
import dev.sluice.oss.format.ValueOptions.Binary;
import dev.sluice.oss.format.ValueOptions.Overflow;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.LambdaValidator;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.jspecify.annotations.Nullable;

/** What an object holds, and how. */
public final class FormatOptions {
    static final String GROUP = "Format";
    static final String FORMAT = "format";
    static final String JSON_LAYOUT = "format.json.layout";
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
        fields = OutputOptions.read(config);
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
                                + "partition, timestamp, topic, value and valueSize, or with "
                                + OutputOptions.FORMAT_OUTPUT_FIELDS
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
                        JSON_LAYOUT,
                        Type.STRING,
                        Choice.nameOf(JsonLayout.PRETTY),
                        JSON_LAYOUTS,
                        Importance.LOW,
                        "json: white space in the envelope. pretty: one line for each field, indented. compact: one line for each "
                                + "record, as with " + OutputOptions.FORMAT_OUTPUT_FIELDS + ".",
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
        OutputOptions.define(def);
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
        OutputOptions.check(values, format, problems);
        ValueOptions.check(values, problems);
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
     * @param budgetBytes that all objects of the task together may hold
     * @throws org.apache.kafka.connect.errors.ConnectException when the worker lacks a library that it needs, or a class of
     *     somebody else cannot be used
     */
    public RecordFormat open(long budgetBytes) {
        return formatClass == null ? Formats.open(this, budgetBytes) : FormatClass.open(formatClass, all);
    }

    /** The same where memory is no matter. */
    public RecordFormat open() {
        return open(Long.MAX_VALUE);
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
}
