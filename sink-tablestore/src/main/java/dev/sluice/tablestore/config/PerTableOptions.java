package dev.sluice.tablestore.config;

import dev.sluice.core.config.ConfigProblems;
import dev.sluice.tablestore.value.ServiceLimits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Options whose name holds the table's, {@code tablestore.<table>.…}: they are in no {@code ConfigDef}.
 *
 * @param raw the config as it was written
 */
public record PerTableOptions(Map<String, String> raw) {
    private static final Pattern ANY = Pattern.compile(
            "tablestore\\.([^.]+)\\.(primarykey|columns\\.whitelist|predefined\\.columns|search\\.timestamp|columns)\\.(.+)");
    private static final Map<String, Set<String>> ENDINGS = Map.of(
            "primarykey", Set.of("name", "type"),
            "columns.whitelist", Set.of("name", "type"),
            "predefined.columns", Set.of("name", "type"),
            "search.timestamp", Set.of("type"),
            "columns", Set.of("exclude", "rename"));

    /** Stands in a key for every table that has no option of that kind with its own name. */
    public static final String ANY_TABLE = "*";

    /**
     * The option with primary key columns.
     *
     * @param table name of a table
     * @return its name
     */
    public static String keyName(String table) {
        return "tablestore." + table + ".primarykey.name";
    }

    /**
     * The option with the types of the columns of {@link #keyName}.
     *
     * @param table name of a table
     * @return its name
     */
    public static String keyType(String table) {
        return "tablestore." + table + ".primarykey.type";
    }

    /**
     * The option with fields that become columns.
     *
     * @param table name of a table
     * @return its name
     */
    public static String columnName(String table) {
        return "tablestore." + table + ".columns.whitelist.name";
    }

    /**
     * The option with the types of the columns of {@link #columnName}.
     *
     * @param table name of a table
     * @return its name
     */
    public static String columnType(String table) {
        return "tablestore." + table + ".columns.whitelist.type";
    }

    /**
     * The option with fields that do not become columns.
     *
     * @param table name of a table
     * @return its name
     */
    public static String columnExclude(String table) {
        return "tablestore." + table + ".columns.exclude";
    }

    /**
     * The option with names of columns.
     *
     * @param table name of a table
     * @return its name
     */
    public static String columnRename(String table) {
        return "tablestore." + table + ".columns.rename";
    }

    /**
     * The option with predefined columns.
     *
     * @param table name of a table
     * @return its name
     */
    public static String predefinedName(String table) {
        return "tablestore." + table + ".predefined.columns.name";
    }

    /**
     * The option with the types of the columns of {@link #predefinedName}.
     *
     * @param table name of a table
     * @return its name
     */
    public static String predefinedType(String table) {
        return "tablestore." + table + ".predefined.columns.type";
    }

    /**
     * The option with which time a search key has.
     *
     * @param table name of a table
     * @return its name
     */
    public static String searchTime(String table) {
        return "tablestore." + table + ".search.timestamp.type";
    }

    /**
     * What is said of the table, or of any table, or the default.
     *
     * @param <T> what is said
     * @param byTable what is said, by names of tables
     * @param table name of a table
     * @param otherwise the default
     * @return what holds for the table
     */
    public static <T> T ofTable(Map<String, T> byTable, String table, T otherwise) {
        T own = byTable.get(table);
        return own == null ? byTable.getOrDefault(ANY_TABLE, otherwise) : own;
    }

    /**
     * Tables that have an option of this kind, in alphabetical order.
     *
     * @param kind what stands between the table and the last part of the name
     * @return their names, or {@link #ANY_TABLE}
     */
    public Set<String> tables(String kind) {
        Set<String> tables = new TreeSet<>();
        for (String option : raw.keySet()) {
            Matcher matcher = ANY.matcher(option);
            if (matcher.matches() && matcher.group(2).equals(kind)) {
                tables.add(matcher.group(1));
            }
        }
        return tables;
    }

    /**
     * The items of a comma-separated list, trimmed; none when the option is missing or blank.
     *
     * @param option the whole name
     * @return in the order of the list
     */
    public List<String> list(String option) {
        return split(raw.get(option));
    }

    /**
     * The items of a comma-separated list, trimmed.
     *
     * @param list null or blank for none
     * @return in the order of the list
     */
    public static List<String> split(@Nullable String list) {
        return list == null || list.isBlank()
                ? List.of()
                : Arrays.stream(list.split(",", -1)).map(String::trim).toList();
    }

    /**
     * Options that look like ours and are not.
     *
     * @param problems takes what is wrong
     */
    public void checkSpelling(ConfigProblems problems) {
        for (String option : new TreeSet<>(raw.keySet())) {
            Matcher matcher = ANY.matcher(option);
            if (!matcher.matches()) {
                continue;
            }
            Set<String> endings = ENDINGS.getOrDefault(matcher.group(2), Set.of());
            if (!endings.contains(matcher.group(3))) {
                problems.add(
                        option,
                        "there is no such option; " + matcher.group(2) + " has ."
                                + String.join(" and .", new TreeSet<>(endings)));
            }
        }
    }

    /**
     * Checks that a list of names and a list of types belong together, and the names.
     *
     * @param nameOption the option with the names
     * @param names of columns
     * @param typeOption the option with the types
     * @param types one for each name
     * @param problems takes what is wrong
     */
    public static void checkColumns(
            String nameOption, List<String> names, String typeOption, List<String> types, ConfigProblems problems) {
        if (names.size() != types.size()) {
            problems.add(
                    types.isEmpty() || !names.isEmpty() ? typeOption : nameOption,
                    "there are " + names.size() + " names in " + nameOption + " and " + types.size() + " types in "
                            + typeOption + "; give one type for each name");
        }
        List<String> bad = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!ServiceLimits.isName(name)) {
                bad.add('"' + name + '"');
            } else if (!seen.add(name)) {
                problems.add(nameOption, name + " is there twice; name each column once");
            }
        }
        if (!bad.isEmpty()) {
            problems.add(
                    nameOption,
                    String.join(", ", bad) + " cannot name a column; a column name has " + ServiceLimits.NAME_RULE);
        }
    }
}
