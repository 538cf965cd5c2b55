package dev.sluice.tablestore;

import com.alicloud.openservices.tablestore.model.PrimaryKey;
import org.apache.kafka.connect.sink.SinkRecord;

/** Makes the primary key of a record's row. Pure. */
interface KeySource {

    /** @throws BadRecord when the record has no key that the table would take */
    PrimaryKey keyOf(SinkRecord record, TableSpec table);

    /** Whether the key's columns are fields of the value, so that they are no attributes. */
    boolean takesFieldsOfValue();

    /** Whether {@link #addColumns} does anything. */
    default boolean addsColumns() {
        return false;
    }

    /** Adds columns that belong to the way of making keys; none by itself. */
    default void addColumns(SinkRecord record, TableSpec table, RowBuilder row) {}
}
