package dev.sluice.testkit.assertions;

import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.model.DescribeTableRequest;
import com.alicloud.openservices.tablestore.model.GetRangeRequest;
import com.alicloud.openservices.tablestore.model.GetRangeResponse;
import com.alicloud.openservices.tablestore.model.PrimaryKey;
import com.alicloud.openservices.tablestore.model.PrimaryKeyBuilder;
import com.alicloud.openservices.tablestore.model.PrimaryKeySchema;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import com.alicloud.openservices.tablestore.model.RangeRowQueryCriteria;
import com.alicloud.openservices.tablestore.model.Row;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.AbstractAssert;

/** Assertions on one table. Each asks the service anew, on the calling thread; what the client throws comes through. */
public final class TableAssert extends AbstractAssert<TableAssert, String> {
    private final SyncClient client;

    TableAssert(SyncClient client, String table) {
        super(table, TableAssert.class);
        this.client = client;
    }

    /**
     * The table is there.
     *
     * @return this
     */
    public TableAssert exists() {
        List<String> tables = client.listTable().getTableNames();
        if (!tables.contains(actual)) {
            throw failure("Expecting table %s to exist, but there is %s", actual, Found.some(tables));
        }
        return this;
    }

    /**
     * The table is not there.
     *
     * @return this
     */
    public TableAssert doesNotExist() {
        if (client.listTable().getTableNames().contains(actual)) {
            throw failure("Expecting table %s not to exist, but it does", actual);
        }
        return this;
    }

    /**
     * The table has as many rows as this. Reads the keys of all rows, so it is for tables of a test's size.
     *
     * @param expected 0 or more
     * @return this
     */
    public TableAssert hasRowCount(int expected) {
        List<PrimaryKey> keys = keys();
        if (keys.size() != expected) {
            throw failure(
                    "Expecting table %s to have %d rows, but it has %d: %s",
                    actual, expected, keys.size(), Found.some(keys));
        }
        return this;
    }

    /**
     * Goes on with the row of this primary key, which need not be there. The table has to be: its key columns are asked
     * for.
     *
     * @param primaryKey the values in the order of the table's key columns: each a String, a Long, an Integer or a byte
     *     array
     * @return assertions on it
     * @throws IllegalArgumentException when the table has another number of key columns, or a value is of another type
     */
    public RowAssert row(Object... primaryKey) {
        exists();
        List<PrimaryKeySchema> columns = keyColumns();
        if (columns.size() != primaryKey.length) {
            throw new IllegalArgumentException("Table " + actual + " has the primary key "
                    + columns.stream().map(PrimaryKeySchema::getName).toList() + ", not of " + primaryKey.length
                    + " columns");
        }
        PrimaryKeyBuilder key = PrimaryKeyBuilder.createPrimaryKeyBuilder();
        for (int i = 0; i < primaryKey.length; i++) {
            key.addPrimaryKeyColumn(columns.get(i).getName(), keyValue(primaryKey[i]));
        }
        return new RowAssert(client, this, key.build());
    }

    String name() {
        return actual;
    }

    List<PrimaryKey> keys() {
        exists();
        PrimaryKeyBuilder least = PrimaryKeyBuilder.createPrimaryKeyBuilder();
        PrimaryKeyBuilder most = PrimaryKeyBuilder.createPrimaryKeyBuilder();
        for (PrimaryKeySchema column : keyColumns()) {
            least.addPrimaryKeyColumn(column.getName(), PrimaryKeyValue.INF_MIN);
            most.addPrimaryKeyColumn(column.getName(), PrimaryKeyValue.INF_MAX);
        }
        RangeRowQueryCriteria range = new RangeRowQueryCriteria(actual);
        range.setMaxVersions(1);
        range.setExclusiveEndPrimaryKey(most.build());
        List<PrimaryKey> keys = new ArrayList<>();
        PrimaryKey next = least.build();
        while (next != null) {
            range.setInclusiveStartPrimaryKey(next);
            GetRangeResponse page = client.getRange(new GetRangeRequest(range));
            page.getRows().stream().map(Row::getPrimaryKey).forEach(keys::add);
            next = page.getNextStartPrimaryKey();
        }
        return keys;
    }

    private List<PrimaryKeySchema> keyColumns() {
        return client.describeTable(new DescribeTableRequest(actual))
                .getTableMeta()
                .getPrimaryKeyList();
    }

    private static PrimaryKeyValue keyValue(Object value) {
        if (value instanceof String text) {
            return PrimaryKeyValue.fromString(text);
        } else if (value instanceof Long || value instanceof Integer) {
            return PrimaryKeyValue.fromLong(((Number) value).longValue());
        } else if (value instanceof byte[] bytes) {
            return PrimaryKeyValue.fromBinary(bytes);
        }
        throw new IllegalArgumentException(
                "A primary key has no " + value.getClass().getName());
    }
}
