package dev.sluice.tablestore.table;

import dev.sluice.core.batch.BatchKey;
import dev.sluice.tablestore.column.ColumnRules;

/**
 * What the config says of one table.
 *
 * @param name of the table
 * @param keys the primary key
 * @param recordKeys the part of it that comes from the record: all but a hash in front
 * @param columns which fields become columns
 * @param searchTime what a key with a time takes
 * @param batchKey rows of one table share a batch
 */
public record TableSpec(
        String name,
        KeySchema keys,
        KeySchema recordKeys,
        ColumnRules columns,
        SearchTime searchTime,
        BatchKey batchKey) {
    /**
     * One whose batches are its own.
     *
     * @param name of the table
     * @param keys the primary key
     * @param recordKeys the part of it that comes from the record
     * @param columns which fields become columns
     * @param searchTime for a key with a time
     */
    public TableSpec(String name, KeySchema keys, KeySchema recordKeys, ColumnRules columns, SearchTime searchTime) {
        this(name, keys, recordKeys, columns, searchTime, BatchKey.of(name));
    }
}
