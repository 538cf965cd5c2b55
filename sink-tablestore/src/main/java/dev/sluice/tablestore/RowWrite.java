package dev.sluice.tablestore;

import com.alicloud.openservices.tablestore.model.RowChange;

/** What Tablestore stores for one record: a row that is put, updated or deleted. Immutable once mapped. */
public final class RowWrite implements TableStoreWrite {
    private final TableSpec table;
    private final RowChange change;

    RowWrite(TableSpec table, RowChange change) {
        this.table = table;
        this.change = change;
    }

    TableSpec table() {
        return table;
    }

    RowChange change() {
        return change;
    }

    /** Table and kind of write; no content. */
    @Override
    public String toString() {
        return change.getClass().getSimpleName() + " in " + table.name();
    }
}
