package dev.sluice.core.write;

import dev.sluice.core.failure.Failure;
import java.util.List;

/** What came of one write of a batch. */
public sealed interface WriteResult {
    WriteResult WRITTEN = new Written();

    /** All of it is durable. */
    record Written() implements WriteResult {}

    /** One outcome an entry, in the order of {@code EntryBatch.entries()}. */
    record PerEntry(List<EntryOutcome> outcomes) implements WriteResult {}

    /**
     * The request failed as a whole. A {@code REJECTED} batch of several entries is split until the culprit stands alone,
     * so a destination that refuses everything for one bad entry harms nobody else.
     */
    record Failed(Failure failure) implements WriteResult {}
}
