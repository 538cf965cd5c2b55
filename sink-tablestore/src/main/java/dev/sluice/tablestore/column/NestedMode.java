package dev.sluice.tablestore.column;

/** What becomes of a struct, map or array inside a field. */
enum NestedMode {
    /** The record is errant. */
    FAIL,
    /** It is one column of JSON text. */
    JSON,
    /** Each field inside is a column of its own; arrays are JSON text. */
    FLATTEN
}
