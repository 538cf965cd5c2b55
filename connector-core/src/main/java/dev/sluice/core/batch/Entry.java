package dev.sluice.core.batch;

import dev.sluice.core.mapping.RecordOrigin;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * What the destination stores for one record, with what the pipeline has to know of it.
 *
 * @param value what the mapper made
 * @param orderingKey null when order does not matter
 * @param sizeBytes as the mapper gave it
 * @param heldBytes heap that this entry and its record take, about
 * @param record kept for error reports
 */
public record Entry<E>(
        E value,
        BatchKey batchKey,
        @Nullable Object orderingKey,
        long sizeBytes,
        long heldBytes,
        SinkRecord record,
        RecordOrigin origin) {}
