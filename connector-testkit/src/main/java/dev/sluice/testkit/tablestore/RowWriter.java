package dev.sluice.testkit.tablestore;

import static com.alicloud.openservices.tablestore.core.protocol.PlainBufferConsts.*;

import com.aliyun.ots.thirdparty.com.google.protobuf.ByteString;
import com.aliyun.ots.thirdparty.com.google.protobuf.UnsafeByteOperations;
import java.util.List;

/** Writes rows in the PlainBuffer encoding, each array exactly as large as needed. */
final class RowWriter {
    private final byte[] out;
    private int at;

    private RowWriter(int size) {
        this.out = new byte[size];
    }

    /** One row without the header that an answer puts before the first one. */
    static byte[] row(List<Cell> key, List<Cell> cells) {
        int size = 1 + 2 + (cells.isEmpty() ? 0 : 1);
        for (Cell cell : key) {
            size += size(cell);
        }
        for (Cell cell : cells) {
            size += size(cell);
        }
        RowWriter writer = new RowWriter(size);
        writer.out[writer.at++] = TAG_ROW_PK;
        byte sum = writer.cells(key, (byte) 0);
        if (!cells.isEmpty()) {
            writer.out[writer.at++] = TAG_ROW_DATA;
            sum = writer.cells(cells, sum);
        }
        writer.out[writer.at++] = TAG_ROW_CHECKSUM;
        writer.out[writer.at++] = Crc8.of(sum, (byte) 0);
        return writer.out;
    }

    /** An answer's field: the header and the rows; empty for no rows, as the service answers it. */
    static ByteString answer(List<byte[]> rows) {
        if (rows.isEmpty()) {
            return ByteString.EMPTY;
        }
        int size = 4;
        for (byte[] row : rows) {
            size += row.length;
        }
        byte[] bytes = new byte[size];
        Cell.INT.set(bytes, 0, HEADER);
        int to = 4;
        for (byte[] row : rows) {
            System.arraycopy(row, 0, bytes, to, row.length);
            to += row.length;
        }
        return UnsafeByteOperations.unsafeWrap(bytes);
    }

    static ByteString answer(byte[] row) {
        return answer(List.of(row));
    }

    static byte checksum(Cell cell) {
        byte sum = cell.timestamp() >= 0 ? Crc8.of(cell.sum(), cell.timestamp()) : cell.sum();
        return cell.operation() == 0 ? sum : Crc8.of(sum, cell.operation());
    }

    private static int size(Cell cell) {
        return 1 + 5 + cell.nameLength() + 5 + cell.valueLength() + (cell.timestamp() >= 0 ? 9 : 0) + 2;
    }

    private byte cells(List<Cell> cells, byte rowSum) {
        byte sum = rowSum;
        for (Cell cell : cells) {
            out[at++] = TAG_CELL;
            out[at++] = TAG_CELL_NAME;
            bytes(cell.in(), cell.nameAt(), cell.nameLength());
            out[at++] = TAG_CELL_VALUE;
            bytes(cell.in(), cell.valueAt(), cell.valueLength());
            if (cell.timestamp() >= 0) {
                out[at++] = TAG_CELL_TIMESTAMP;
                Cell.LONG.set(out, at, cell.timestamp());
                at += 8;
            }
            byte cellSum = checksum(cell);
            out[at++] = TAG_CELL_CHECKSUM;
            out[at++] = cellSum;
            sum = Crc8.of(sum, cellSum);
        }
        return sum;
    }

    private void bytes(byte[] from, int offset, int length) {
        Cell.INT.set(out, at, length);
        at += 4;
        System.arraycopy(from, offset, out, at, length);
        at += length;
    }
}
