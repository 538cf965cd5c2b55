package dev.sluice.core.write;

import dev.sluice.core.failure.Failure;
import java.util.List;

/** What came of one write of a batch. Immutable. */
public sealed interface WriteResult {
    /** The result of every write that stored all; there is no need for another {@link Written}. */
    WriteResult WRITTEN = new Written();

    /** All of it is durable. */
    record Written() implements WriteResult {}

    /**
     * One outcome an entry. For a batch that keeps its entries; from another one it stops the task.
     *
     * @param outcomes in the order of {@code EntryBatch.entries()}; another number of them stops the task
     */
    record PerEntry(List<EntryOutcome> outcomes) implements WriteResult {}

    /**
     * The request failed as a whole. A {@code REJECTED} batch of several entries is split until the culprit stands
     * alone, so a destination that refuses everything for one bad entry harms nobody else. A batch that keeps no
     * entries cannot be split: there {@code REJECTED} stops the task.
     *
     * @param failure what its kind says happens next
     */
    record Failed(Failure failure) implements WriteResult {}
}
