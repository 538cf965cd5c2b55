package dev.sluice.core.write;

import dev.sluice.core.failure.Failure;

/** What became of one entry of a batch that was answered entry by entry. Immutable. */
public sealed interface EntryOutcome {
    /** The outcome of every entry that is stored; there is no need for another {@link Written}. */
    EntryOutcome WRITTEN = new Written();

    /** The destination has it, durably. */
    record Written() implements EntryOutcome {}

    /**
     * It was not stored, or nobody knows whether it was. The others of its batch are not touched by it: a transient or
     * throttled entry is sent again, a rejected one goes to tolerance, a fatal one stops the task.
     *
     * @param failure of this entry alone
     */
    record Failed(Failure failure) implements EntryOutcome {}
}
