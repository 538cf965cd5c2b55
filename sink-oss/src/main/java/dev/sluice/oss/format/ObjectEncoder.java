package dev.sluice.oss.format;

import dev.sluice.core.mapping.RecordOrigin;
import org.apache.kafka.connect.sink.SinkRecord;

/** Writes records into one object. */
public interface ObjectEncoder {

    /**
     * Adds a record.
     *
     * @throws org.apache.kafka.connect.errors.DataException when the record cannot be stored in this format; the object is
     *     then as it was before. The message names the type, never the content.
     */
    void encode(SinkRecord record, RecordOrigin origin);

    /**
     * Bytes that it has taken in and not appended yet, at their size before they are compressed; 0 when it appends all at
     * once, and after {@link #finish}. An object's size is what was appended and this.
     */
    default long pendingBytes() {
        return 0;
    }

    /** Completes the object; nothing is added after it. */
    void finish();
}
