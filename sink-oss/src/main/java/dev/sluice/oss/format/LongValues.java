package dev.sluice.oss.format;

import java.nio.ByteBuffer;
import java.util.function.Function;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Takes values that are longer than the limit out of their records, for objects of their own. One task thread. */
public final class LongValues {
    private final int maxBytes;
    private final RecordText text;

    LongValues(int maxBytes, RecordText text) {
        this.maxBytes = maxBytes;
        this.text = text;
    }

    /**
     * The record itself when its value is not too long; otherwise a copy with a {@link StoredApart} in the value's place. Its
     * schema is that of the key: the value's own where that is of strings too, and of strings otherwise.
     *
     * @param keys gives the key of the value's object for the extension that it is to have
     * @throws org.apache.kafka.connect.errors.DataException when the value has no text that could be stored
     */
    public SinkRecord shortened(SinkRecord record, Function<String, String> keys) {
        Object value = record.value();
        Schema schema = record.valueSchema();
        if (value == null || isShort(value)) {
            return record;
        }
        byte[] content = contentOf(schema, value);
        if (content.length <= maxBytes) {
            return record;
        }
        StoredApart apart;
        if (value instanceof byte[] || value instanceof ByteBuffer) {
            apart = new StoredApart(keys.apply(".bin"), content, "application/octet-stream");
        } else if (value instanceof String) {
            apart = new StoredApart(keys.apply(".txt"), content, "text/plain; charset=utf-8");
        } else {
            apart = new StoredApart(keys.apply(".json"), content, "application/json");
        }
        boolean keepsSchema = schema == null || schema.type() == Schema.Type.STRING;
        return record.newRecord(
                record.topic(),
                record.kafkaPartition(),
                record.keySchema(),
                record.key(),
                keepsSchema ? schema : Schema.OPTIONAL_STRING_SCHEMA,
                apart,
                record.timestamp());
    }

    /** What is told without making bytes of it: three for a char at most. */
    private boolean isShort(Object value) {
        return value instanceof String string
                ? string.length() <= maxBytes / 3
                : value instanceof byte[] bytes
                        ? bytes.length <= maxBytes
                        : value instanceof ByteBuffer buffer && buffer.remaining() <= maxBytes;
    }

    private byte[] contentOf(@Nullable Schema schema, Object value) {
        if (value instanceof byte[] || value instanceof ByteBuffer) {
            return RowValues.bytes(value);
        }
        byte[] utf8 = text.utf8(schema, value);
        return utf8 == null ? new byte[0] : utf8;
    }
}
