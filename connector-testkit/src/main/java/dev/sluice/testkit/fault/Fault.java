package dev.sluice.testkit.fault;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One misbehaviour of a service: what happens, as a value. {@link FaultPlan} says when and to which call. */
public sealed interface Fault {

    /**
     * The call is answered as usual, but only after a while.
     *
     * @param by how long the answer is held back; zero or more
     */
    record Delay(Duration by) implements Fault {}

    /** The connection is closed before the call has any effect. */
    record DropConnection() implements Fault {}

    /** The call takes effect, then the connection is closed instead of an answer. */
    record AcceptThenDrop() implements Fault {}

    /**
     * The call has no effect and is answered with the service's error of this code.
     *
     * @param status of HTTP
     * @param code the service's own
     * @param retryAfter how long the caller is asked to wait; null when the answer does not say
     */
    record ServiceError(int status, String code, @Nullable Duration retryAfter) implements Fault {
        /**
         * An error that says nothing of when to come again.
         *
         * @param status of HTTP
         * @param code the service's own
         */
        public ServiceError(int status, String code) {
            this(status, code, null);
        }
    }

    /**
     * Only these rows of a batch fail, with this code; the others take effect. Row stores only.
     *
     * @param rows places in the request, from 0
     * @param code the service's own
     */
    record FailRows(Set<Integer> rows, String code) implements Fault {}
}
