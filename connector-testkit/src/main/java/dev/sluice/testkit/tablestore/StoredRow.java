package dev.sluice.testkit.tablestore;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row as the table keeps it: the very bytes that answer a read of the whole row, cells by name and newest version
 * first. Immutable, so readers need no lock once they hold it.
 *
 * @param dataSize as the service counts it, in bytes
 * @param oldest of its versions in ms; {@link Long#MAX_VALUE} when it has none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record StoredRow(byte[] wire, int dataSize, long oldest) {

    /** Takes bytes that {@link #wire} gave. */
    static StoredRow of(byte[] wire) {
        RowReader.Row row = RowReader.stored(wire);
        return new StoredRow(wire, dataSize(row.key()) + dataSize(row.cells()), oldest(row.cells()));
    }

    static StoredRow of(List<Cell> key, List<Cell> cells) {
        return new StoredRow(RowWriter.row(key, cells), dataSize(key) + dataSize(cells), oldest(cells));
    }

    private static long oldest(List<Cell> cells) {
        long oldest = Long.MAX_VALUE;
        for (Cell cell : cells) {
            if (cell.timestamp() >= 0 && cell.timestamp() < oldest) {
                oldest = cell.timestamp();
            }
        }
        return oldest;
    }

    /** What is left of the row when versions before this one have expired; null when that is nothing. */
    @Nullable
    StoredRow since(long version) {
        if (oldest >= version) {
            return this;
        }
        RowReader.Row decoded = decode();
        List<Cell> left = decoded.cells().stream()
                .filter(cell -> cell.timestamp() >= version)
                .toList();
        return left.isEmpty() ? null : of(decoded.key(), left);
    }

    RowReader.Row decode() {
        return RowReader.stored(wire);
    }

    static int dataSize(List<Cell> cells) {
        int size = 0;
        for (Cell cell : cells) {
            size += cell.dataSize();
        }
        return size;
    }
}
