package dev.sluice.tablestore;

/** What a record without a value does. */
enum DeleteMode {
    /** It is an errant record. */
    NONE,
    /** The row with its key is deleted. */
    ROW,
    /** It is an errant record; but in an update, fields that are null delete their columns. */
    COLUMN,
    /** The row is deleted; in an update, fields that are null delete their columns. */
    ROW_AND_COLUMN;

    boolean rows() {
        return this == ROW || this == ROW_AND_COLUMN;
    }

    boolean columns() {
        return this == COLUMN || this == ROW_AND_COLUMN;
    }
}
