package dev.sluice.core.batch;

import java.time.Instant;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Gathers entries into batches and says when each is closed. Pure bookkeeping on the task thread: no clock, no I/O that
 * blocks, no thread.
 *
 * <p>The pipeline offers an entry in two steps, because closing a batch to make room changes which entries must wait:
 * {@link #makeRoom}, then {@link #add} (or not). After either, and whenever time has passed, it takes what is closed
 * with {@link #poll}. A batch is handed out once and never sees an entry again. Cost per call must not grow with the
 * number of open batches.
 */
public interface Batcher<E, B extends Batch<E>> {

    /** Closes what has to be closed before the entry can join. The entry may still be kept out afterwards. */
    void makeRoom(Entry<E> entry, Instant now);

    /** Adds the entry to the open batch of its key, opening one if there is none. */
    Admission<B> add(Entry<E> entry, Instant now);

    /** Takes the next batch that is closed, or whose time has come by now; null when there is none. */
    @Nullable
    B poll(Instant now);

    /** When {@link #poll} will have something although nothing is added; null when never. */
    @Nullable
    Instant nextDeadline();

    /** Closes the batch if it is open. */
    void close(B batch, BatchTrigger trigger);

    /** Closes the open batch that holds most memory; false when none is open. */
    boolean closeLargest();

    /** Closes what may be sent early because offsets are about to be committed. A batcher of objects closes nothing. */
    void drain();

    /** The batches that are open or closed and not yet polled; a snapshot. */
    Collection<B> held();

    /** Drops a batch without sending it; the caller discards it. Does nothing when it is not held. */
    void forget(B batch);
}
