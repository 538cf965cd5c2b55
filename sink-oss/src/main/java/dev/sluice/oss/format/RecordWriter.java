package dev.sluice.oss.format;

import dev.sluice.core.mapping.RecordOrigin;
import org.apache.kafka.connect.sink.SinkRecord;

/** Turns one record into bytes. Task thread only. */
interface RecordWriter {

    /**
     * The record's bytes; valid until the next call.
     *
     * @throws org.apache.kafka.connect.errors.DataException when the record has no form in this format
     */
    ByteSink write(SinkRecord record, RecordOrigin origin);
}
