package dev.sluice.tablestore;

import com.alicloud.openservices.tablestore.model.Column;
import com.alicloud.openservices.tablestore.model.PrimaryKey;
import com.alicloud.openservices.tablestore.model.RowChange;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import com.alicloud.openservices.tablestore.model.RowUpdateChange;
import java.util.List;

/** What becomes of a row that exists. */
enum InsertMode {
    /** It is replaced. */
    PUT {
        @Override
        RowChange change(String table, PrimaryKey key, List<Column> columns) {
            return new RowPutChange(table, key).addColumns(columns);
        }
    },
    /** Columns that the record does not have stay. */
    UPDATE {
        @Override
        RowChange change(String table, PrimaryKey key, List<Column> columns) {
            if (columns.isEmpty()) {
                throw new BadRecord(
                        "the record has no column that is not null, and insert.mode=update needs one to write "
                                + "to table " + table
                                + "; use insert.mode=put to store rows that are a primary key only");
            }
            return new RowUpdateChange(table, key).put(columns);
        }
    };

    abstract RowChange change(String table, PrimaryKey key, List<Column> columns);
}
