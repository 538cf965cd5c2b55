package dev.sluice.tablestore.column;

import com.alicloud.openservices.tablestore.model.ColumnType;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** Where the parts of a record go: a row of a table or of a time series. */
public interface ColumnTarget {

    /**
     * A field that becomes a column if the table's rules say so, and as they say.
     *
     * @param field name of a field
     * @param schema null when there is none
     * @param value null when the record has none
     */
    void add(String field, @Nullable Schema schema, @Nullable Object value);

    /**
     * A column.
     *
     * @param column name of the column
     * @param type null when any will do
     * @param schema null when there is none
     * @param value null when the record has none
     */
    void put(String column, @Nullable ColumnType type, @Nullable Schema schema, @Nullable Object value);

    /**
     * Whether the table's rules want the field.
     *
     * @param field its name, with those of the fields around it
     * @return false when it need not be made
     */
    boolean includes(String field);

    /**
     * Whether the table's rules leave the field out by its name.
     *
     * @param field name of a field
     * @return true when nothing of it is wanted
     */
    boolean excludes(String field);
}
