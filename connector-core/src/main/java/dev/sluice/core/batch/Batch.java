package dev.sluice.core.batch;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Entries that are sent together. There are two kinds: an {@link EntryBatch} keeps its entries until they are answered
 * one by one; a batch of a sink's own kind may consume each entry on arrival (encode it into an object) and is answered
 * as a whole. A batch of the second kind must not mix topic-partitions, because it can only be given up as a whole.
 *
 * <p>Task thread only, except where a sub-class says otherwise.
 */
public abstract class Batch<E> {
    private final BatchKey key;
    private final Instant openedAt;
    private @Nullable BatchTrigger trigger;

    protected Batch(BatchKey key, Instant openedAt) {
        this.key = key;
        this.openedAt = openedAt;
    }

    public final BatchKey key() {
        return key;
    }

    public final Instant openedAt() {
        return openedAt;
    }

    /** Whether entries may still join. */
    public final boolean isOpen() {
        return trigger == null;
    }

    /** Why it was closed; null while it is open. */
    public final @Nullable BatchTrigger trigger() {
        return trigger;
    }

    /** Closes it; no entry joins after this. The first trigger stays. */
    public final void close(BatchTrigger why) {
        if (trigger == null) {
            trigger = why;
        }
    }

    /** How many entries have joined. */
    public abstract int size();

    /** Memory that is given back when it is stored or discarded, in bytes. */
    public abstract long heldBytes();

    /** Whether an entry may join behind another one with an equal ordering key. */
    public abstract boolean mayRepeatKeys();

    /**
     * Gives up what was gathered: nothing of it may become visible in the destination any more. May be called more than once,
     * and while a write of the batch is under way, which should then break off if it can.
     */
    public void discard() {}
}
