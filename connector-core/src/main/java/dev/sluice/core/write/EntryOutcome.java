package dev.sluice.core.write;

import dev.sluice.core.failure.Failure;

/** What became of one entry of a batch that was answered entry by entry. Immutable. */
public sealed interface EntryOutcome {
    /** The outcome of every entry that is stored; there is no need for another {@link Written}. */
    EntryOutcome WRITTEN = new Written();

    /** The destination has it, durably. */
    record Written() implements EntryOutcome {}

    /**
     * It was not stored, or nobody knows whether it was. A transient or throttled entry is sent again, and with it, in
     * order, the later ones of its batch with its ordering key; a rejected one goes to tolerance; a fatal one stops the
     * task. Other entries are not touched by it.
     *
     * @param failure of this entry alone
     */
    record Failed(Failure failure) implements EntryOutcome {}
}
