package dev.sluice.tablestore;

import com.alicloud.openservices.tablestore.model.ColumnType;
import dev.sluice.core.config.ConfigProblems;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Which fields become columns of which table. */
final class ColumnOptions {
    private static final String KIND = "columns.whitelist";
    private static final Map<String, ColumnType> TYPES = Map.of(
            "string", ColumnType.STRING,
            "integer", ColumnType.INTEGER,
            "double", ColumnType.DOUBLE,
            "boolean", ColumnType.BOOLEAN,
            "binary", ColumnType.BINARY);

    private ColumnOptions() {}

    /** Reads the lists of all tables; what is wrong is added to the problems and left out. */
    static Map<String, ColumnFilter> read(PerTableOptions options, ConfigProblems problems) {
        Map<String, ColumnFilter> filters = new HashMap<>();
        Set<String> tables = options.tables(KIND);
        for (String table : tables) {
            String nameOption = PerTableOptions.columnName(table);
            String typeOption = PerTableOptions.columnType(table);
            List<String> names = options.list(nameOption);
            List<String> types = options.list(typeOption);
            PerTableOptions.checkColumns(nameOption, names, typeOption, types, problems);
            Map<String, ColumnType> columns = new HashMap<>();
            for (int i = 0; i < types.size(); i++) {
                ColumnType type = TYPES.get(types.get(i).toLowerCase(Locale.ROOT));
                if (type == null) {
                    problems.add(
                            typeOption,
                            '"' + types.get(i)
                                    + "\" is no type of a column; use string, integer, double, boolean or binary");
                } else if (i < names.size()) {
                    columns.put(names.get(i), type);
                }
            }
            if (!names.isEmpty()) {
                filters.put(table, ColumnFilter.only(columns));
            }
        }
        return filters;
    }
}
