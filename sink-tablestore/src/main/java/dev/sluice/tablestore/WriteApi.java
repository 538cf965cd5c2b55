package dev.sluice.tablestore;

/** Which of the service's operations carries the rows. */
enum WriteApi {
    /** The fast one where it will do. */
    AUTO,
    /** BulkImport. */
    BULK,
    /** BatchWriteRow. */
    BATCH;

    /** The documentation of BulkImport does not speak of auto-increment columns; that of BatchWriteRow does. */
    boolean isBulk(KeySchema keys) {
        return this == BULK || (this == AUTO && !keys.hasAutoIncrement());
    }
}
