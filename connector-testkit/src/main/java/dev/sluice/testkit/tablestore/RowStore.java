package dev.sluice.testkit.tablestore;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Rows by key. Writing costs a hash table's price; keys are put in order only when somebody reads a range, each once.
 * Not thread-safe.
 */
final class RowStore {
    private final Journal journal;
    private final byte putKind;
    private final byte removeKind;
    private long bytes;
    private final Map<RowKey, StoredRow> rows = new HashMap<>();
    private final NavigableSet<RowKey> ordered = new TreeSet<>();
    private final List<RowKey> notOrdered = new ArrayList<>();

    /**
     * Writes every change to the journal.
     *
     * @param putKind of the records that hold a row
     * @param removeKind of the records that hold the key of a row that is gone
     */
    RowStore(Journal journal, byte putKind, byte removeKind) {
        this.journal = journal;
        this.putKind = putKind;
        this.removeKind = removeKind;
    }

    @Nullable
    StoredRow get(RowKey key) {
        return rows.get(key);
    }

    void put(RowKey key, StoredRow row) {
        keep(key, row);
        journal.add(putKind, row.wire());
    }

    private void keep(RowKey key, StoredRow row) {
        StoredRow old = rows.put(key, row);
        bytes += row.wire().length;
        if (old == null) {
            notOrdered.add(key);
        } else {
            bytes -= old.wire().length;
        }
    }

    void remove(RowKey key) {
        StoredRow old = drop(key);
        if (old != null && journal.isOn()) {
            journal.add(removeKind, RowWriter.row(old.decode().key(), List.of()));
        }
    }

    private @Nullable StoredRow drop(RowKey key) {
        StoredRow old = rows.remove(key);
        if (old != null) {
            ordered.remove(key);
            bytes -= old.wire().length;
        }
        return old;
    }

    /** Repeats what a record says; false when it is none of this store's. */
    boolean restore(byte kind, byte[] content) {
        if (kind != putKind && kind != removeKind) {
            return false;
        }
        StoredRow row = StoredRow.of(content);
        RowKey key = RowKey.of(row.decode().key());
        if (kind == putKind) {
            keep(key, row);
        } else {
            drop(key);
        }
        return true;
    }

    /** Adds a record for each row. */
    void writeTo(Journal fresh) {
        for (StoredRow row : rows.values()) {
            fresh.add(putKind, row.wire());
        }
    }

    /** The bytes of all rows. */
    long bytes() {
        return bytes;
    }

    boolean isOrdered() {
        return notOrdered.isEmpty();
    }

    /** Must come before {@link #range}, which only looks. */
    void order() {
        for (RowKey key : notOrdered) {
            if (rows.containsKey(key)) {
                ordered.add(key);
            }
        }
        notOrdered.clear();
    }

    /** The rows from one key (with it) to another (without it) in the direction of reading, at most that many. */
    List<StoredRow> range(RowKey start, RowKey end, boolean forward, int limit) {
        return range(start, end, forward, limit, key -> true);
    }

    /** The same, of the rows whose key is wanted. */
    List<StoredRow> range(RowKey start, RowKey end, boolean forward, int limit, Predicate<RowKey> wanted) {
        if (forward ? start.compareTo(end) >= 0 : start.compareTo(end) <= 0) {
            return List.of();
        }
        NavigableSet<RowKey> keys = forward
                ? ordered.subSet(start, true, end, false)
                : ordered.subSet(end, false, start, true).descendingSet();
        List<StoredRow> found = new ArrayList<>();
        for (RowKey key : keys) {
            if (found.size() == limit) {
                break;
            }
            StoredRow row = wanted.test(key) ? rows.get(key) : null;
            if (row != null) {
                found.add(row);
            }
        }
        return found;
    }

    /** The first rows of all parts of about so many bytes but the first; {@link #order} must come before. */
    List<StoredRow> splitPoints(long bytes, int limit) {
        List<StoredRow> points = new ArrayList<>();
        long size = 0;
        for (RowKey key : ordered) {
            StoredRow row = rows.get(key);
            if (row == null) {
                continue;
            }
            if (size >= bytes) {
                if (points.size() == limit) {
                    break;
                }
                points.add(row);
                size = 0;
            }
            size += row.dataSize();
        }
        return points;
    }
}
