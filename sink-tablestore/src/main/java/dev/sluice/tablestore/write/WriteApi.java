package dev.sluice.tablestore.write;

import dev.sluice.core.config.ConfigProblems;
import dev.sluice.core.config.ConfigValues;
import dev.sluice.tablestore.key.KeyOptions;
import dev.sluice.tablestore.row.FenceOptions;
import dev.sluice.tablestore.table.KeySchema;

/** Which of the service's operations carries the rows. */
public enum WriteApi {
    /** The fast one where it will do. */
    AUTO,
    /** BulkImport. */
    BULK,
    /** BatchWriteRow. */
    BATCH;

    /**
     * The documentation of BulkImport does not speak of auto-increment columns; that of BatchWriteRow does. BulkImport has no
     * place for conditions.
     */
    boolean isBulk(KeySchema keys, boolean conditions) {
        return this == BULK || (this == AUTO && !keys.hasAutoIncrement() && !conditions);
    }

    /**
     * What asks for the other one, which validation refuses.
     *
     * @param values the options that are valid by themselves, and the config as it was written
     * @param keys the primary keys
     * @param problems takes what is wrong
     */
    public static void check(ConfigValues values, KeyOptions keys, ConfigProblems problems) {
        if (!"bulk".equals(values.get(WriteOptions.WRITE_API, String.class).orElse(""))) {
            return;
        }
        if (FenceOptions.isOn(values)) {
            problems.add(
                    WriteOptions.WRITE_API,
                    "bulk cannot carry the conditions of " + FenceOptions.FENCING + "=offset; use auto or batch");
        }
        keys.tables().forEach((table, schema) -> {
            if (schema.hasAutoIncrement()) {
                problems.add(
                        WriteOptions.WRITE_API,
                        "bulk does not fill in the auto_increment column of table " + table + "; use auto or batch");
            }
        });
    }
}
