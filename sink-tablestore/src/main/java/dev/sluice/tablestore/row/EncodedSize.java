package dev.sluice.tablestore.row;

import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.PrimaryKeyColumn;
import com.alicloud.openservices.tablestore.model.PrimaryKeyType;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;

/**
 * How many bytes a row takes in a request: the size in the service's PlainBuffer encoding, and an upper bound for what the
 * request wraps around it. Names are ASCII here, so a name has as many bytes as characters.
 */
final class EncodedSize {
    /** Header, tags of key, data and delete marker, checksum. */
    private static final int ROW = 4 + 1 + 1 + 1 + 2;
    /** Tag and length of the row in the request, kind of write, condition, return content: 26 at most. */
    private static final int WRAPPING = 32;
    /** Tags of cell, name, value and checksum, two lengths, type and checksum. */
    private static final int CELL = 1 + 1 + 4 + 1 + 4 + 1 + 2;
    /** Before the content of a string or a binary. */
    private static final int LENGTH = 4;

    private EncodedSize() {}

    static int row() {
        return ROW + WRAPPING;
    }

    static int key(PrimaryKeyColumn column) {
        return CELL + column.getName().length() + content(column.getValue());
    }

    static int cell(String name, ColumnValue value) {
        return CELL + name.length() + content(value);
    }

    /** A column that is deleted: a name and a kind of operation, no value. */
    static int deletion(String name) {
        return CELL + name.length();
    }

    /** Bytes of the content alone; those of a number for types of fixed size. */
    static int contentBytes(PrimaryKeyValue value) {
        int bytes = content(value);
        return value.getType() == PrimaryKeyType.INTEGER || bytes == 0 ? bytes : bytes - LENGTH;
    }

    private static int content(PrimaryKeyValue value) {
        if (value.getType() == null) {
            return 0; // the placeholder of an auto-increment column
        }
        return switch (value.getType()) {
            case STRING -> LENGTH + value.asStringInBytes().length;
            case BINARY -> LENGTH + value.asBinary().length;
            case INTEGER -> Long.BYTES;
        };
    }

    private static int content(ColumnValue value) {
        return switch (value.getType()) {
            case STRING -> LENGTH + value.asStringInBytes().length;
            case BINARY -> LENGTH + value.asBinary().length;
            case INTEGER, DOUBLE -> Long.BYTES;
            case BOOLEAN -> 1;
            case DATETIME, TIME, DATE ->
                throw new IllegalArgumentException("no attribute column is of type " + value.getType());
        };
    }
}
