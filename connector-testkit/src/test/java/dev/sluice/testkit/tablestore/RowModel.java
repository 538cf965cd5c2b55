package dev.sluice.testkit.tablestore;

import java.util.Comparator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** What a table with integer columns must hold, in the simplest form: row, column, version (newest first), value. */
final class RowModel {
    private final int maxVersions;
    private final NavigableMap<String, NavigableMap<String, NavigableMap<Long, Long>>> rows = new TreeMap<>();

    RowModel(int maxVersions) {
        this.maxVersions = maxVersions;
    }

    NavigableMap<String, NavigableMap<String, NavigableMap<Long, Long>>> rows() {
        return rows;
    }

    boolean has(String row) {
        return rows.containsKey(row);
    }

    void put(String row, Map<String, Long> columns, long version) {
        rows.put(row, new TreeMap<>());
        columns.forEach((column, value) -> set(row, column, version, value));
    }

    void delete(String row) {
        rows.remove(row);
    }

    void set(String row, String column, long version, long value) {
        NavigableMap<Long, Long> versions = rows.computeIfAbsent(row, name -> new TreeMap<>())
                .computeIfAbsent(column, name -> new TreeMap<>(Comparator.reverseOrder()));
        versions.put(version, value);
        while (versions.size() > maxVersions) {
            versions.pollLastEntry();
        }
    }

    void increment(String row, String column, long version, long by) {
        NavigableMap<Long, Long> versions =
                rows.getOrDefault(row, new TreeMap<>()).get(column);
        set(row, column, version, (versions == null ? 0 : versions.firstEntry().getValue()) + by);
    }

    void deleteColumn(String row, String column) {
        if (has(row)) {
            rows.get(row).remove(column);
        }
    }

    void deleteVersion(String row, String column, long version) {
        NavigableMap<Long, Long> versions = has(row) ? rows.get(row).get(column) : null;
        if (versions != null) {
            versions.remove(version);
            if (versions.isEmpty()) {
                rows.get(row).remove(column);
            }
        }
    }
}
