package dev.sluice.testkit.tablestore;

import com.alicloud.openservices.tablestore.core.protocol.timeseries.Timeseries.TimeseriesMetaOptions;
import com.alicloud.openservices.tablestore.core.protocol.timeseries.Timeseries.TimeseriesTableMeta;
import com.alicloud.openservices.tablestore.core.protocol.timeseries.Timeseries.TimeseriesTableOptions;
import com.aliyun.ots.thirdparty.com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The series of one time series table: their meta data, and their rows in the order of series and time. Rows are
 * encoded before the lock is taken. Thread-safe.
 */
final class SeriesTable {
    /** A client that heard of an update of meta data more recently than this does not cause another one. */
    private static final long META_REFRESH_SECONDS = Duration.ofDays(1).toSeconds();

    private static final byte DEFINITION = 'T';
    private static final byte ROW = 'R';
    private static final byte NO_ROW = 'r';
    private static final byte META = 'M';
    private static final byte NO_META = 'm';

    private final Journal journal;
    private final RowStore rows;
    private final RowStore metas;
    private TimeseriesTableMeta meta;

    private SeriesTable(TimeseriesTableMeta meta, Journal journal) {
        this.meta = meta;
        this.journal = journal;
        this.rows = new RowStore(journal, ROW, NO_ROW);
        this.metas = new RowStore(journal, META, NO_META);
    }

    /** A new table, which its journal will know of. */
    static SeriesTable create(TimeseriesTableMeta meta, Journal journal) {
        SeriesTable table = new SeriesTable(meta, journal);
        table.define(meta);
        return table;
    }

    /** The table of a journal as it was when the journal was last flushed; null when there was none. */
    static @Nullable SeriesTable read(Journal journal) throws IOException, ServiceError {
        SeriesTable[] read = new SeriesTable[1];
        journal.read((kind, content) -> {
            SeriesTable table = read[0];
            if (kind != DEFINITION) {
                if (table == null || !(table.rows.restore(kind, content) || table.metas.restore(kind, content))) {
                    throw ServiceError.parameter("A stored row cannot be read.");
                }
            } else if (table == null) {
                read[0] = new SeriesTable(definition(content), journal);
            } else {
                table.meta = definition(content);
            }
        });
        if (read[0] != null) {
            read[0].compact();
        }
        return read[0];
    }

    private static TimeseriesTableMeta definition(byte[] bytes) throws ServiceError {
        try {
            return TimeseriesTableMeta.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw ServiceError.parameter("A stored table cannot be read.");
        }
    }

    private synchronized void define(TimeseriesTableMeta next) {
        meta = next;
        journal.add(DEFINITION, next.toByteArray());
        journal.flush();
    }

    private void compact() {
        journal.rewrite(fresh -> {
            fresh.add(DEFINITION, meta.toByteArray());
            rows.writeTo(fresh);
            metas.writeTo(fresh);
        });
    }

    private void save() {
        journal.flush();
        if (journal.isWasteful(rows.bytes() + metas.bytes())) {
            compact();
        }
    }

    Journal journal() {
        return journal;
    }

    String name() {
        return meta().getTableName();
    }

    synchronized TimeseriesTableMeta meta() {
        return meta;
    }

    synchronized void change(@Nullable TimeseriesTableOptions options, @Nullable TimeseriesMetaOptions metaOptions)
            throws ServiceError {
        TimeseriesTableMeta.Builder changed = meta.toBuilder();
        if (options != null) {
            changed.mergeTableOptions(options);
        }
        if (metaOptions != null) {
            changed.mergeMetaOptions(metaOptions);
        }
        SeriesTableCalls.check(changed);
        define(changed.build());
    }

    /**
     * Writes rows; a row replaces the one of the same series and time.
     *
     * @return for each row whether the meta data of its series was updated
     */
    List<Boolean> put(List<SeriesRow> sent, long nowMicros, boolean updateMeta) {
        List<RowKey> keys = new ArrayList<>(sent.size());
        List<StoredRow> encoded = new ArrayList<>(sent.size());
        for (SeriesRow row : sent) {
            List<Cell> key = row.key().cells(row.time());
            keys.add(RowKey.of(key));
            encoded.add(StoredRow.of(key, row.fields()));
        }
        List<Boolean> updated = new ArrayList<>(sent.size());
        synchronized (this) {
            for (int i = 0; i < sent.size(); i++) {
                rows.put(keys.get(i), encoded.get(i));
                updated.add(updateMeta && refresh(sent.get(i), nowMicros));
            }
            save();
        }
        return updated;
    }

    private boolean refresh(SeriesRow row, long nowMicros) {
        StoredRow stored = metas.get(row.key().meta());
        boolean recent = row.metaSeconds() > nowMicros / 1_000_000 - META_REFRESH_SECONDS;
        if (recent && stored != null) {
            return false;
        }
        SeriesMeta old = stored == null ? null : visible(stored, nowMicros);
        write(new SeriesMeta(row.key(), old == null ? "" : old.attributes(), nowMicros));
        return true;
    }

    private void write(SeriesMeta series) {
        metas.put(series.key().meta(), series.encode());
    }

    /** Makes meta data, or changes the attributes of what is there. */
    synchronized void update(SeriesKey key, String attributes, long nowMicros) throws ServiceError {
        StoredRow stored = metas.get(key.meta());
        if (stored != null
                && meta.getMetaOptions().hasAllowUpdateAttributes()
                && !meta.getMetaOptions().getAllowUpdateAttributes()) {
            throw ServiceError.parameter("Update attributes is not allowed.");
        }
        write(new SeriesMeta(key, attributes, nowMicros));
        save();
    }

    /** Forgets that there is such a series; its rows stay, as in the service. */
    synchronized void deleteMeta(SeriesKey key) {
        metas.remove(key.meta());
        save();
    }

    /** The rows of one series from one time (with it) to another (without it), at most so many. */
    synchronized List<StoredRow> rows(
            SeriesKey key, long begin, long end, boolean backward, @Nullable Long from, int limit, long nowMicros) {
        rows.order();
        long first = Math.max(begin, oldest(nowMicros));
        if (first >= end) {
            return List.of();
        }
        if (backward) {
            RowKey last = first == 0 ? key.beforeRows() : key.row(first - 1);
            return rows.range(key.row(from == null ? end - 1 : Math.min(from, end - 1)), last, false, limit);
        }
        return rows.range(key.row(from == null ? first : Math.max(from, first)), key.row(end), true, limit);
    }

    /** The rows of many series. */
    synchronized List<StoredRow> scan(RowKey from, RowKey to, long begin, long end, int limit, long nowMicros) {
        rows.order();
        long first = Math.max(begin, oldest(nowMicros));
        Predicate<RowKey> inTime = key -> key.lastInteger() >= first && key.lastInteger() < end;
        return rows.range(from, to, true, limit, inTime);
    }

    /** The meta data of the series from one on. */
    List<SeriesMeta> metas(RowKey from, long nowMicros) {
        List<StoredRow> stored;
        synchronized (this) {
            metas.order();
            stored = metas.range(from, SeriesKey.END, true, Integer.MAX_VALUE);
        }
        List<SeriesMeta> found = new ArrayList<>(stored.size());
        for (StoredRow row : stored) {
            SeriesMeta series = visible(row, nowMicros);
            if (series != null) {
                found.add(series);
            }
        }
        return found;
    }

    /** Null when its time to live is over. */
    private synchronized @Nullable SeriesMeta visible(StoredRow stored, long nowMicros) {
        SeriesMeta series = SeriesMeta.decode(stored);
        long seconds = meta.getMetaOptions().hasMetaTimeToLive()
                ? meta.getMetaOptions().getMetaTimeToLive()
                : -1;
        return seconds >= 0 && series.updated() < nowMicros - seconds * 1_000_000 ? null : series;
    }

    /** The first time that the table still keeps: it counts from the time of a row, not from when it was written. */
    private long oldest(long nowMicros) {
        long seconds = meta.getTableOptions().getTimeToLive();
        return seconds < 0 ? 0 : Math.max(0, nowMicros - seconds * 1_000_000);
    }
}
