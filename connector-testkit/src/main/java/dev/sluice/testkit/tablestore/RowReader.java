package dev.sluice.testkit.tablestore;

import static com.alicloud.openservices.tablestore.core.protocol.PlainBufferConsts.*;

import com.aliyun.ots.thirdparty.com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a row in the PlainBuffer encoding. The SDK has a reader as well, but it cannot read the placeholder of an
 * auto-increment column (only clients write it), and it copies every name and value.
 */
final class RowReader {
    private final byte[] in;
    private final boolean verify;
    private int at;
    private byte tag;

    private RowReader(byte[] in, int at, boolean verify) {
        this.in = in;
        this.at = at;
        this.verify = verify;
    }

    /** @param key of all primary key cells, in the order sent */
    record Row(List<Cell> key, List<Cell> cells, boolean deleteMarker) {}

    /** Reads the one row that a request's field holds, and verifies its checksums. */
    static Row request(ByteString field) throws ServiceError {
        byte[] bytes = field.toByteArray();
        if (bytes.length < 4 || (int) Cell.INT.get(bytes, 0) != HEADER) {
            throw ServiceError.broken("mismatch header");
        }
        try {
            RowReader reader = new RowReader(bytes, 4, true);
            Row row = reader.row();
            // The client for Node allocates a byte too many for each INF_MIN, INF_MAX and placeholder.
            while (reader.at < bytes.length && bytes[reader.at] == 0) {
                reader.at++;
            }
            if (reader.at < bytes.length) {
                throw ServiceError.broken("has more data in cell, but they can't be parsed");
            }
            return row;
        } catch (IndexOutOfBoundsException e) {
            throw ServiceError.broken("length is shorter than expect");
        }
    }

    /** Reads a row that {@link RowWriter} wrote. */
    static Row stored(byte[] row) {
        try {
            return new RowReader(row, 0, false).row();
        } catch (ServiceError e) {
            throw new IllegalStateException("a stored row cannot be read", e);
        }
    }

    /** Reads the value of a filter: type byte and payload alone. */
    static Cell value(ByteString field) throws ServiceError {
        byte[] bytes = field.toByteArray();
        if (bytes.length == 0) {
            throw ServiceError.parameter("Deserialize relation filter failed.");
        }
        try {
            new RowReader(bytes, 0, false).checkValue(0, bytes.length);
        } catch (IndexOutOfBoundsException e) {
            throw ServiceError.parameter("Deserialize relation filter failed.");
        }
        return new Cell(bytes, 0, 0, 0, bytes.length, (byte) 0, Cell.NO_TIMESTAMP, (byte) 0);
    }

    private Row row() throws ServiceError {
        next();
        if (tag != TAG_ROW_PK) {
            throw ServiceError.broken("no PK follow PKTag");
        }
        next();
        byte sum = 0;
        List<Cell> key = new ArrayList<>(4);
        while (tag == TAG_CELL) {
            sum = cell(key, sum);
        }
        if (key.isEmpty()) {
            throw ServiceError.broken("PK is empty");
        }
        List<Cell> cells = List.of();
        if (tag == TAG_ROW_DATA) {
            next();
            cells = new ArrayList<>();
            while (tag == TAG_CELL) {
                sum = cell(cells, sum);
            }
        }
        boolean deleteMarker = tag == TAG_DELETE_ROW_MARKER;
        if (deleteMarker) {
            next();
        }
        if (tag != TAG_ROW_CHECKSUM) {
            throw ServiceError.broken("row is not end with checksum tag");
        }
        verify(Crc8.of(sum, (byte) (deleteMarker ? 1 : 0)), in[at++]);
        return new Row(key, cells, deleteMarker);
    }

    /** Adds a cell and returns the row's checksum with it. */
    private byte cell(List<Cell> to, byte rowSum) throws ServiceError {
        int nameAt = 0;
        int nameLength = 0;
        int valueAt = -1;
        int valueLength = 0;
        byte operation = 0;
        long timestamp = Cell.NO_TIMESTAMP;
        next();
        if (tag == TAG_CELL_NAME) {
            nameLength = length();
            nameAt = at;
            at += nameLength;
            next();
        }
        if (tag == TAG_CELL_VALUE) {
            valueLength = length();
            valueAt = at;
            checkValue(valueAt, valueLength);
            at += valueLength;
            next();
        }
        if (tag == TAG_CELL_TYPE) {
            operation = in[at++];
            next();
        }
        if (tag == TAG_CELL_TIMESTAMP) {
            timestamp = (long) Cell.LONG.get(in, at);
            if (timestamp < 0) {
                throw ServiceError.parameter("Timestamp must be in range [0, INT64_MAX/1000).");
            }
            at += 8;
            next();
        }
        if (tag != TAG_CELL_CHECKSUM) {
            throw ServiceError.broken("cell is not end with checksum[0x0A] tag");
        }
        byte sum = Crc8.of((byte) 0, in, nameAt, nameLength);
        if (valueAt >= 0) {
            sum = Crc8.of(sum, in, valueAt, valueLength);
        }
        Cell cell = new Cell(in, nameAt, nameLength, valueAt, valueLength, operation, timestamp, sum);
        byte sent = in[at++];
        if (verify) {
            verify(RowWriter.checksum(cell), sent);
        }
        next();
        to.add(cell);
        return Crc8.of(rowSum, sent);
    }

    private void checkValue(int from, int length) throws ServiceError {
        int expected = switch (in[from]) {
            case VT_INTEGER, VT_DOUBLE -> 9;
            case VT_BOOLEAN -> 2;
            case VT_STRING, VT_BLOB -> 5 + (int) Cell.INT.get(in, from + 1);
            case VT_INF_MIN, VT_INF_MAX, VT_AUTO_INCREMENT -> 1;
            default -> throw ServiceError.parameter("data format is invalid, unknown variant type occured.");
        };
        if (length != expected || from + length > in.length) {
            throw ServiceError.broken("wrong string format, size: " + length);
        }
    }

    private void verify(byte computed, byte sent) throws ServiceError {
        if (verify && computed != sent) {
            throw ServiceError.broken("checksum is mismatch, " + (sent & 0xff) + ":" + (computed & 0xff));
        }
    }

    private int length() throws ServiceError {
        int length = (int) Cell.INT.get(in, at);
        at += 4;
        if (length < 0 || length > in.length - at) {
            throw ServiceError.broken("wrong string format, size: " + length);
        }
        return length;
    }

    private void next() {
        tag = at < in.length ? in[at] : 0;
        at++;
    }
}
