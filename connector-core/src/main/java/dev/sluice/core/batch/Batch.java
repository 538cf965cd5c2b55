package dev.sluice.core.batch;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Entries that are sent together. There are two kinds: an {@link EntryBatch} keeps its entries until they are answered
 * one by one; a batch of a sink's own kind may consume each entry on arrival (encode it into an object) and is answered
 * as a whole. A batch of the second kind must not mix topic-partitions, because it can only be given up as a whole.
 *
 * <p>Task thread only, except where a sub-class says otherwise. Batches are equal only when they are the same.
 *
 * @param <E> what the destination stores for one record
 */
public abstract class Batch<E> {
    private final BatchKey key;
    private final Instant openedAt;
    private @Nullable BatchTrigger trigger;
    /** Here and not in a map of the pipeline, because it is asked for with each record. */
    private @Nullable Object attachment;

    /**
     * An open batch.
     *
     * @param key what all its entries have in common
     * @param openedAt the task's time; when it was opened, from which linger is counted
     */
    protected Batch(BatchKey key, Instant openedAt) {
        this.key = key;
        this.openedAt = openedAt;
    }

    /**
     * What all its entries have in common. Never changes; fit for a log line.
     *
     * @return as the batch was opened with
     */
    public final BatchKey key() {
        return key;
    }

    /**
     * When it was opened. A part that is sent again keeps the time of the whole.
     *
     * @return the task's time, not that of the records
     */
    public final Instant openedAt() {
        return openedAt;
    }

    /** {@return whether entries may still join; once false it stays so} */
    public final boolean isOpen() {
        return trigger == null;
    }

    /** {@return why it was closed; null while it is open} */
    public final @Nullable BatchTrigger trigger() {
        return trigger;
    }

    /**
     * Closes it; no entry joins after this. The first trigger stays.
     *
     * @param why for the metrics
     */
    public final void close(BatchTrigger why) {
        if (trigger == null) {
            trigger = why;
        }
    }

    /**
     * What the pipeline keeps with the batch, of a type that is its own business. Nobody else uses it.
     *
     * @return as it was attached last; null at first
     */
    public final @Nullable Object attachment() {
        return attachment;
    }

    /**
     * Keeps something with the batch. For the pipeline alone.
     *
     * @param what null to let go of it
     */
    public final void attach(@Nullable Object what) {
        attachment = what;
    }

    /**
     * How many entries have joined and are still there: those that were answered or given up alone do not count. A
     * batch without entries is never sent.
     *
     * @return 0 or more
     */
    public abstract int size();

    /**
     * Memory that is given back when it is stored or discarded, as it was charged to the task's budget. The batch that
     * holds most is closed first when memory is short.
     *
     * @return bytes of heap, about; 0 or more
     */
    public abstract long heldBytes();

    /**
     * Whether an entry may join behind another one with an equal ordering key. When it may not, the later entry waits
     * until the batch is answered.
     *
     * @return the same at each call; true only when the destination applies a batch in order
     */
    public abstract boolean mayRepeatKeys();

    /**
     * Gives up what was gathered: nothing of it may become visible in the destination any more, and a batch that
     * charged the budget itself gives that back. Called when partitions are taken away, so it must not block for long.
     * May be called more than once, and while a write of the batch is under way, which should then break off if it can.
     * By itself it does nothing.
     */
    public void discard() {}
}
