package dev.sluice.tablestore.change;

import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** What a record says has happened to a row. */
public sealed interface Change {

    /**
     * The row is as the record's value says.
     *
     * @param row the record with the row as its value
     * @param before the record with the row's former content as its value; null when it is not known
     * @param event the record as it came
     */
    record Written(SinkRecord row, @Nullable SinkRecord before, SinkRecord event) implements Change {}

    /**
     * The row is gone.
     *
     * @param row the record with the row's last content as its value, or without a value
     */
    record Deleted(SinkRecord row) implements Change {}

    /**
     * Nothing that concerns a row.
     *
     * @param reason without content
     */
    record Ignored(String reason) implements Change {}
}
