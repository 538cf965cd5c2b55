package dev.sluice.testkit.tablestore;

import java.util.List;

/**
 * A row as the table keeps it: the very bytes that answer a read of the whole row, cells by name and newest version
 * first. Immutable, so readers need no lock once they hold it.
 *
 * @param dataSize as the service counts it, in bytes
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record StoredRow(byte[] wire, int dataSize) {

    static StoredRow of(List<Cell> key, List<Cell> cells) {
        return new StoredRow(RowWriter.row(key, cells), dataSize(key) + dataSize(cells));
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
