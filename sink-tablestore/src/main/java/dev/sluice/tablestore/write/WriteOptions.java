package dev.sluice.tablestore.write;

import dev.sluice.core.batch.BatchLimits;
import dev.sluice.core.config.Choice;
import dev.sluice.tablestore.change.DeleteMode;
import dev.sluice.tablestore.change.InsertMode;
import dev.sluice.tablestore.row.FenceOptions;
import dev.sluice.tablestore.table.KeySchema;
import dev.sluice.tablestore.value.ServiceLimits;
import java.time.Duration;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;

/**
 * How rows are written.
 *
 * @param insertMode what becomes of a row that exists
 * @param deleteMode what is deleted
 * @param api the operation that carries rows
 * @param batch when a request is full
 * @param ambiguous what becomes of a row that may be stored or not
 * @param fence whether older records are kept from replacing newer ones
 */
public record WriteOptions(
        InsertMode insertMode,
        DeleteMode deleteMode,
        WriteApi api,
        BatchLimits batch,
        AmbiguousWrites ambiguous,
        FenceOptions fence) {
    static final String GROUP = "Writing";
    /** Key: what becomes of a row that exists. */
    public static final String INSERT_MODE = "insert.mode";
    /** Key: what is deleted. */
    public static final String DELETE_MODE = "delete.mode";

    static final String WRITE_API = "write.api";
    static final String AMBIGUOUS = "auto_increment.ambiguous.writes";
    /** Key: longest time that a row waits for others. */
    public static final String LINGER_MS = "linger.ms";
    /** Key: rows in a request at most. */
    public static final String BATCH_MAX_ROWS = "batch.max.rows";

    static final String BATCH_MAX_BYTES = "batch.max.bytes";

    private static final Choice<InsertMode> INSERT_MODES = Choice.of(InsertMode.class);
    /** What {@link #DELETE_MODE} may be. */
    public static final Choice<DeleteMode> DELETE_MODES = Choice.of(DeleteMode.class);

    private static final Choice<WriteApi> WRITE_APIS = Choice.of(WriteApi.class);
    private static final Choice<AmbiguousWrites> AMBIGUOUS_CHOICES = Choice.of(AmbiguousWrites.class);

    /**
     * Adds the options.
     *
     * @param def is added to
     * @return the same
     */
    public static ConfigDef define(ConfigDef def) {
        FenceOptions.define(def, GROUP);
        return def.define(
                        AMBIGUOUS,
                        Type.STRING,
                        "repeat",
                        AMBIGUOUS_CHOICES,
                        Importance.LOW,
                        "What becomes of a row of a table with an auto_increment column when its request was sent and the answer "
                                + "was lost, so that nobody knows whether it is stored. repeat: it is written again, and may be "
                                + "there twice. report: it is an errant record, see runtime.error.tolerance, and is there once "
                                + "or not at all. Rows of other tables are always written again: that is the same row.",
                        GROUP,
                        7,
                        Width.SHORT,
                        "Lost answers",
                        AMBIGUOUS_CHOICES)
                .define(
                        INSERT_MODE,
                        Type.STRING,
                        "put",
                        INSERT_MODES,
                        Importance.MEDIUM,
                        "put: a row replaces the one with its primary key. update: columns that the record does not have, or "
                                + "has as null, keep their value.",
                        GROUP,
                        1,
                        Width.SHORT,
                        "Insert mode",
                        INSERT_MODES)
                .define(
                        DELETE_MODE,
                        Type.STRING,
                        "none",
                        DELETE_MODES,
                        Importance.MEDIUM,
                        "What is deleted. none: nothing; a record without a value (a tombstone) is an errant record, see "
                                + "runtime.error.tolerance. row: a tombstone deletes the row with its primary key; needs "
                                + "primarykey.mode=record_key. column: with insert.mode=update a field that is null deletes its "
                                + "column; a tombstone is errant. row_and_column: both.",
                        GROUP,
                        2,
                        Width.SHORT,
                        "Delete mode",
                        DELETE_MODES)
                .define(
                        WRITE_API,
                        Type.STRING,
                        "auto",
                        WRITE_APIS,
                        Importance.LOW,
                        "Operation of the service that carries the rows. bulk: BulkImport. batch: BatchWriteRow. auto: "
                                + "BulkImport, or BatchWriteRow for tables with an auto_increment column and for conditions "
                                + "(write.fencing).",
                        GROUP,
                        3,
                        Width.SHORT,
                        "Write operation",
                        WRITE_APIS)
                .define(
                        LINGER_MS,
                        Type.LONG,
                        100L,
                        Range.between(0, 600_000),
                        Importance.MEDIUM,
                        "Longest time that a row waits for others to share its request.",
                        GROUP,
                        4,
                        Width.SHORT,
                        "Linger (ms)")
                .define(
                        BATCH_MAX_ROWS,
                        Type.INT,
                        ServiceLimits.REQUEST_ROWS,
                        Range.between(1, ServiceLimits.REQUEST_ROWS),
                        Importance.LOW,
                        "Rows in a request at most; the service takes " + ServiceLimits.REQUEST_ROWS + ".",
                        GROUP,
                        5,
                        Width.SHORT,
                        "Rows per request")
                .define(
                        BATCH_MAX_BYTES,
                        Type.INT,
                        ServiceLimits.REQUEST_BYTES,
                        Range.between(1024, ServiceLimits.REQUEST_BYTES),
                        Importance.LOW,
                        "Bytes in a request at most; the service takes " + ServiceLimits.REQUEST_BYTES
                                + ". A larger row travels alone.",
                        GROUP,
                        6,
                        Width.SHORT,
                        "Bytes per request");
    }

    /**
     * Whether BulkImport carries rows.
     *
     * @param keys of their table
     * @return false when BatchWriteRow does
     */
    public boolean isBulk(KeySchema keys) {
        return api.isBulk(keys, fence.on());
    }

    /**
     * When a request is full.
     *
     * @param aroundRows bytes that a request has besides rows
     * @return for rows whose sizes are exact
     */
    public BatchLimits batchOfRows(int aroundRows) {
        return new BatchLimits(
                batch.maxEntries(), batch.maxBytes() - aroundRows, batch.linger(), batch.mayRepeatKeys());
    }

    /**
     * Reads the options.
     *
     * @param config valid by itself
     * @return how rows are written
     */
    public static WriteOptions read(AbstractConfig config) {
        return new WriteOptions(
                INSERT_MODES.parse(config.getString(INSERT_MODE)),
                DELETE_MODES.parse(config.getString(DELETE_MODE)),
                WRITE_APIS.parse(config.getString(WRITE_API)),
                // The service refuses a request with two equal keys and does not promise to apply one in order.
                new BatchLimits(
                        config.getInt(BATCH_MAX_ROWS),
                        config.getInt(BATCH_MAX_BYTES),
                        Duration.ofMillis(config.getLong(LINGER_MS)),
                        false),
                AMBIGUOUS_CHOICES.parse(config.getString(AMBIGUOUS)),
                FenceOptions.read(config));
    }
}
