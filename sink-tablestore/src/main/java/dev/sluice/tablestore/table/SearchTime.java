package dev.sluice.tablestore.table;

/** Which time the column {@code timestamp} of {@code primarykey.mode=search} holds. */
public enum SearchTime {
    /** The record's own. */
    KAFKA,
    /** When it was mapped, so it changes when the record is delivered again. */
    LOCAL
}
