package dev.sluice.testkit.fault;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What every emulator remembers of a call; each adds what its service has besides. */
public interface RecordedCall {

    /**
     * The service's own name for what was asked.
     *
     * @return such as {@code PutObject}
     */
    String operation();

    /**
     * What it was asked of, as the request log shows it: {@code bucket/key}, a table, a role; empty for none.
     *
     * @return may be empty
     */
    String resource();

    /**
     * The HTTP status, or 0 when the connection was closed without an answer.
     *
     * @return 0, or 100 to 599
     */
    int status();

    /**
     * Of the service's error; empty when there is none, and when there was no answer.
     *
     * @return may be empty
     */
    String code();

    /**
     * The fault that the call met, or null.
     *
     * @return null for a healthy call
     */
    @Nullable
    Fault fault();

    /**
     * Until the answer was ready to be sent, in real time; the time it was held back by a fault is part of it.
     *
     * @return not negative
     */
    Duration duration();

    /**
     * The service's id for the request, which clients show in their errors.
     *
     * @return not empty
     */
    String requestId();
}
