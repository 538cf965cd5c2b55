package dev.sluice.tablestore.column;

import dev.sluice.core.config.Choice;
import dev.sluice.core.config.ConfigProblems;
import dev.sluice.core.config.ConfigValues;
import dev.sluice.tablestore.config.NamedColumn;
import dev.sluice.tablestore.config.Patterns;
import dev.sluice.tablestore.config.PerTableOptions;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;

/**
 * What of a record becomes columns, and how.
 *
 * @param nested what becomes of values inside a field
 * @param separator between the names of nested fields
 * @param schemaless what becomes of numbers and booleans without a schema
 * @param keyColumns whether fields of the record's key are columns besides
 * @param keyPrefix of their names
 * @param headers those that are columns
 * @param metadata what else is a column
 */
public record MappingOptions(
        NestedMode nested,
        String separator,
        SchemalessTypes schemaless,
        boolean keyColumns,
        String keyPrefix,
        List<NamedColumn> headers,
        List<NamedColumn> metadata) {
    /** The group of the options that say what becomes of a record. */
    public static final String GROUP = "Mapping";

    static final String NESTED_MODE = "nested.mode";
    static final String NESTED_SEPARATOR = "nested.separator";
    static final String SCHEMALESS_TYPES = "schemaless.types";
    static final String KEY_COLUMNS = "record.key.columns";
    static final String KEY_PREFIX = "record.key.columns.prefix";
    static final String HEADER_COLUMNS = "header.columns";
    static final String METADATA_COLUMNS = "metadata.columns";
    private static final String METADATA_PREFIX = "kafka_";

    private enum KeyColumns {
        NONE,
        FIELDS
    }

    private static final Choice<NestedMode> NESTED_MODES = Choice.of(NestedMode.class);
    private static final Choice<SchemalessTypes> SCHEMALESS = Choice.of(SchemalessTypes.class);
    private static final Choice<KeyColumns> KEYS = Choice.of(KeyColumns.class);
    private static final Patterns NAME_PART =
            new Patterns(Pattern.compile("[a-zA-Z0-9_]{0,50}"), "at most 50 letters, digits and _");

    /** Copies the lists. */
    public MappingOptions {
        headers = List.copyOf(headers);
        metadata = List.copyOf(metadata);
    }

    /**
     * Adds the options.
     *
     * @param def is added to
     * @return the same
     */
    public static ConfigDef define(ConfigDef def) {
        defineNested(def);
        return def.define(
                        KEY_COLUMNS,
                        Type.STRING,
                        "none",
                        KEYS,
                        Importance.LOW,
                        "Whether the record's key becomes columns, too. none: it does not. fields: each field of the key is a "
                                + "column; a key without fields is the column key.",
                        GROUP,
                        23,
                        Width.SHORT,
                        "Columns of the record's key",
                        KEYS)
                .define(
                        KEY_PREFIX,
                        Type.STRING,
                        "key_",
                        NAME_PART,
                        Importance.LOW,
                        "What the names of the columns of " + KEY_COLUMNS + "=fields start with.",
                        GROUP,
                        24,
                        Width.SHORT,
                        "Prefix of the key's columns")
                .define(
                        HEADER_COLUMNS,
                        Type.LIST,
                        List.of(),
                        Importance.LOW,
                        "Headers that become columns, as <header> or <header>:<column>,…; of several with one name the last.",
                        GROUP,
                        25,
                        Width.LONG,
                        "Columns of headers")
                .define(
                        METADATA_COLUMNS,
                        Type.LIST,
                        List.of(),
                        Importance.LOW,
                        "What else of a record becomes columns: topic, partition, offset (where it was read from), timestamp "
                                + "(in milliseconds), as <what> or <what>:<column>,…. The columns are called "
                                + METADATA_PREFIX + "topic and so on, if no name is given.",
                        GROUP,
                        26,
                        Width.LONG,
                        "Columns of metadata");
    }

    private static void defineNested(ConfigDef def) {
        def.define(
                        NESTED_MODE,
                        Type.STRING,
                        "fail",
                        NESTED_MODES,
                        Importance.MEDIUM,
                        "What becomes of a struct, map or array inside a field. fail: the record is errant. json: one column "
                                + "of JSON text. flatten: a column for each field inside, named <field>_<inner field>; arrays "
                                + "are JSON text.",
                        GROUP,
                        20,
                        Width.SHORT,
                        "Nested values",
                        NESTED_MODES)
                .define(
                        NESTED_SEPARATOR,
                        Type.STRING,
                        "_",
                        NAME_PART,
                        Importance.LOW,
                        "What stands between the names of the fields with " + NESTED_MODE + "=flatten.",
                        GROUP,
                        21,
                        Width.SHORT,
                        "Separator of nested names")
                .define(
                        SCHEMALESS_TYPES,
                        Type.STRING,
                        "native",
                        SCHEMALESS,
                        Importance.LOW,
                        "What numbers and booleans without a schema become. native: INTEGER, DOUBLE and BOOLEAN. string: text, "
                                + "as kafka-connect-tablestore writes it. A column with a type of its own has that in any case.",
                        GROUP,
                        22,
                        Width.SHORT,
                        "Types without a schema",
                        SCHEMALESS);
    }

    /**
     * Says what is wrong with the lists.
     *
     * @param values the options that are valid by themselves, and the config as it was written
     * @param problems takes what is wrong
     */
    public static void check(ConfigValues values, ConfigProblems problems) {
        for (String option : List.of(HEADER_COLUMNS, METADATA_COLUMNS)) {
            var unused = parse(option, PerTableOptions.split(values.raw().get(option)), problems);
        }
    }

    private static List<NamedColumn> parse(String option, List<String> items, ConfigProblems problems) {
        if (option.equals(HEADER_COLUMNS)) {
            return NamedColumn.parse(option, items, "", problems);
        }
        List<NamedColumn> columns = NamedColumn.parse(option, items, METADATA_PREFIX, problems);
        columns.stream()
                .map(NamedColumn::source)
                .filter(source -> !RecordColumns.METADATA.contains(source))
                .forEach(source -> problems.add(
                        option, '"' + source + "\" is none of " + String.join(", ", RecordColumns.METADATA)));
        return columns;
    }

    /**
     * @param config valid by itself
     * @param problems what is wrong with the lists is added here and left out
     * @return what becomes columns
     */
    public static MappingOptions read(AbstractConfig config, ConfigProblems problems) {
        return new MappingOptions(
                NESTED_MODES.parse(config.getString(NESTED_MODE)),
                config.getString(NESTED_SEPARATOR),
                SCHEMALESS.parse(config.getString(SCHEMALESS_TYPES)),
                KEYS.parse(config.getString(KEY_COLUMNS)) == KeyColumns.FIELDS,
                config.getString(KEY_PREFIX),
                parse(HEADER_COLUMNS, config.getList(HEADER_COLUMNS), problems),
                parse(METADATA_COLUMNS, config.getList(METADATA_COLUMNS), problems));
    }

    /** Whether two things of one record may want the same column. */
    boolean mayMeet() {
        return nested == NestedMode.FLATTEN || keyColumns || !headers.isEmpty() || !metadata.isEmpty();
    }
}
