package dev.sluice.tablestore.config;

import dev.sluice.core.config.ConfigProblems;
import dev.sluice.tablestore.value.ServiceLimits;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Something that becomes a column, and the column's name: an item {@code source} or {@code source:column} of a list.
 *
 * @param source a field, a header, a kind of metadata
 * @param column name of the column
 */
public record NamedColumn(String source, String column) {

    /**
     * Reads the items; what is wrong is added to the problems and left out.
     *
     * @param option the whole name
     * @param items each <code>source</code> or <code>source:column</code>
     * @param prefix of columns that are not named
     * @param problems takes what is wrong
     * @return in the order of the items
     */
    public static List<NamedColumn> parse(String option, List<String> items, String prefix, ConfigProblems problems) {
        List<NamedColumn> columns = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (String item : items) {
            int colon = item.lastIndexOf(':');
            String source = (colon < 0 ? item : item.substring(0, colon)).trim();
            String column =
                    colon < 0 ? prefix + source : item.substring(colon + 1).trim();
            if (source.isEmpty() || !ServiceLimits.isName(column)) {
                problems.add(
                        option,
                        '"' + item + "\" names no column; write <name>:<column>, where a column name has "
                                + ServiceLimits.NAME_RULE);
            } else if (!taken.add(column)) {
                problems.add(option, "two of the items become the column " + column + "; give them different names");
            } else {
                columns.add(new NamedColumn(source, column));
            }
        }
        return columns;
    }
}
