package dev.sluice.testkit.tablestore;

import com.alicloud.openservices.tablestore.core.protocol.PlainBufferConsts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** How writes change the versions of a row's columns. */
final class Versions {
    private static final Comparator<Cell> BY_NAME_NEWEST_FIRST = (a, b) -> {
        int byName = a.compareName(b);
        return byName != 0 ? byName : Long.compare(b.timestamp(), a.timestamp());
    };

    private Versions() {}

    /** The cells of a row that a put replaces entirely. */
    static List<Cell> put(List<Cell> sent, long now, int maxVersions) {
        List<Cell> cells = new ArrayList<>(sent.size());
        for (Cell cell : sent) {
            cells.add(cell.at(version(cell, now)));
        }
        return keepNewest(cells, maxVersions);
    }

    /** The cells of a row after an update, whose parts take effect in the order sent. */
    static List<Cell> update(List<Cell> old, List<Cell> sent, long now, int maxVersions) throws ServiceError {
        List<Cell> cells = new ArrayList<>(old.size() + sent.size());
        cells.addAll(old);
        for (Cell cell : sent) {
            switch (cell.operation()) {
                case PlainBufferConsts.DELETE_ALL_VERSION -> cells.removeIf(c -> c.compareName(cell) == 0);
                case PlainBufferConsts.DELETE_ONE_VERSION ->
                    cells.removeIf(c -> c.compareName(cell) == 0 && c.timestamp() == cell.timestamp());
                case PlainBufferConsts.INCREMENT ->
                    cells.add(cell.withInteger(latestInteger(cells, cell) + cell.integer(), version(cell, now)));
                default -> cells.add(cell.at(version(cell, now)));
            }
        }
        return keepNewest(cells, maxVersions);
    }

    private static long version(Cell cell, long now) {
        return cell.timestamp() >= 0 ? cell.timestamp() : now;
    }

    private static long latestInteger(List<Cell> cells, Cell column) throws ServiceError {
        Cell latest = null;
        for (Cell cell : cells) {
            if (cell.compareName(column) == 0 && (latest == null || cell.timestamp() >= latest.timestamp())) {
                latest = cell;
            }
        }
        if (latest == null) {
            return 0;
        }
        if (latest.type() != PlainBufferConsts.VT_INTEGER) {
            throw ServiceError.parameter("Column " + column.name() + " is not INTEGER: it cannot be incremented.");
        }
        return latest.integer();
    }

    private static List<Cell> keepNewest(List<Cell> cells, int maxVersions) {
        // Of equal versions the one sent last stays: the sort is stable.
        Collections.reverse(cells);
        cells.sort(BY_NAME_NEWEST_FIRST);
        int kept = 0;
        int versions = 0;
        for (int i = 0; i < cells.size(); i++) {
            Cell cell = cells.get(i);
            if (kept > 0 && cells.get(kept - 1).compareName(cell) == 0) {
                if (cells.get(kept - 1).timestamp() == cell.timestamp() || versions == maxVersions) {
                    continue;
                }
                versions++;
            } else {
                versions = 1;
            }
            cells.set(kept++, cell);
        }
        cells.subList(kept, cells.size()).clear();
        return cells;
    }
}
