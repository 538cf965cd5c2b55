package dev.sluice.tablestore;

import dev.sluice.core.batch.BatchKey;

/**
 * What the config says of one table.
 *
 * @param keys the primary key
 * @param recordKeys the part of it that comes from the record: all but a hash in front
 * @param batchKey rows of one table share a batch
 */
record TableSpec(
        String name,
        KeySchema keys,
        KeySchema recordKeys,
        ColumnRules columns,
        SearchTime searchTime,
        BatchKey batchKey) {
    TableSpec(String name, KeySchema keys, KeySchema recordKeys, ColumnRules columns, SearchTime searchTime) {
        this(name, keys, recordKeys, columns, searchTime, BatchKey.of(name));
    }
}
