package dev.sluice.core.batch;

import dev.sluice.core.failure.Failure;

/**
 * What became of an entry that was offered to a batch.
 *
 * @param <B> the batcher's kind of batch
 */
public sealed interface Admission<B> {

    /**
     * The entry is in this batch now.
     *
     * @param <B> the batcher's kind of batch
     * @param batch may be closed already, when this entry filled it
     */
    record Joined<B>(B batch) implements Admission<B> {}

    /**
     * This entry cannot be stored, and the batch is as it was before. Tolerance decides what happens to its record.
     *
     * @param <B> the batcher's kind of batch
     * @param failure why; says nothing of the content
     */
    record Refused<B>(Failure failure) implements Admission<B> {}
}
