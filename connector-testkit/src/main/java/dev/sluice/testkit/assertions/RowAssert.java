package dev.sluice.testkit.assertions;

import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.model.Column;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.GetRowRequest;
import com.alicloud.openservices.tablestore.model.PrimaryKey;
import com.alicloud.openservices.tablestore.model.Row;
import com.alicloud.openservices.tablestore.model.SingleRowQueryCriteria;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/**
 * Assertions on one row; each reads its newest version. Values are String, Long, Double, Boolean or byte array. All but
 * {@link #doesNotExist} fail when it is not there, with the keys that are. What the client throws comes through.
 */
public final class RowAssert extends AbstractAssert<RowAssert, PrimaryKey> {
    private final SyncClient client;
    private final TableAssert table;

    RowAssert(SyncClient client, TableAssert table, PrimaryKey key) {
        super(key, RowAssert.class);
        this.client = client;
        this.table = table;
    }

    /**
     * The row is there.
     *
     * @return this
     */
    public RowAssert exists() {
        read();
        return this;
    }

    /**
     * The row is not there.
     *
     * @return this
     */
    public RowAssert doesNotExist() {
        if (find() != null) {
            throw failure("Expecting table %s not to have the row %s, but it does", table.name(), actual);
        }
        return this;
    }

    /**
     * The row has this column with this value.
     *
     * @param name of an attribute column; key columns are asked for with {@link TableAssert#row}
     * @param value of the column's own type; an Integer stands for the Long, and arrays are compared by content
     * @return this
     */
    public RowAssert hasColumn(String name, Object value) {
        Map<String, Object> columns = columns();
        if (!Objects.deepEquals(columns.get(name), stored(value))) {
            throw failure(
                    "Expecting the row %s of table %s to have %s=%s (%s), but its columns are %s",
                    actual, table.name(), name, value, stored(value).getClass().getSimpleName(), columns);
        }
        return this;
    }

    /**
     * The row has no column of this name.
     *
     * @param name of an attribute column
     * @return this
     */
    public RowAssert hasNoColumn(String name) {
        Map<String, Object> columns = columns();
        if (columns.containsKey(name)) {
            throw failure(
                    "Expecting the row %s of table %s to have no column %s, but its columns are %s",
                    actual, table.name(), name, columns);
        }
        return this;
    }

    /**
     * The row has these attribute columns and no other.
     *
     * @param expected values by name, as {@link #hasColumn} takes them
     * @return this
     */
    public RowAssert hasOnlyColumns(Map<String, ?> expected) {
        expected.forEach(this::hasColumn);
        columns().keySet().stream().filter(name -> !expected.containsKey(name)).forEach(this::hasNoColumn);
        return this;
    }

    private Map<String, Object> columns() {
        Map<String, Object> columns = new TreeMap<>();
        for (Column column : read().getColumns()) {
            // The newest version of a column comes first.
            columns.putIfAbsent(column.getName(), plain(column.getValue()));
        }
        return columns;
    }

    private Row read() {
        Row row = find();
        if (row == null) {
            throw failure(
                    "Expecting table %s to have the row %s, but it has %s",
                    table.name(), actual, Found.some(table.keys()));
        }
        return row;
    }

    private @Nullable Row find() {
        SingleRowQueryCriteria one = new SingleRowQueryCriteria(table.name(), actual);
        one.setMaxVersions(1);
        return client.getRow(new GetRowRequest(one)).getRow();
    }

    private static Object stored(Object value) {
        return value instanceof Integer number ? number.longValue() : value;
    }

    private static Object plain(ColumnValue value) {
        return switch (value.getType()) {
            case STRING -> value.asString();
            case INTEGER -> value.asLong();
            case DOUBLE -> value.asDouble();
            case BOOLEAN -> value.asBoolean();
            case BINARY -> value.asBinary();
            default -> throw new IllegalStateException("A cell has no value of type " + value.getType());
        };
    }
}
