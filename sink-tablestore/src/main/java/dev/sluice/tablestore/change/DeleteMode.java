package dev.sluice.tablestore.change;

/** What a record without a value does. */
public enum DeleteMode {
    /** It is an errant record. */
    NONE,
    /** The row with its key is deleted. */
    ROW,
    /** It is an errant record; but in an update, fields that are null delete their columns. */
    COLUMN,
    /** The row is deleted; in an update, fields that are null delete their columns. */
    ROW_AND_COLUMN;

    /**
     * Whether rows are deleted.
     *
     * @return false when a record without a value is errant
     */
    public boolean rows() {
        return this == ROW || this == ROW_AND_COLUMN;
    }

    /**
     * Whether an update deletes columns.
     *
     * @return false when a null leaves them
     */
    public boolean columns() {
        return this == COLUMN || this == ROW_AND_COLUMN;
    }
}
