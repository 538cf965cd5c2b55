package dev.sluice.tablestore.column;

/** What numbers and booleans become that have no schema. */
enum SchemalessTypes {
    /** What they are. */
    NATIVE,
    /** Text. */
    STRING
}
