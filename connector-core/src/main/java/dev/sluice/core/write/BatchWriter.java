package dev.sluice.core.write;

import dev.sluice.core.batch.Batch;

/**
 * Sends batches.
 *
 * <ul>
 *   <li>{@link #write} is called on the task thread and must not block: it hands the batch to an asynchronous client,
 *       or to a bounded pool that the sink owns.
 *   <li>Every write must be answered exactly once through its completion, at the latest after the client's own timeout;
 *       a throw from {@code write} counts as the answer.
 *   <li>The same batch may be written again after a retriable failure, also when the first attempt did take effect and
 *       only its answer was lost: writes must be idempotent, or the sink must say that it may store a record twice.
 *   <li>The client's own retries are switched off: one place decides.
 * </ul>
 *
 * @param <B> the kind of batch
 */
public interface BatchWriter<B extends Batch<?>> extends AutoCloseable {

    /**
     * Starts to send the batch. Up to {@code max.in.flight.requests} may be under way. Entries with equal ordering keys
     * are never in two writes at once, as long as batches keep their entries.
     *
     * @param batch closed, with one entry at least; not to be changed, and not to be read once it is answered
     * @param completion takes the answer, on any thread, also before this method returns
     * @throws RuntimeException when it cannot be sent; taken as {@link WriteCompletion#fail} with what was thrown
     */
    void write(B batch, WriteCompletion completion);

    /**
     * Ends the client, its threads and connections. Called once, on the task thread, also with writes under way;
     * answers to those count for nothing. May wait some seconds, not longer.
     */
    @Override
    default void close() {}
}
