package dev.sluice.tablestore.key;

import com.alicloud.openservices.tablestore.model.PrimaryKey;
import dev.sluice.tablestore.column.ColumnTarget;
import dev.sluice.tablestore.table.TableSpec;
import dev.sluice.tablestore.value.BadRecord;
import org.apache.kafka.connect.sink.SinkRecord;

/** Makes the primary key of a record's row. Pure. */
public interface KeySource {

    /**
     * @param record as Connect hands it over
     * @param table the one that the row goes to
     * @return with the columns that the table has
     * @throws BadRecord when the record has no key that the table would take
     */
    PrimaryKey keyOf(SinkRecord record, TableSpec table);

    /**
     * Whether the key's columns are fields of the value, so that they are no attributes.
     *
     * @return true when they are
     */
    boolean takesFieldsOfValue();

    /**
     * Whether {@link #addColumns} does anything.
     *
     * @return false when the row has the record's columns alone
     */
    default boolean addsColumns() {
        return false;
    }

    /**
     * Adds columns that belong to the way of making keys; none by itself.
     *
     * @param record as Connect hands it over
     * @param table the one that the row goes to
     * @param row takes the columns
     */
    default void addColumns(SinkRecord record, TableSpec table, ColumnTarget row) {}
}
