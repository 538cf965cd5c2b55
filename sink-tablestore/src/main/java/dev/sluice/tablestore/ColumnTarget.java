package dev.sluice.tablestore;

import com.alicloud.openservices.tablestore.model.ColumnType;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** Where the parts of a record go: a row of a table or of a time series. */
interface ColumnTarget {

    /** A field that becomes a column if the table's rules say so, and as they say. */
    void add(String field, @Nullable Schema schema, @Nullable Object value);

    /**
     * A column.
     *
     * @param type null when any will do
     */
    void put(String column, @Nullable ColumnType type, @Nullable Schema schema, @Nullable Object value);

    boolean includes(String field);

    /** Whether the table's rules leave the field out by its name. */
    boolean excludes(String field);
}
