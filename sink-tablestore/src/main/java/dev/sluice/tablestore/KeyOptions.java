package dev.sluice.tablestore;

import dev.sluice.core.config.Choice;
import dev.sluice.core.config.ConfigProblems;
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
import org.jspecify.annotations.Nullable;

/**
 * What the primary keys are.
 *
 * @param tables keys of the tables that have one in the config; unused when the mode knows the key itself
 */
record KeyOptions(PrimaryKeyMode mode, Map<String, KeySchema> tables) {
    static final String GROUP = "Mapping";
    static final String PRIMARYKEY_MODE = "primarykey.mode";
    static final Choice<PrimaryKeyMode> PRIMARYKEY_MODES = Choice.of(PrimaryKeyMode.class);
    private static final String KIND = "primarykey";

    KeyOptions {
        tables = Map.copyOf(tables);
    }

    static ConfigDef define(ConfigDef def) {
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
                        + "equal keys are one row. A key or value without fields is the one key column itself.",
                GROUP,
                1,
                Width.MEDIUM,
                "Primary key mode",
                PRIMARYKEY_MODES);
    }

    /** Null when the config has no key for the table. */
    @Nullable
    KeySchema schemaOf(String table) {
        if (mode == PrimaryKeyMode.KAFKA) {
            return KeySchema.KAFKA;
        }
        KeySchema own = tables.get(table);
        return own == null ? tables.get(PerTableOptions.ANY_TABLE) : own;
    }

    static String missing(String topic, String table, PrimaryKeyMode mode) {
        return PRIMARYKEY_MODE + "=" + mode + " needs the primary key of table " + table + " (topic " + topic
                + "): set " + PerTableOptions.keyName(table) + " and " + PerTableOptions.keyType(table);
    }

    /** Reads the keys of all tables; what is wrong is added to the problems and left out. */
    static KeyOptions read(PrimaryKeyMode mode, PerTableOptions options, ConfigProblems problems) {
        Map<String, KeySchema> tables = new HashMap<>();
        if (mode != PrimaryKeyMode.KAFKA) {
            for (String table : options.tables(KIND)) {
                KeySchema schema = parse(table, options, problems);
                if (schema != null) {
                    tables.put(table, schema);
                }
            }
        }
        return new KeyOptions(mode, tables);
    }

    private static @Nullable KeySchema parse(String table, PerTableOptions options, ConfigProblems all) {
        String nameOption = PerTableOptions.keyName(table);
        String typeOption = PerTableOptions.keyType(table);
        List<String> names = options.list(nameOption);
        List<String> types = options.list(typeOption);
        ConfigProblems problems = new ConfigProblems();
        PerTableOptions.checkColumns(nameOption, names, typeOption, types, problems);
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
            columns.add(new KeyColumn(names.get(i), parsed.get(i)));
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
