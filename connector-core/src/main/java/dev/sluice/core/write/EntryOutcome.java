package dev.sluice.core.write;

import dev.sluice.core.failure.Failure;

/** What became of one entry of a batch that was answered entry by entry. */
public sealed interface EntryOutcome {
    EntryOutcome WRITTEN = new Written();

    /** The destination has it, durably. */
    record Written() implements EntryOutcome {}

    /** It was not stored, or nobody knows whether it was. */
    record Failed(Failure failure) implements EntryOutcome {}
}
