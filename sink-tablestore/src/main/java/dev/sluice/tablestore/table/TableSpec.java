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
 * @param bulk whether BulkImport carries its rows, and BatchWriteRow otherwise
 * @param batchKey rows of one table share a batch
 */
public record TableSpec(
        String name,
        KeySchema keys,
        KeySchema recordKeys,
        ColumnRules columns,
        SearchTime searchTime,
        boolean bulk,
        BatchKey batchKey) {
    /**
     * One whose batches are its own.
     *
     * @param name of the table
     * @param keys the primary key
     * @param recordKeys the part of it that comes from the record
     * @param columns which fields become columns
     * @param searchTime for a key with a time
     * @param bulk whether BulkImport carries its rows
     */
    public TableSpec(
            String name,
            KeySchema keys,
            KeySchema recordKeys,
            ColumnRules columns,
            SearchTime searchTime,
            boolean bulk) {
        this(name, keys, recordKeys, columns, searchTime, bulk, BatchKey.of(name));
    }
}
