package dev.sluice.testkit.tablestore;

import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.DescribeTableResponse;
import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.OperationType;
import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.ReturnType;
import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.RowExistenceExpectation;
import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.TableMeta;
import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.TableOptions;
import com.alicloud.openservices.tablestore.core.protocol.PlainBufferConsts;
import com.aliyun.ots.thirdparty.com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one table, in key order. Thread-safe: one lock, taken once a batch; checking and encoding happen outside
 * of it.
 */
final class Table {
    private static final Outcome OK = new Outcome(null, null, 0);

    private volatile TableSchema schema;
    private static final byte DEFINITION = 'T';
    private static final byte ROW = 'R';
    private static final byte NO_ROW = 'r';

    private final Journal journal;
    private final RowStore rows;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private volatile TableSettings settings;
    private long lastAutoIncrement;

    /** A new table, which its journal will know of. */
    Table(TableSchema schema, TableSettings settings, Journal journal) {
        this(new Definition(schema, settings), journal);
        define(schema, settings);
    }

    private Table(Definition definition, Journal journal) {
        this.schema = definition.schema();
        this.settings = definition.settings();
        this.journal = journal;
        this.rows = new RowStore(journal, ROW, NO_ROW);
    }

    /** What a journal knows of a table beside its rows. */
    private record Definition(TableSchema schema, TableSettings settings) {
        static Definition of(byte[] bytes) throws ServiceError {
            try {
                DescribeTableResponse table = DescribeTableResponse.parseFrom(bytes);
                return new Definition(
                        TableSchema.of(table.getTableMeta()),
                        new TableSettings(table.getTableOptions(), table.getReservedThroughputDetails()));
            } catch (InvalidProtocolBufferException e) {
                throw ServiceError.parameter("A stored table cannot be read.");
            }
        }

        byte[] bytes() {
            return DescribeTableResponse.newBuilder()
                    .setTableMeta(schema.meta())
                    .setTableOptions(settings.options())
                    .setReservedThroughputDetails(settings.throughput())
                    .build()
                    .toByteArray();
        }
    }

    /** The table of a journal as it was when the journal was last flushed; null when there was none. */
    static @Nullable Table read(Journal journal) throws IOException, ServiceError {
        Table[] read = new Table[1];
        journal.read((kind, content) -> {
            Table table = read[0];
            if (kind != DEFINITION) {
                if (table == null || !table.rows.restore(kind, content)) {
                    throw ServiceError.parameter("A stored row cannot be read.");
                }
            } else if (table == null) {
                read[0] = new Table(Definition.of(content), journal);
            } else {
                Definition definition = Definition.of(content);
                table.schema = definition.schema();
                table.settings = definition.settings();
            }
        });
        if (read[0] != null) {
            read[0].compact();
        }
        return read[0];
    }

    private void define(TableSchema nextSchema, TableSettings nextSettings) {
        lock.writeLock().lock();
        try {
            schema = nextSchema;
            settings = nextSettings;
            journal.add(DEFINITION, new Definition(nextSchema, nextSettings).bytes());
            journal.flush();
        } finally {
            lock.writeLock().unlock();
        }
    }

    private void compact() {
        journal.rewrite(fresh -> {
            fresh.add(DEFINITION, new Definition(schema, settings).bytes());
            rows.writeTo(fresh);
        });
    }

    Journal journal() {
        return journal;
    }

    /**
     * What became of one row.
     *
     * @param error null when the row was written
     * @param row what the request wants back, null when nothing
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Outcome(@Nullable ServiceError error, byte @Nullable [] row, int readUnits) {}

    TableSchema schema() {
        return schema;
    }

    TableSettings settings() {
        return settings;
    }

    synchronized void change(TableSettings next) {
        define(schema, next);
    }

    /** Predefines columns, or forgets that they were; what is stored stays as it is. */
    synchronized void redefine(UnaryDefinition change) throws ServiceError {
        define(TableSchema.of(change.apply(schema.meta())), settings);
    }

    /** Makes the new description of a table from the old one. */
    interface UnaryDefinition {
        TableMeta apply(TableMeta meta) throws ServiceError;
    }

    /** Reads one row, without what has expired; null when there is none. */
    @Nullable
    StoredRow get(RowKey key, long now) {
        StoredRow row;
        lock.readLock().lock();
        try {
            row = rows.get(key);
        } finally {
            lock.readLock().unlock();
        }
        return row == null ? null : row.since(settings.oldestVersion(now));
    }

    /** The rows of a range in the direction of reading, at most {@code limit} of them, with what has expired. */
    List<StoredRow> range(RowKey start, RowKey end, boolean forward, int limit) {
        order();
        lock.readLock().lock();
        try {
            return rows.range(start, end, forward, limit);
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Every write that was answered before the range is asked for is then part of the order. */
    private void order() {
        lock.readLock().lock();
        try {
            if (rows.isOrdered()) {
                return;
            }
        } finally {
            lock.readLock().unlock();
        }
        lock.writeLock().lock();
        try {
            rows.order();
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Writes rows, each atomically, in their order; the outcomes are in the same order. */
    List<Outcome> write(List<RowChange> changes, long now) {
        return write(changes, now, false);
    }

    /** @param atomic whether nothing is written, and every outcome is the error, when one row fails */
    List<Outcome> write(List<RowChange> changes, long now, boolean atomic) {
        TableOptions options = settings.options();
        List<Outcome> outcomes = new ArrayList<>(changes.size());
        List<@Nullable StoredRow> ready = new ArrayList<>(changes.size());
        for (RowChange change : changes) {
            try {
                check(change, options, now);
                outcomes.add(OK);
                ready.add(encodedAhead(change, options, now));
            } catch (ServiceError e) {
                outcomes.add(new Outcome(e, null, 0));
                ready.add(null);
            }
        }
        lock.writeLock().lock();
        try {
            UndoneWrites before = atomic ? new UndoneWrites(rows, changes) : null;
            for (int i = 0; i < changes.size(); i++) {
                if (outcomes.get(i).error() == null) {
                    outcomes.set(i, apply(changes.get(i), ready.get(i), options, now));
                }
            }
            if (before != null) {
                before.undoUnlessAllOk(outcomes);
            }
            journal.flush();
            if (journal.isWasteful(rows.bytes())) {
                compact();
            }
        } finally {
            lock.writeLock().unlock();
        }
        return outcomes;
    }

    /** The keys at which the next part of about so many bytes begins, for as many parts as there are. */
    List<StoredRow> splitPoints(long bytes, int limit) {
        order();
        lock.readLock().lock();
        try {
            return rows.splitPoints(bytes, limit);
        } finally {
            lock.readLock().unlock();
        }
    }

    private void check(RowChange change, TableOptions options, long now) throws ServiceError {
        schema.checkKey(change.key());
        schema.checkDefinedColumns(change.cells());
        if (schema.hasAutoIncrement()
                && change.rowKey() != null
                && change.type() != OperationType.DELETE
                && change.condition().existence() != RowExistenceExpectation.EXPECT_EXIST) {
            throw ServiceError.parameter("Invalid expect: " + change.condition().existence()
                    + " when modify a specific row for table with pk auto increment.");
        }
        long deviation = options.getDeviationCellVersionInSec();
        for (Cell cell : change.cells()) {
            if (cell.timestamp() >= 0
                    && cell.hasValue()
                    && (cell.timestamp() / 1000 < now / 1000 - deviation
                            || cell.timestamp() / 1000 >= now / 1000 + deviation)) {
                throw ServiceError.parameter("Invalid timestamp. Cell: " + cell.name() + ".");
            }
        }
    }

    /** A put does not depend on what is stored, so its bytes are made before the lock is taken. */
    private static @Nullable StoredRow encodedAhead(RowChange change, TableOptions options, long now) {
        return change.type() == OperationType.PUT && change.rowKey() != null
                ? StoredRow.of(change.key(), Versions.put(change.cells(), now, options.getMaxVersions()))
                : null;
    }

    private Outcome apply(RowChange change, @Nullable StoredRow ready, TableOptions options, long now) {
        if (ready != null && change.condition().isNone() && change.returnsNothing() && change.rowKey() != null) {
            rows.put(change.rowKey(), ready);
            return OK;
        }
        try {
            return applyChecked(change, ready, options, now);
        } catch (ServiceError e) {
            return new Outcome(e, null, change.condition().isNone() ? 0 : 1);
        }
    }

    private Outcome applyChecked(RowChange change, @Nullable StoredRow ready, TableOptions options, long now)
            throws ServiceError {
        List<Cell> key = change.key();
        RowKey rowKey = change.rowKey();
        if (rowKey == null) {
            key = withAutoIncrement(key, now);
            rowKey = RowKey.of(key);
        }
        StoredRow kept = rows.get(rowKey);
        StoredRow old = kept == null ? null : kept.since(settings.oldestVersion(now));
        RowReader.Row oldRow = old == null ? null : old.decode();
        change.condition().check(oldRow);
        List<Cell> cells = List.of();
        switch (change.type()) {
            case PUT -> {
                StoredRow next = ready != null
                        ? ready
                        : StoredRow.of(key, Versions.put(change.cells(), now, options.getMaxVersions()));
                rows.put(rowKey, next);
                cells = change.returnsNothing() ? cells : next.decode().cells();
            }
            case UPDATE -> {
                cells = Versions.update(
                        oldRow == null ? cells : oldRow.cells(), change.cells(), now, options.getMaxVersions());
                if (oldRow != null || change.putsColumns()) {
                    rows.put(rowKey, StoredRow.of(key, cells));
                }
            }
            case DELETE -> rows.remove(rowKey);
        }
        return new Outcome(
                null, returned(change, key, cells), change.condition().isNone() ? 0 : 1);
    }

    private List<Cell> withAutoIncrement(List<Cell> key, long now) {
        lastAutoIncrement = Math.max(lastAutoIncrement + 1, now * 1000);
        List<Cell> filled = new ArrayList<>(key.size());
        for (Cell cell : key) {
            filled.add(
                    cell.type() == PlainBufferConsts.VT_AUTO_INCREMENT
                            ? cell.withInteger(lastAutoIncrement, Cell.NO_TIMESTAMP)
                            : cell);
        }
        return filled;
    }

    private static byte @Nullable [] returned(RowChange change, List<Cell> key, List<Cell> cells) {
        if (change.returnsNothing()) {
            return null;
        }
        if (change.returns().getReturnType() == ReturnType.RT_PK) {
            return RowWriter.row(key, List.of());
        }
        List<Cell> latest = new ArrayList<>();
        for (Cell cell : cells) {
            boolean newest = latest.isEmpty() || latest.get(latest.size() - 1).compareName(cell) != 0;
            if (newest && change.returns().getReturnColumnNamesList().contains(cell.name())) {
                latest.add(cell);
            }
        }
        return RowWriter.row(key, latest);
    }
}
