package dev.sluice.core;

import dev.sluice.core.batch.Batch;
import dev.sluice.core.batch.Batcher;
import dev.sluice.core.failure.FailureClassifier;
import dev.sluice.core.mapping.RecordMapper;
import dev.sluice.core.write.BatchWriter;

/**
 * The parts of one task's sink. The task closes the writer; nothing else is closed.
 *
 * @param <E> what the destination stores for one record
 * @param <B> how entries travel together
 */
public record SinkParts<E, B extends Batch<E>>(
        RecordMapper<E> mapper, Batcher<E, B> batcher, BatchWriter<B> writer, FailureClassifier classifier) {}
