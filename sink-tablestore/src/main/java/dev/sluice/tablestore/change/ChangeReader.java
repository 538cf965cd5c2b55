package dev.sluice.tablestore.change;

import dev.sluice.tablestore.column.ColumnTarget;
import dev.sluice.tablestore.value.BadRecord;
import org.apache.kafka.connect.sink.SinkRecord;

/** Understands one form of records. Task thread only. */
public interface ChangeReader {

    /**
     * What the record says.
     *
     * @param record as Connect hands it over
     * @return what has happened to which row
     * @throws BadRecord when it cannot be understood, or wants what the config does not do
     */
    Change read(SinkRecord record);

    /**
     * Whether {@link #addColumns} does anything.
     *
     * @return false when the row has the record's columns alone
     */
    default boolean addsColumns() {
        return false;
    }

    /**
     * Adds columns about the event itself; none by itself.
     *
     * @param event the record as it came
     * @param row takes the columns
     */
    default void addColumns(SinkRecord event, ColumnTarget row) {}
}
