package dev.sluice.tablestore;

/** What a record without a value does. */
enum DeleteMode {
    /** It is an errant record. */
    NONE,
    /** The row with its key is deleted. */
    ROW;
}
