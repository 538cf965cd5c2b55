package dev.sluice.testkit.fault;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One misbehaviour of a service: what happens, as a value. {@link FaultPlan} says when and to which call. The faults
 * mean the same for every emulator; where they end in an error, it is the service's own.
 */
public sealed interface Fault {

    /** On which side of a call's effect it is held back. */
    enum Moment {
        /** It has had no effect yet; a client that gives up may still be overtaken by it later. */
        BEFORE_EFFECT,
        /** It has had its effect, and only the answer is missing. */
        AFTER_EFFECT
    }

    /**
     * The call is answered as usual, but only after a while, or when the plan is cleared.
     *
     * @param by in real time, because the client waits in real time; not negative
     * @param moment on which side of its effect the call is held back
     */
    record Delay(Duration by, Moment moment) implements Fault {
        /**
         * Takes the values as they are.
         *
         * @param by zero or more
         * @param moment either
         * @throws IllegalArgumentException when the time is negative
         */
        public Delay {
            notNegative("by", by);
        }

        /**
         * Held back before it has any effect.
         *
         * @param by zero or more
         */
        public Delay(Duration by) {
            this(by, Moment.BEFORE_EFFECT);
        }
    }

    /**
     * The call is not answered. It goes on, and is answered as usual, when the plan is cleared; its connection is
     * closed when the emulator stops.
     *
     * @param moment on which side of its effect the call is held back
     */
    record Stall(Moment moment) implements Fault {
        /** Held back before it has any effect. */
        public Stall() {
            this(Moment.BEFORE_EFFECT);
        }
    }

    /** The connection is closed before the call has any effect. */
    record DropConnection() implements Fault {}

    /** The call takes effect, then the connection is closed instead of an answer. */
    record AcceptThenDrop() implements Fault {}

    /**
     * The call takes effect; its answer announces all of its content in {@code Content-Length}, but the connection ends
     * halfway. An answer without content is not sent at all.
     */
    record TruncateBody() implements Fault {}

    /** The call has no effect and is answered with an error. */
    sealed interface Refusal extends Fault {}

    /**
     * The service's error of this code.
     *
     * @param status of HTTP, 400 to 599
     * @param code the service's own, not blank
     * @param retryAfter see {@link Throttle}
     */
    record ServiceError(int status, String code, @Nullable Duration retryAfter) implements Refusal {
        /**
         * Takes the values as they are.
         *
         * @param status 400 to 599
         * @param code not blank
         * @param retryAfter zero or more, or null
         * @throws IllegalArgumentException when one is out of its range
         */
        public ServiceError {
            if (status < 400 || status > 599) {
                throw new IllegalArgumentException("status must be 400 to 599, was " + status);
            }
            if (code.isBlank()) {
                throw new IllegalArgumentException("code must not be blank");
            }
            notNegative("retryAfter", retryAfter);
        }

        /**
         * An error that says nothing of when to come again.
         *
         * @param status of HTTP, 400 to 599
         * @param code the service's own, not blank
         */
        public ServiceError(int status, String code) {
            this(status, code, null);
        }
    }

    /**
     * What the service says to a client that asks too much.
     *
     * @param retryAfter how long the client is told to wait, in the headers that the service has for it; null for no such
     *     headers. Only OSS has some, the other services send none.
     */
    record Throttle(@Nullable Duration retryAfter) implements Refusal {
        /**
         * Takes the time as it is.
         *
         * @param retryAfter zero or more, or null
         * @throws IllegalArgumentException when it is negative
         */
        public Throttle {
            notNegative("retryAfter", retryAfter);
        }

        /** Says nothing of when to come again. */
        public Throttle() {
            this(null);
        }
    }

    /** What the service says when the security token of a session has expired, whatever the call was signed with. */
    record ExpiredCredentials() implements Refusal {}

    /**
     * Only these items of a batch fail; the others take effect. Meets only calls that are batches: rows of a batch write,
     * keys of a multiple delete.
     *
     * @param rows 0-based, counted through the whole request
     * @param code of each one's error, where the service tells one
     */
    record FailRows(Set<Integer> rows, String code) implements Fault {
        /**
         * Takes a copy of the set.
         *
         * @param rows one or more, from 0
         * @param code not blank
         * @throws IllegalArgumentException when there is no row, one is negative, or the code is blank
         */
        public FailRows {
            rows = Set.copyOf(rows);
            if (rows.isEmpty() || rows.stream().anyMatch(row -> row < 0)) {
                throw new IllegalArgumentException("rows must be one or more numbers from 0 on, was " + rows);
            }
            if (code.isBlank()) {
                throw new IllegalArgumentException("code must not be blank");
            }
        }
    }

    private static void notNegative(String what, @Nullable Duration duration) {
        if (duration != null && duration.isNegative()) {
            throw new IllegalArgumentException(what + " must not be negative, was " + duration);
        }
    }
}
