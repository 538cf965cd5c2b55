package dev.sluice.tablestore.change;

/** What records look like. */
public enum RecordFormat {
    /** The value is the row. */
    PLAIN,
    /** Change events of Debezium, with or without their envelope. */
    DEBEZIUM
}
