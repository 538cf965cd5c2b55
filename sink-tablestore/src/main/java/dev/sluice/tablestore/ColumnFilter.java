package dev.sluice.tablestore;

import com.alicloud.openservices.tablestore.model.ColumnType;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which fields become columns, and of which type: all of them as they are, or a list. */
final class ColumnFilter {
    static final ColumnFilter ALL = new ColumnFilter(null);

    private final @Nullable Map<String, ColumnType> types;

    private ColumnFilter(@Nullable Map<String, ColumnType> types) {
        this.types = types;
    }

    static ColumnFilter only(Map<String, ColumnType> types) {
        return new ColumnFilter(Map.copyOf(types));
    }

    boolean includes(String column) {
        return types == null || types.containsKey(column);
    }

    /** The type that the column must have; null when any will do. */
    @Nullable
    ColumnType typeOf(String column) {
        return types == null ? null : types.get(column);
    }

    /** The cell as the type, when it can be without loss; null otherwise. */
    static @Nullable ColumnValue as(ColumnType type, ColumnValue cell) {
        if (cell.getType() == type) {
            return cell;
        }
        // JSON does not tell 50 from 50.0, so a column of doubles has to take whole numbers.
        if (type == ColumnType.DOUBLE && cell.getType() == ColumnType.INTEGER) {
            double number = cell.asLong();
            return (long) number == cell.asLong() && cell.asLong() != Long.MAX_VALUE
                    ? ColumnValue.fromDouble(number)
                    : null;
        }
        return null;
    }
}
