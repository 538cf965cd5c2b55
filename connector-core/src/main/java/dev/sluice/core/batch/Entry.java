package dev.sluice.core.batch;

import dev.sluice.core.mapping.RecordOrigin;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * What the destination stores for one record, with what the pipeline has to know of it. Immutable if the value is.
 *
 * @param <E> what the destination stores for one record
 * @param value what the mapper made
 * @param batchKey entries with different keys never share a batch
 * @param orderingKey entries with equal keys reach the destination in offset order; null when order does not matter
 * @param sizeBytes as the mapper gave it
 * @param heldBytes heap that this entry and its record take, about; 0 for one that its batch consumes on arrival
 * @param record kept for error reports
 * @param origin where the record was read; what offsets are tracked by
 */
public record Entry<E>(
        E value,
        BatchKey batchKey,
        @Nullable Object orderingKey,
        long sizeBytes,
        long heldBytes,
        SinkRecord record,
        RecordOrigin origin) {}
