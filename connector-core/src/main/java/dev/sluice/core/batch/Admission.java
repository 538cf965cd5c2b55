package dev.sluice.core.batch;

import dev.sluice.core.failure.Failure;

/** What became of an entry that was offered to a batch. */
public sealed interface Admission<B> {

    /** The entry is in this batch now. */
    record Joined<B>(B batch) implements Admission<B> {}

    /** This entry cannot be stored, and the batch is as it was before. */
    record Refused<B>(Failure failure) implements Admission<B> {}
}
