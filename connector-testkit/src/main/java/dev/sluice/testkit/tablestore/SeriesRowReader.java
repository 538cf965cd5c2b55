package dev.sluice.testkit.tablestore;

import com.alicloud.openservices.tablestore.core.protocol.timeseries.flatbuffer.DataType;
import com.alicloud.openservices.tablestore.core.protocol.timeseries.flatbuffer.FieldValues;
import com.alicloud.openservices.tablestore.core.protocol.timeseries.flatbuffer.FlatBufferRowGroup;
import com.alicloud.openservices.tablestore.core.protocol.timeseries.flatbuffer.FlatBufferRowInGroup;
import com.alicloud.openservices.tablestore.core.protocol.timeseries.flatbuffer.FlatBufferRows;
import com.aliyun.ots.thirdparty.com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the rows of PutTimeseriesData, a FlatBuffer. */
final class SeriesRowReader {
    private final List<Entry> entries = new ArrayList<>();
    private long size;

    private SeriesRowReader() {}

    /**
     * A row, or why it alone is refused; one of the two is null.
     *
     * @param row as it will be written
     */
    record Entry(@Nullable SeriesRow row, @Nullable ServiceError error) {}

    /** @throws ServiceError when the request is refused as a whole */
    static List<Entry> read(ByteString data) throws ServiceError {
        SeriesRowReader reader = new SeriesRowReader();
        try {
            reader.rows(FlatBufferRows.getRootAsFlatBufferRows(ByteBuffer.wrap(data.toByteArray())));
        } catch (RuntimeException e) {
            // The library reads offsets that nobody has checked: damage shows as any unchecked exception.
            throw ServiceError.parameter("Parse flat buffer rows failed.");
        }
        if (reader.entries.isEmpty()) {
            throw ServiceError.parameter("No row is specified in PutTimeseriesData.");
        }
        return reader.entries;
    }

    private void rows(FlatBufferRows rows) throws ServiceError {
        checkCount(rows.rowGroupsLength());
        for (int i = 0; i < rows.rowGroupsLength(); i++) {
            FlatBufferRowGroup group = rows.rowGroups(i);
            checkCount(group.rowsLength());
            for (int j = 0; j < group.rowsLength(); j++) {
                checkCount(entries.size() + 1);
                entries.add(entry(group, group.rows(j)));
            }
        }
    }

    private static void checkCount(int rows) throws ServiceError {
        if (rows < 0 || rows > SeriesLimits.PUT_ROWS) {
            throw ServiceError.parameter("Rows count exceeds the upper limit: " + SeriesLimits.PUT_ROWS + ".");
        }
    }

    private Entry entry(FlatBufferRowGroup group, FlatBufferRowInGroup row) throws ServiceError {
        int fields = group.fieldNamesLength();
        if (fields < 0 || fields > SeriesLimits.FIELDS) {
            return new Entry(
                    null,
                    ServiceError.parameter("The number of attribute columns exceeds the limit, limit count: "
                            + SeriesLimits.FIELDS + ", column count: " + fields + "."));
        }
        if (group.fieldTypesLength() != fields) {
            throw ServiceError.parameter("Parse flat buffer rows failed.");
        }
        List<Cell> cells = new Fields(group, row.fieldValues()).read();
        int rowSize = 8 + StoredRow.dataSize(cells);
        size += rowSize;
        if (size > Limits.REQUEST_BYTES) {
            throw WriteCalls.tooLarge("PutTimeseriesData", size);
        }
        try {
            SeriesKey key = SeriesKey.of(orEmpty(group.measurementName()), orEmpty(row.dataSource()), tags(row));
            SeriesLimits.time(row.time());
            return new Entry(new SeriesRow(key, row.time(), named(cells), rowSize, row.metaCacheUpdateTime()), null);
        } catch (ServiceError e) {
            return new Entry(null, e);
        }
    }

    private static SortedMap<String, String> tags(FlatBufferRowInGroup row) throws ServiceError {
        int count = row.tagListLength();
        if (count == 0) {
            return SeriesTags.parse(orEmpty(row.tags()));
        }
        if (count < 0 || count > SeriesLimits.TAGS_BYTES) {
            throw ServiceError.parameter("The length of tags must be in range: [0, " + SeriesLimits.TAGS_BYTES + "].");
        }
        SortedMap<String, String> tags = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            SeriesKey.add(
                    tags, orEmpty(row.tagList(i).name()), orEmpty(row.tagList(i).value()));
        }
        return tags;
    }

    /** Checks what a row may be refused for, and puts its fields in order. */
    private static List<Cell> named(List<Cell> cells) throws ServiceError {
        if (cells.isEmpty()) {
            throw ServiceError.parameter("No field is specified in the row.");
        }
        Set<String> names = new HashSet<>();
        for (Cell cell : cells) {
            String column = cell.name();
            String name = column.substring(0, column.lastIndexOf(':'));
            SeriesLimits.fieldName(name);
            if (!names.add(name)) {
                throw ServiceError.parameter("Duplicated field name: '" + name + "'.");
            }
            RowChange.checkValue(cell);
        }
        cells.sort(Comparator.comparing(Cell::name));
        return cells;
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** The column in which a field of a type is kept; a field read as another type is not found, as in the service. */
    static @Nullable String column(String field, int type) {
        return switch (type) {
            case DataType.LONG -> field + ":long";
            case DataType.BOOLEAN -> field + ":boolean";
            case DataType.DOUBLE -> field + ":double";
            case DataType.STRING -> field + ":string";
            case DataType.BINARY -> field + ":binary";
            default -> null;
        };
    }

    /** Values lie in one vector a type; a field takes the next one of its type. */
    private static final class Fields {
        private final FlatBufferRowGroup group;
        private final @Nullable FieldValues values;
        private final int[] next = new int[6];

        Fields(FlatBufferRowGroup group, @Nullable FieldValues values) {
            this.group = group;
            this.values = values;
        }

        List<Cell> read() throws ServiceError {
            List<Cell> cells = new ArrayList<>(group.fieldNamesLength());
            long size = 0;
            for (int i = 0; i < group.fieldNamesLength(); i++) {
                int type = group.fieldTypes(i);
                String column = column(orEmpty(group.fieldNames(i)), type);
                if (column == null || values == null) {
                    throw ServiceError.parameter("Parse flat buffer rows failed.");
                }
                Cell cell = cell(column, type, values, next[type]++);
                cells.add(cell);
                // Many fields may name the same bytes: what they are copied to must not grow past what is let in.
                size += cell.dataSize();
                if (size > Limits.REQUEST_BYTES) {
                    throw WriteCalls.tooLarge("PutTimeseriesData", size);
                }
            }
            return cells;
        }

        private static Cell cell(String column, int type, FieldValues values, int index) throws ServiceError {
            int there = switch (type) {
                case DataType.LONG -> values.longValuesLength();
                case DataType.BOOLEAN -> values.boolValuesLength();
                case DataType.DOUBLE -> values.doubleValuesLength();
                case DataType.STRING -> values.stringValuesLength();
                default -> values.binaryValuesLength();
            };
            if (index >= there) {
                throw ServiceError.parameter("Parse flat buffer rows failed.");
            }
            return switch (type) {
                case DataType.LONG -> Cells.integer(column, values.longValues(index));
                case DataType.BOOLEAN -> Cells.bool(column, values.boolValues(index));
                case DataType.DOUBLE -> Cells.real(column, values.doubleValues(index));
                case DataType.STRING -> Cells.string(column, orEmpty(values.stringValues(index)));
                default -> Cells.binary(column, bytes(values.binaryValues(index).valueAsByteBuffer()));
            };
        }

        private static byte[] bytes(@Nullable ByteBuffer buffer) {
            if (buffer == null) {
                return new byte[0];
            }
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        }
    }
}
