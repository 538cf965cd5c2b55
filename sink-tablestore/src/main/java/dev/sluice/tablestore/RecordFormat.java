package dev.sluice.tablestore;

/** What records look like. */
enum RecordFormat {
    /** The value is the row. */
    PLAIN,
    /** Change events of Debezium, with or without their envelope. */
    DEBEZIUM
}
