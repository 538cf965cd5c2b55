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
    private final Map<RowKey, StoredRow> rows = new HashMap<>();
    private final NavigableSet<RowKey> ordered = new TreeSet<>();
    private final List<RowKey> notOrdered = new ArrayList<>();

    @Nullable
    StoredRow get(RowKey key) {
        return rows.get(key);
    }

    void put(RowKey key, StoredRow row) {
        if (rows.put(key, row) == null) {
            notOrdered.add(key);
        }
    }

    void remove(RowKey key) {
        if (rows.remove(key) != null) {
            ordered.remove(key);
        }
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
