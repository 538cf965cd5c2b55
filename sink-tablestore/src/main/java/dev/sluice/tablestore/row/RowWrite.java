package dev.sluice.tablestore.row;

import com.alicloud.openservices.tablestore.model.RowChange;
import dev.sluice.tablestore.table.TableSpec;
import dev.sluice.tablestore.table.TableWrite;

/** What Tablestore stores for one record: a row that is put, updated or deleted. Immutable once mapped. */
public final class RowWrite implements TableWrite {
    private final TableSpec table;
    private final RowChange change;

    RowWrite(TableSpec table, RowChange change) {
        this.table = table;
        this.change = change;
    }

    /**
     * The table that the row goes to.
     *
     * @return what the config says of it
     */
    public TableSpec table() {
        return table;
    }

    /**
     * What is written.
     *
     * @return not to be changed
     */
    public RowChange change() {
        return change;
    }

    /** Table and kind of write; no content. */
    @Override
    public String toString() {
        return change.getClass().getSimpleName() + " in " + table.name();
    }
}
