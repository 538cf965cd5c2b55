package dev.sluice.oss.format;

import dev.sluice.core.mapping.ConnectValues;
import dev.sluice.core.mapping.RecordOrigin;
import dev.sluice.oss.format.ValueLimit.Limited;
import java.nio.ByteBuffer;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** The bytes or the text of each record's value or key, and a separator after it. Null is as empty. */
final class RawRows implements RecordWriter {
    private final OutputField field;
    private final ValueLimit limit;
    /** Null when only bytes and strings are taken. */
    private final @Nullable RecordText text;

    private final byte[] separator;
    private final ByteSink bytes = new ByteSink();

    private RawRows(OutputField field, ValueLimit limit, @Nullable RecordText text, String separator) {
        this.field = field;
        this.limit = limit;
        this.text = text;
        this.separator = Utf8.encode(separator);
    }

    /** Bytes as they are, strings as UTF-8, nothing else. */
    static RawRows bytes(OutputField field, ValueLimit limit, String separator) {
        return new RawRows(field, limit, null, separator);
    }

    /** Anything as text. */
    static RawRows text(OutputField field, ValueLimit limit, RecordText text) {
        return new RawRows(field, limit, text, "\n");
    }

    @Override
    public ByteSink write(SinkRecord record, RecordOrigin origin) {
        bytes.clear();
        if (field == OutputField.KEY) {
            write(record.keySchema(), record.key());
        } else {
            Limited value = limit.apply(record);
            write(record.valueSchema(), value.value());
        }
        bytes.write(separator);
        return bytes;
    }

    private void write(@Nullable Schema schema, @Nullable Object value) {
        if (value == null) {
            return;
        }
        if (text != null) {
            byte[] utf8 = text.utf8(schema, value);
            bytes.write(utf8 == null ? new byte[0] : utf8);
        } else if (value instanceof byte[] raw) {
            bytes.write(raw);
        } else if (value instanceof ByteBuffer buffer) {
            byte[] raw = new byte[buffer.remaining()];
            buffer.duplicate().get(raw);
            bytes.write(raw);
        } else if (value instanceof String string) {
            bytes.write(Utf8.encode(string));
        } else {
            throw new DataException("format=bytes stores bytes and strings, not a "
                    + field.label() + " of type " + ConnectValues.typeName(schema, value)
                    + "; set " + field.label() + ".converter to ByteArrayConverter");
        }
    }
}
