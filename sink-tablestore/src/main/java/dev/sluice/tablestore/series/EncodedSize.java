package dev.sluice.tablestore.series;

import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.timeseries.TimeseriesKey;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** How many bytes a row of a series takes in a request, at most: the FlatBuffers that the client makes align and point. */
final class EncodedSize {
    /** Tables, vectors and offsets of a row without fields. */
    private static final int ROW = 256;
    /** Length, end and alignment of a text, and the offset that points to it. */
    private static final int TEXT = 16;
    /** A number, aligned; its field's type. */
    private static final int VALUE = 12;
    /** The table around two texts, or around bytes. */
    private static final int TABLE = 32;

    private EncodedSize() {}

    static long key(TimeseriesKey key) {
        long bytes = ROW + text(key.getMeasurementName()) + text(key.getDataSource());
        for (Map.Entry<String, String> tag : key.getTags().entrySet()) {
            bytes += TABLE + text(tag.getKey()) + text(tag.getValue());
        }
        return bytes;
    }

    static long field(String name, ColumnValue value) {
        return text(name)
                + switch (value.getType()) {
                    case STRING -> (long) TEXT + value.asStringInBytes().length;
                    case BINARY -> (long) TABLE + value.asBinary().length;
                    default -> 0;
                }
                + VALUE;
    }

    private static long text(String text) {
        return (long) TEXT + text.getBytes(StandardCharsets.UTF_8).length;
    }
}
