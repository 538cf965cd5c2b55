package dev.sluice.tablestore.change;

import com.alicloud.openservices.tablestore.model.Column;
import com.alicloud.openservices.tablestore.model.PrimaryKey;
import com.alicloud.openservices.tablestore.model.RowChange;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import com.alicloud.openservices.tablestore.model.RowUpdateChange;
import dev.sluice.tablestore.value.BadRecord;
import java.util.List;

/** What becomes of a row that exists. */
public enum InsertMode {
    /** It is replaced. */
    PUT {
        @Override
        public RowChange change(String table, PrimaryKey key, List<Column> columns, List<String> deleted) {
            RowPutChange put = new RowPutChange(table, key);
            columns.forEach(put::addColumn); // all at once would copy the list twice
            return put;
        }
    },
    /** Columns that the record does not have stay. */
    UPDATE {
        @Override
        public RowChange change(String table, PrimaryKey key, List<Column> columns, List<String> deleted) {
            if (columns.isEmpty() && deleted.isEmpty()) {
                throw new BadRecord(
                        "the record has no column that is not null, and insert.mode=update needs one to write "
                                + "to table " + table
                                + "; use insert.mode=put to store rows that are a primary key only, or delete.mode=column to "
                                + "delete columns that are null");
            }
            RowUpdateChange update = new RowUpdateChange(table, key).put(columns);
            deleted.forEach(update::deleteColumns);
            return update;
        }
    };

    /**
     * @param table name of a table
     * @param key of the row
     * @param columns that the row has
     * @param deleted names of columns to delete; none for a put, which leaves nothing of the old row
     * @return without a condition
     */
    public abstract RowChange change(String table, PrimaryKey key, List<Column> columns, List<String> deleted);
}
