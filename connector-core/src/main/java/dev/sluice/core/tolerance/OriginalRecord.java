package dev.sluice.core.tolerance;

import java.lang.reflect.InvocationTargetException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a record. The worker's own kind of {@link SinkRecord} still has what was read from Kafka, before converters
 * and transforms; it is asked by reflection, because the class is not part of Connect's API. A record of any other origin is
 * encoded as JSON without its schema; bytes stay bytes.
 */
public final class OriginalRecord {
    final byte @Nullable [] key;
    final byte @Nullable [] value;
    /** The record's own, for the caller to add to. */
    final Headers headers;
    /** {@code original} or {@code json}. */
    final String encoding;

    private OriginalRecord(byte @Nullable [] key, byte @Nullable [] value, Headers headers, String encoding) {
        this.key = key;
        this.value = value;
        this.headers = headers;
        this.encoding = encoding;
    }

    /**
     * Finds the bytes, or encodes them.
     *
     * @param record as the task got it
     * @return its bytes; key and value are not copied
     * @throws org.apache.kafka.connect.errors.DataException when it has to be encoded and holds what Connect does not know
     */
    public static OriginalRecord of(SinkRecord record) {
        ConsumerRecord<?, ?> consumed = consumed(record);
        if (consumed != null && isBytes(consumed.key()) && isBytes(consumed.value())) {
            return new OriginalRecord(
                    (byte[]) consumed.key(),
                    (byte[]) consumed.value(),
                    new RecordHeaders(consumed.headers()),
                    "original");
        }
        Headers headers = new RecordHeaders();
        for (Header header : record.headers()) {
            headers.add(header.key(), RecordJson.encode(header.schema(), header.value()));
        }
        return new OriginalRecord(
                RecordJson.encode(record.keySchema(), record.key()),
                RecordJson.encode(record.valueSchema(), record.value()),
                headers,
                "json");
    }

    /**
     * Bytes of the key.
     *
     * @return not a copy; null when the record has no key
     */
    public byte @Nullable [] key() {
        return key;
    }

    /**
     * Bytes of the value.
     *
     * @return not a copy; null when the record has no value
     */
    public byte @Nullable [] value() {
        return value;
    }

    private static boolean isBytes(@Nullable Object part) {
        return part == null || part instanceof byte[];
    }

    private static @Nullable ConsumerRecord<?, ?> consumed(SinkRecord record) {
        if (record.getClass() == SinkRecord.class) {
            return null;
        }
        try {
            Object context = record.getClass().getMethod("context").invoke(record);
            Object original = context == null
                    ? null
                    : context.getClass().getMethod("original").invoke(context);
            return original instanceof ConsumerRecord<?, ?> consumed ? consumed : null;
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
            return null; // a worker that keeps it elsewhere, or not at all
        }
    }
}
