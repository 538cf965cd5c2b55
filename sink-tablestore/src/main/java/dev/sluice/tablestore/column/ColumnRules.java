package dev.sluice.tablestore.column;

import com.alicloud.openservices.tablestore.model.ColumnType;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which fields become columns of a table, and what they are called and of which type they are there.
 *
 * @param listed the fields that become columns, and their types; all of them as they are when it is empty
 * @param excluded fields that do not, although they are listed
 * @param renamed names of columns by the names of their fields
 */
public record ColumnRules(Map<String, ColumnType> listed, Set<String> excluded, Map<String, String> renamed) {
    /** Copies all. */
    public static final ColumnRules ALL = new ColumnRules(Map.of(), Set.of(), Map.of());

    /** Copies all. */
    public ColumnRules {
        listed = Map.copyOf(listed);
        excluded = Set.copyOf(excluded);
        renamed = Map.copyOf(renamed);
    }

    /**
     * Whether every field becomes a column as it is.
     *
     * @return true when there are no rules
     */
    public boolean takesAll() {
        return listed.isEmpty() && excluded.isEmpty() && renamed.isEmpty();
    }

    /**
     * Whether the field becomes a column.
     *
     * @param field its name
     * @return false when it is left out
     */
    public boolean includes(String field) {
        return (listed.isEmpty() || listed.containsKey(field)) && (excluded.isEmpty() || !excluded.contains(field));
    }

    /**
     * The name of the field's column.
     *
     * @param field its name
     * @return the same, or what it is renamed to
     */
    public String columnOf(String field) {
        return renamed.isEmpty() ? field : renamed.getOrDefault(field, field);
    }

    /**
     * The type that the column must have; null when any will do.
     *
     * @param field name of a field that is included
     * @return of the column
     */
    public @Nullable ColumnType typeOf(String field) {
        return listed.isEmpty() ? null : listed.get(field);
    }
}
