package dev.sluice.core.mapping;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * About how much heap a record takes: a walk over its values with the sizes that objects have on a 64-bit JVM with
 * compressed references. Schemas are shared by many records and count for nothing.
 */
public final class RecordWeight {
    private static final long RECORD = 200;
    private static final long HEADER = 80;
    private static final long STRING = 56;
    private static final long ARRAY = 16;
    private static final long STRUCT = 48;
    private static final long BOXED = 24;
    private static final long MAP_ENTRY = 48;
    private static final long REFERENCE = 8;

    private RecordWeight() {}

    /**
     * About what the record takes: key, value and headers, with a share for the record itself. Walks through all of it,
     * so the cost grows with the number of fields; strings and bytes are not copied.
     *
     * @param record as the worker delivered it
     * @return bytes of heap, meant to be a little high; a few hundred for an empty record
     */
    public static long bytes(SinkRecord record) {
        long bytes = RECORD + of(record.key()) + of(record.value());
        for (Header header : record.headers()) {
            bytes += HEADER + of(header.value());
        }
        return bytes;
    }

    private static long of(@Nullable Object value) {
        if (value == null) {
            return 0;
        } else if (value instanceof String text) {
            return STRING + text.length();
        } else if (value instanceof Struct struct) {
            long bytes = STRUCT;
            for (Field field : struct.schema().fields()) {
                // By its place: a default that is counted for a null is less wrong than a look-up by name is slow.
                bytes += REFERENCE + of(struct.get(field));
            }
            return bytes;
        } else if (value instanceof Map<?, ?> map) {
            long bytes = STRUCT;
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                bytes += MAP_ENTRY + of(entry.getKey()) + of(entry.getValue());
            }
            return bytes;
        } else if (value instanceof List<?> list) {
            long bytes = STRUCT;
            for (Object element : list) {
                bytes += REFERENCE + of(element);
            }
            return bytes;
        } else if (value instanceof byte[] array) {
            return ARRAY + array.length;
        } else if (value instanceof ByteBuffer buffer) {
            return STRUCT + ARRAY + buffer.capacity();
        }
        return BOXED;
    }
}
