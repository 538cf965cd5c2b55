package dev.sluice.tablestore.row;

import com.alicloud.openservices.tablestore.core.utils.Pair;
import com.alicloud.openservices.tablestore.model.Column;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.PrimaryKeyColumn;
import com.alicloud.openservices.tablestore.model.PrimaryKeyType;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import com.alicloud.openservices.tablestore.model.RowChange;
import com.alicloud.openservices.tablestore.model.RowDeleteChange;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import com.alicloud.openservices.tablestore.model.RowUpdateChange;
import dev.sluice.tablestore.table.TableSpec;
import java.nio.charset.StandardCharsets;

/**
 * How many bytes a row takes in a request, to the last one: the service's PlainBuffer encoding, and the message of the request
 * around it. Names are ASCII here, so a name has as many bytes as characters.
 */
final class EncodedSize {
    /** What a request has besides its rows, at most: a table's name, with tags and lengths around it and around all rows. */
    static final int AROUND_ROWS = 264;

    /** Header, tag of the key, checksum. */
    private static final int ROW = 4 + 1 + 2;
    /** Before all columns, and in place of them in a row that is deleted. */
    private static final int TAG = 1;
    /** Tags of cell, name, value and checksum, two lengths, type and checksum. */
    private static final int CELL = 1 + 1 + 4 + 1 + 4 + 1 + 2;
    /** Tags of cell, name, operation and checksum, length, operation and checksum. */
    private static final int DELETION = 1 + 1 + 4 + 2 + 2;
    /** A tag and a number. */
    private static final int TIMESTAMP = 1 + 8;
    /** Before the content of a string or a binary. */
    private static final int LENGTH = 4;
    /** A number of a message that is one of a few: tag and value. */
    private static final int CHOICE = 2;

    private EncodedSize() {}

    /** A row without columns. */
    static int row() {
        return ROW;
    }

    /** What columns take besides themselves. */
    static int columns() {
        return TAG;
    }

    /**
     * What a request takes for a row without a condition.
     *
     * @param row bytes of the row itself
     */
    static long inRequest(RowChange change, long row, TableSpec table) {
        long encoded = row + (change instanceof RowDeleteChange ? TAG : 0);
        return wrapped(encoded, table.bulk() ? 0 : field(CHOICE) + field(CHOICE));
    }

    /**
     * The same, worked out of the change alone.
     *
     * @param condition bytes of its condition's message
     */
    static long ofChange(RowChange change, int condition, TableSpec table) {
        long content = CHOICE;
        for (String column : change.getReturnColumnNames()) {
            content += field(column.getBytes(StandardCharsets.UTF_8).length);
        }
        return wrapped(of(change), table.bulk() ? 0 : field(condition) + field(content));
    }

    /** Bytes of the message of a condition that always holds. */
    static int unconditional() {
        return CHOICE;
    }

    private static long wrapped(long row, long around) {
        return field(CHOICE + field(row) + around);
    }

    /** Tag, length and content. */
    private static long field(long content) {
        int length = 1;
        for (long rest = content >>> 7; rest != 0; rest >>>= 7) {
            length++;
        }
        return TAG + length + content;
    }

    private static long of(RowChange change) {
        long row = ROW;
        for (PrimaryKeyColumn column : change.getPrimaryKey().getPrimaryKeyColumns()) {
            row += key(column);
        }
        long columns = 0;
        if (change instanceof RowPutChange put) {
            for (Column column : put.getColumnsToPut()) {
                columns += cell(column);
            }
        } else if (change instanceof RowUpdateChange update) {
            for (Pair<Column, RowUpdateChange.Type> column : update.getColumnsToUpdate()) {
                columns += switch (column.getSecond()) {
                    case PUT, INCREMENT -> cell(column.getFirst());
                    case DELETE -> deletion(column.getFirst().getName()) + timestamp(column.getFirst());
                    case DELETE_ALL -> deletion(column.getFirst().getName());
                };
            }
        } else {
            row += TAG;
        }
        return row + (columns == 0 ? 0 : TAG + columns);
    }

    private static int cell(Column column) {
        return cell(column.getName(), column.getValue()) + timestamp(column);
    }

    private static int timestamp(Column column) {
        return column.hasSetTimestamp() ? TIMESTAMP : 0;
    }

    static int key(PrimaryKeyColumn column) {
        return CELL + column.getName().length() + content(column.getValue());
    }

    static int cell(String name, ColumnValue value) {
        return CELL + name.length() + content(value);
    }

    /** A column that is deleted: a name and a kind of operation, no value. */
    static int deletion(String name) {
        return DELETION + name.length();
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
            case STRING, BINARY -> LENGTH + value.getDataSize(); // worked out when the value was made
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
