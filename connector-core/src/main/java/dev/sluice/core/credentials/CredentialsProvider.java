package dev.sluice.core.credentials;

import java.time.Duration;

/**
 * Who a sink is to its service, at this moment. Thread-safe.
 *
 * <ul>
 *   <li>{@link #get} is asked once for each request, on any thread, the task's included: it never blocks and never sends
 *       anything itself. What it returns is signed with at once and not kept.
 *   <li>Credentials that end are renewed well before, by a thread of the provider that lives only as long as one attempt.
 *       An attempt that fails is repeated; the old ones serve until they expire.
 *   <li>Nothing is renewed while nobody asks. After a long silence {@link #get} may find only expired ones: it then
 *       fails as transient, and succeeds when the request is repeated.
 * </ul>
 */
public interface CredentialsProvider extends AutoCloseable {

    /**
     * Credentials that have not expired.
     *
     * @return to sign one request with, at once
     * @throws CredentialsException when there are none: transient while they are being fetched or cannot be had for the
     *     moment, or after {@link #close}; fatal when they were refused
     */
    Credentials get();

    /**
     * Waits until the first attempt to get credentials has ended, well or not; for the start of a task, which may
     * block. That they cannot be had for the moment is no reason to fail.
     *
     * @param atMost longest wait; an interrupt ends it early and stays set
     * @throws CredentialsException fatal, when they were refused
     */
    void awaitFirst(Duration atMost);

    /**
     * Ends the attempt that is under way and its thread; waits for that some seconds at most. From then on {@link #get}
     * of renewed credentials fails. Idempotent.
     */
    @Override
    void close();
}
