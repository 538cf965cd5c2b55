package dev.sluice.core;

import dev.sluice.core.batch.Batch;
import dev.sluice.core.batch.Batcher;
import dev.sluice.core.failure.FailureClassifier;
import dev.sluice.core.mapping.RecordMapper;
import dev.sluice.core.offset.ProgressLog;
import dev.sluice.core.write.BatchWriter;

/**
 * The parts of one task's sink. The task closes the writer, once; nothing else is closed, so what the other parts need
 * closed is closed by the writer. None is null, and none is shared with another task.
 *
 * @param <E> what the destination stores for one record
 * @param <B> how entries travel together
 * @param mapper turns records into entries
 * @param batcher gathers entries into batches
 * @param writer sends batches
 * @param classifier says what it means that a write threw or
 *     {@linkplain dev.sluice.core.write.WriteCompletion#fail failed}, and that a partition could not be opened
 * @param progress the destination's own memory of what is stored; {@link ProgressLog#NONE} for a sink that has none
 */
public record SinkParts<E, B extends Batch<E>>(
        RecordMapper<E> mapper,
        Batcher<E, B> batcher,
        BatchWriter<B> writer,
        FailureClassifier classifier,
        ProgressLog progress) {

    /**
     * The parts of a sink whose destination keeps no offsets.
     *
     * @param mapper turns records into entries
     * @param batcher gathers entries into batches
     * @param writer sends batches
     * @param classifier says what a failed write means
     */
    public SinkParts(
            RecordMapper<E> mapper, Batcher<E, B> batcher, BatchWriter<B> writer, FailureClassifier classifier) {
        this(mapper, batcher, writer, classifier, ProgressLog.NONE);
    }
}
