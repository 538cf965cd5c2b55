package dev.sluice.tablestore.row;

import com.alicloud.openservices.tablestore.model.PrimaryKey;

/** Which row of which table: what writes have to keep their order by. The hash is kept, because it is asked for often. */
final class RowKey {
    private final String table;
    private final PrimaryKey key;
    private final int hash;

    RowKey(String table, PrimaryKey key) {
        this.table = table;
        this.key = key;
        this.hash = 31 * table.hashCode() + key.hashCode();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RowKey that && hash == that.hash && table.equals(that.table) && key.equals(that.key);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** The table only: keys are content. */
    @Override
    public String toString() {
        return "a row of " + table;
    }
}
