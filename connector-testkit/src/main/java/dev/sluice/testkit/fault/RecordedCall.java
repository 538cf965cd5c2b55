package dev.sluice.testkit.fault;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What every emulator remembers of a call; each adds what its service has besides. Immutable. */
public interface RecordedCall {

    /** {@return the service's own name for what was asked} */
    String operation();

    /**
     * What it was asked of, as the request log shows it.
     *
     * @return {@code bucket/key}, a table, a role; empty for none
     */
    String resource();

    /** {@return the HTTP status, or 0 when the connection was closed without an answer} */
    int status();

    /** {@return the code of the service's error; empty when there is none, and when there was no answer} */
    String code();

    /** {@return the fault that the call met, or null} */
    @Nullable
    Fault fault();

    /**
     * How long it took until the answer was ready to be sent. The time it was held back by a fault is part of it.
     *
     * @return real time
     */
    Duration duration();

    /** {@return the service's id for the request, which clients show in their errors} */
    String requestId();
}
