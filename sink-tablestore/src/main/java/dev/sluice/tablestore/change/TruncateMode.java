package dev.sluice.tablestore.change;

/** What becomes of an event that says that the source's table was emptied. No row is deleted in any case. */
enum TruncateMode {
    /** It is an errant record. */
    ERRANT,
    /** It is logged and left out. */
    SKIP,
    /** The task stops, whatever the tolerance. */
    FAIL
}
