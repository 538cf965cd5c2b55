package dev.sluice.tablestore.key;

import dev.sluice.core.config.Choice;
import dev.sluice.core.config.ConfigProblems;
import dev.sluice.tablestore.column.MappingOptions;
import dev.sluice.tablestore.config.PerTableOptions;
import dev.sluice.tablestore.table.KeyColumn;
import dev.sluice.tablestore.table.KeySchema;
import dev.sluice.tablestore.table.KeyType;
import dev.sluice.tablestore.table.SearchTime;
import dev.sluice.tablestore.value.ServiceLimits;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * What the primary keys are.
 *
 * @param mode where keys come from
 * @param tables keys of the tables that have one in the config; unused when the mode knows the key itself
 * @param hashColumn column in front of each key that holds a hash of it; null for none
 */
public record KeyOptions(
        PrimaryKeyMode mode,
        Map<String, KeySchema> tables,
        @Nullable String hashColumn) {
    /** Key: where primary keys come from. */
    public static final String PRIMARYKEY_MODE = "primarykey.mode";
    /** Key: name of a column in front of each primary key. */
    public static final String HASH_COLUMN = "primarykey.hash.column";
    /** What {@link #PRIMARYKEY_MODE} may be. */
    public static final Choice<PrimaryKeyMode> PRIMARYKEY_MODES = Choice.of(PrimaryKeyMode.class);

    private static final String KIND = "primarykey";

    /** Copies the tables. */
    public KeyOptions {
        tables = Map.copyOf(tables);
    }

    /**
     * Adds the options.
     *
     * @param def is added to
     * @return the same
     */
    public static ConfigDef define(ConfigDef def) {
        return def.define(
                        PRIMARYKEY_MODE,
                        Type.STRING,
                        "kafka",
                        PRIMARYKEY_MODES,
                        Importance.HIGH,
                        "Where the primary key comes from. kafka: the columns topic_partition (<topic>_<partition>) and offset, so "
                                + "each record is a row of its own. record_key, record_value: fields of the record's key or value, "
                                + "named in tablestore.<table>.primarykey.name with their types in "
                                + "tablestore.<table>.primarykey.type (string, integer, binary, auto_increment), so records with "
                                + "equal keys are one row. A field inside another one is a.b, and its column a_b, or c with a.b:c. A key or value without fields is the one key column itself. search: "
                                + "the columns md5 (5 digits of a hash), topic, partition and offset, and a column timestamp besides.",
                        MappingOptions.GROUP,
                        1,
                        Width.MEDIUM,
                        "Primary key mode",
                        PRIMARYKEY_MODES)
                .define(
                        HASH_COLUMN,
                        Type.STRING,
                        "",
                        ConfigDef.LambdaValidator.with(KeyOptions::checkHashColumn, () -> "the name of a column"),
                        Importance.LOW,
                        "Name of a column in front of each primary key that holds 4 digits of the key's MD5, so that "
                                + "neighbouring keys (the offsets of a partition, growing numbers, times) are spread over the "
                                + "table. Empty: there is none.",
                        MappingOptions.GROUP,
                        2,
                        Width.MEDIUM,
                        "Hash column");
    }

    private static void checkHashColumn(String option, Object value) {
        if (value instanceof String name && !name.isEmpty() && !ServiceLimits.isName(name)) {
            throw new ConfigException(
                    option, value, "must name a column; a column name has " + ServiceLimits.NAME_RULE);
        }
    }

    /**
     * @param clock for times that rows get when they are mapped
     * @return for one task
     */
    public KeySource source(InstantSource clock) {
        KeySource plain = mode.source(clock);
        return hashColumn == null ? plain : new HashedKeySource(plain);
    }

    /**
     * The primary key of the table; null when the config has none.
     *
     * @param table name of a table
     * @return with the hash in front, if there is one
     */
    public @Nullable KeySchema schemaOf(String table) {
        KeySchema plain = recordKeysOf(table);
        return plain == null || hashColumn == null ? plain : plain.after(hashColumn);
    }

    /**
     * The part of the key that comes from the record; null when the config has none for the table.
     *
     * @param table name of a table
     * @return without the hash
     */
    public @Nullable KeySchema recordKeysOf(String table) {
        return switch (mode) {
            case KAFKA -> KeySchema.KAFKA;
            case SEARCH -> KeySchema.SEARCH;
            case RECORD_KEY, RECORD_VALUE -> {
                KeySchema own = tables.get(table);
                yield own == null ? tables.get(PerTableOptions.ANY_TABLE) : own;
            }
        };
    }

    /**
     * What to say of a table without a key.
     *
     * @param topic one that goes there
     * @param table name of the table
     * @param mode one that needs columns
     * @return a sentence with the cure
     */
    public static String missing(String topic, String table, PrimaryKeyMode mode) {
        return PRIMARYKEY_MODE + "=" + mode + " needs the primary key of table " + table + " (topic " + topic
                + "): set " + PerTableOptions.keyName(table) + " and " + PerTableOptions.keyType(table);
    }

    /**
     * Reads the keys of all tables; what is wrong is added to the problems and left out.
     *
     * @param mode where keys come from
     * @param hashColumn empty for none
     * @param options where they are written
     * @param problems takes what is wrong
     * @return without the tables whose keys are wrong
     */
    public static KeyOptions read(
            PrimaryKeyMode mode, String hashColumn, PerTableOptions options, ConfigProblems problems) {
        Map<String, KeySchema> tables = new HashMap<>();
        if (mode.namesColumns()) {
            for (String table : options.tables(KIND)) {
                KeySchema schema = parse(table, options, problems);
                if (schema != null) {
                    tables.put(table, schema);
                }
            }
        }
        KeyOptions keys = new KeyOptions(mode, tables, hashColumn.isEmpty() ? null : hashColumn);
        if (keys.hashColumn != null) {
            keys.checkHash(problems);
        }
        return keys;
    }

    private void checkHash(ConfigProblems problems) {
        Map<String, KeySchema> all = switch (mode) {
            case KAFKA -> Map.of("", KeySchema.KAFKA);
            case SEARCH -> Map.of("", KeySchema.SEARCH);
            case RECORD_KEY, RECORD_VALUE -> tables;
        };
        all.forEach((table, schema) -> {
            if (schema.columns().stream().anyMatch(column -> column.name().equals(hashColumn))) {
                problems.add(HASH_COLUMN, hashColumn + " is a column of the primary key already; choose another name");
            } else if (schema.columns().size() == ServiceLimits.KEY_COLUMNS) {
                problems.add(
                        HASH_COLUMN,
                        mode == PrimaryKeyMode.SEARCH
                                ? PRIMARYKEY_MODE + "=search has a hash in its key already; leave " + HASH_COLUMN
                                        + " empty"
                                : "with it the primary key of table " + table + " would have more than "
                                        + ServiceLimits.KEY_COLUMNS + " columns (" + ServiceLimits.SOURCE + ")");
            }
        });
    }

    /**
     * Which time a table of {@code primarykey.mode=search} holds, where the config says so.
     *
     * @param options where they are written
     * @param problems takes what is wrong
     * @return by tables; without those that are wrong
     */
    public static Map<String, SearchTime> searchTimes(PerTableOptions options, ConfigProblems problems) {
        Map<String, SearchTime> times = new HashMap<>();
        for (String table : options.tables("search.timestamp")) {
            String option = PerTableOptions.searchTime(table);
            String value = options.raw().getOrDefault(option, "").trim().toUpperCase(Locale.ROOT);
            Arrays.stream(SearchTime.values())
                    .filter(time -> time.name().equals(value))
                    .findFirst()
                    .ifPresentOrElse(
                            time -> times.put(table, time),
                            () -> problems.add(
                                    option, "must be kafka (the record's time) or local (the time of the write)"));
        }
        return times;
    }

    private static @Nullable KeySchema parse(String table, PerTableOptions options, ConfigProblems all) {
        String nameOption = PerTableOptions.keyName(table);
        String typeOption = PerTableOptions.keyType(table);
        List<String> names = options.list(nameOption);
        List<String> types = options.list(typeOption);
        ConfigProblems problems = new ConfigProblems();
        List<String> columnNames = names.stream()
                .map(item -> KeyColumn.parse(item, KeyType.STRING).name())
                .toList();
        PerTableOptions.checkColumns(nameOption, columnNames, typeOption, types, problems);
        if (names.size() > ServiceLimits.KEY_COLUMNS) {
            problems.add(
                    nameOption,
                    "there are " + names.size() + " columns; a primary key has 1 to " + ServiceLimits.KEY_COLUMNS + " ("
                            + ServiceLimits.SOURCE + ")");
        }
        List<KeyType> parsed = new ArrayList<>();
        for (String type : types) {
            Arrays.stream(KeyType.values())
                    .filter(known -> known.toString().equals(type.toLowerCase(Locale.ROOT)))
                    .findFirst()
                    .ifPresentOrElse(
                            parsed::add,
                            () -> problems.add(
                                    typeOption,
                                    '"' + type
                                            + "\" is no type of a primary key column; use string, integer, binary or "
                                            + "auto_increment"));
        }
        checkAutoIncrement(typeOption, parsed, problems);
        problems.byKey().forEach((key, messages) -> messages.forEach(message -> all.add(key, message)));
        if (!problems.byKey().isEmpty() || names.isEmpty()) {
            return null;
        }
        List<KeyColumn> columns = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            columns.add(KeyColumn.parse(names.get(i), parsed.get(i)));
        }
        return new KeySchema(columns);
    }

    private static void checkAutoIncrement(String option, List<KeyType> types, ConfigProblems problems) {
        if (types.indexOf(KeyType.AUTO_INCREMENT) == 0) {
            problems.add(
                    option,
                    "the first column cannot be auto_increment: it is the partition key; put another column first");
        }
        if (types.indexOf(KeyType.AUTO_INCREMENT) != types.lastIndexOf(KeyType.AUTO_INCREMENT)) {
            problems.add(option, "a primary key has at most one auto_increment column");
        }
    }
}
