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
 *
 * <p>A throw from any method stops the task.
 *
 * @param <E> what the destination stores for one record
 * @param <B> the kind of batch
 */
public interface Batcher<E, B extends Batch<E>> {

    /**
     * Closes what has to be closed before the entry can join. The entry may still be kept out afterwards.
     *
     * @param entry to be looked at only: it may never be added
     * @param now the task's time
     */
    void makeRoom(Entry<E> entry, Instant now);

    /**
     * Adds the entry to the open batch of its key, opening one if there is none.
     *
     * @param entry the one that {@link #makeRoom} was called for last
     * @param now the task's time
     * @return the batch that has it now, or why it can be in none
     */
    Admission<B> add(Entry<E> entry, Instant now);

    /**
     * Takes the next batch that is closed, or whose time has come by now.
     *
     * @param now the task's time
     * @return a closed batch; null when there is none
     */
    @Nullable
    B poll(Instant now);

    /**
     * When {@link #poll} will have something although nothing is added. The task asks to be called by then.
     *
     * @return the task's time, also in the past; null when never
     */
    @Nullable
    Instant nextDeadline();

    /**
     * Closes the batch if it is open, so that {@link #poll} has it. Does nothing otherwise.
     *
     * @param batch one of this batcher
     * @param trigger why
     */
    void close(B batch, BatchTrigger trigger);

    /**
     * Closes the open batch that holds most memory, with {@link BatchTrigger#MEMORY}.
     *
     * @return false when none is open
     */
    boolean closeLargest();

    /**
     * Closes what may be sent early because offsets are about to be committed, with {@link BatchTrigger#COMMIT}. A
     * batcher of objects closes nothing: their records stay uncommitted until they rotate.
     */
    void drain();

    /**
     * The batches that are open or closed and not yet polled.
     *
     * @return a snapshot; {@link #forget} does not change it
     */
    Collection<B> held();

    /**
     * Drops a batch without sending it; the caller discards it. Does nothing when it is not held.
     *
     * @param batch open, or closed and not yet polled
     */
    void forget(B batch);
}
