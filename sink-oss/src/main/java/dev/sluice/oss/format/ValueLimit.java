package dev.sluice.oss.format;

import dev.sluice.core.mapping.ConnectValues;
import dev.sluice.oss.format.ValueOptions.Overflow;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Keeps values within the limit. */
final class ValueLimit {
    /**
     * A value as it is stored.
     *
     * @param size bytes of the whole value; 0 when nobody asked
     */
    record Limited(@Nullable Object value, boolean overflow, long size) {}

    private final ValueOptions options;
    private final boolean sizeWanted;
    private final RecordText text;

    /** @param sizeWanted whether the size is looked at, also without a limit */
    ValueLimit(ValueOptions options, boolean sizeWanted, RecordText text) {
        this.options = options;
        this.sizeWanted = sizeWanted;
        this.text = text;
    }

    /** @throws DataException when it is too long and cannot be cut */
    Limited apply(SinkRecord record) {
        Object value = record.value();
        if (value == null || (options.maxBytes() == 0 && !sizeWanted && !(value instanceof StoredApart))) {
            return new Limited(value, false, 0);
        }
        if (value instanceof StoredApart apart) {
            return new Limited(apart.key(), true, apart.content().length);
        }
        byte[] bytes = bytesOf(record.valueSchema(), value);
        int limit = options.maxBytes();
        if (limit == 0 || bytes.length <= limit) {
            return new Limited(value, false, bytes.length);
        }
        return new Limited(
                options.overflow() == Overflow.OMIT ? null : cut(record.valueSchema(), value, bytes, limit),
                true,
                bytes.length);
    }

    private byte[] bytesOf(@Nullable Schema schema, Object value) {
        if (value instanceof byte[] bytes) {
            return bytes;
        } else if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return bytes;
        }
        byte[] utf8 = text.utf8(schema, value);
        return utf8 == null ? new byte[0] : utf8;
    }

    private static Object cut(@Nullable Schema schema, Object value, byte[] bytes, int limit) {
        if (value instanceof String) {
            return new String(bytes, 0, Utf8.prefix(bytes, limit), StandardCharsets.UTF_8);
        } else if (value instanceof byte[] || value instanceof ByteBuffer) {
            return Arrays.copyOf(bytes, limit);
        }
        throw new DataException("a value of type " + ConnectValues.typeName(schema, value) + " is longer than "
                + ValueOptions.VALUE_MAX_BYTES + " and cannot be cut; set " + ValueOptions.VALUE_OVERFLOW + " to omit");
    }
}
