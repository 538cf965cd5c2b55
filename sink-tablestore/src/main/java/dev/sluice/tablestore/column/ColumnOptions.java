package dev.sluice.tablestore.column;

import com.alicloud.openservices.tablestore.model.ColumnType;
import dev.sluice.core.config.ConfigProblems;
import dev.sluice.tablestore.config.NamedColumn;
import dev.sluice.tablestore.config.PerTableOptions;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which fields become columns of which table. */
public final class ColumnOptions {
    private static final String LISTED = "columns.whitelist";
    private static final String RULES = "columns";
    private static final Map<String, ColumnType> TYPES = Map.of(
            "string", ColumnType.STRING,
            "integer", ColumnType.INTEGER,
            "double", ColumnType.DOUBLE,
            "boolean", ColumnType.BOOLEAN,
            "binary", ColumnType.BINARY);

    private ColumnOptions() {}

    /**
     * Null when it is none.
     *
     * @param name as it is written
     * @return the type of a column
     */
    public static @Nullable ColumnType typeOf(String name) {
        return TYPES.get(name.toLowerCase(Locale.ROOT));
    }

    /**
     * Reads the rules of all tables; what is wrong is added to the problems and left out.
     *
     * @param options where they are written
     * @param problems takes what is wrong
     * @return by tables
     */
    public static Map<String, ColumnRules> read(PerTableOptions options, ConfigProblems problems) {
        Set<String> tables = new TreeSet<>(options.tables(LISTED));
        tables.addAll(options.tables(RULES));
        Map<String, ColumnRules> rules = new HashMap<>();
        for (String table : tables) {
            rules.put(
                    table,
                    new ColumnRules(
                            listed(
                                    PerTableOptions.columnName(table),
                                    PerTableOptions.columnType(table),
                                    options,
                                    problems),
                            new HashSet<>(options.list(PerTableOptions.columnExclude(table))),
                            renamed(table, options, problems)));
        }
        return rules;
    }

    /**
     * Reads a list of columns and one of their types; what is wrong is added to the problems and left out.
     *
     * @param nameOption the option with the columns
     * @param typeOption the option with a type for each
     * @param options where they are written
     * @param problems takes what is wrong
     * @return types by names, in the order of the list
     */
    public static Map<String, ColumnType> listed(
            String nameOption, String typeOption, PerTableOptions options, ConfigProblems problems) {
        List<String> names = options.list(nameOption);
        List<String> types = options.list(typeOption);
        PerTableOptions.checkColumns(nameOption, names, typeOption, types, problems);
        Map<String, ColumnType> columns = new LinkedHashMap<>();
        for (int i = 0; i < types.size(); i++) {
            ColumnType type = typeOf(types.get(i));
            if (type == null) {
                problems.add(
                        typeOption,
                        '"' + types.get(i)
                                + "\" is no type of a column; use string, integer, double, boolean or binary");
            } else if (i < names.size()) {
                columns.put(names.get(i), type);
            }
        }
        return columns;
    }

    private static Map<String, String> renamed(String table, PerTableOptions options, ConfigProblems problems) {
        String option = PerTableOptions.columnRename(table);
        Map<String, String> renamed = new HashMap<>();
        for (NamedColumn column : NamedColumn.parse(option, options.list(option), "", problems)) {
            if (renamed.put(column.source(), column.column()) != null) {
                problems.add(option, column.source() + " is there twice; a field has one column");
            }
        }
        return renamed;
    }
}
