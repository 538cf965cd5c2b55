package dev.sluice.tablestore;

import org.apache.kafka.connect.sink.SinkRecord;

/** Understands one form of records. Task thread only. */
interface ChangeReader {

    /**
     * What the record says.
     *
     * @throws BadRecord when it cannot be understood, or wants what the config does not do
     */
    Change read(SinkRecord record);

    /** Whether {@link #addColumns} does anything. */
    default boolean addsColumns() {
        return false;
    }

    /**
     * Adds columns about the event itself; none by itself.
     *
     * @param event the record as it came
     */
    default void addColumns(SinkRecord event, RowBuilder row) {}
}
