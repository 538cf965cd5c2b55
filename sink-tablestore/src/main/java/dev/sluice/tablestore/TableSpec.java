package dev.sluice.tablestore;

import dev.sluice.core.batch.BatchKey;

/**
 * What the config says of one table.
 *
 * @param batchKey rows of one table share a batch
 */
record TableSpec(String name, KeySchema keys, ColumnRules columns, BatchKey batchKey) {
    TableSpec(String name, KeySchema keys, ColumnRules columns) {
        this(name, keys, columns, BatchKey.of(name));
    }
}
