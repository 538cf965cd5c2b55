package dev.sluice.tablestore;

import java.util.Locale;

/** Which of the service's operations carries the rows. */
enum WriteApi {
    /** The fast one where it will do. */
    AUTO,
    /** BulkImport. */
    BULK,
    /** BatchWriteRow. */
    BATCH;

    static WriteApi of(String option) {
        return valueOf(option.toUpperCase(Locale.ROOT));
    }

    /** The documentation of BulkImport does not speak of auto-increment columns; that of BatchWriteRow does. */
    boolean isBulk(KeySchema keys) {
        return this == BULK || (this == AUTO && !keys.hasAutoIncrement());
    }
}
