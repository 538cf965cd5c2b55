package dev.sluice.core.failure;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Why something did not work. Immutable.
 *
 * @param kind decides what happens next
 * @param code the destination's own error code, or a short name of ours where there is none; goes into error reports
 * @param message for a person to read; never holds record content or a secret
 * @param retryAfter how long the destination asked to be left alone, or null when it did not say
 * @param cause what was thrown, if anything was; null otherwise
 */
public record Failure(
        FailureKind kind,
        String code,
        String message,
        @Nullable Duration retryAfter,
        @Nullable Throwable cause) {

    /**
     * Takes the parts as they are.
     *
     * @param kind needed
     * @param code needed
     * @param message needed
     * @param retryAfter null when the destination did not say
     * @param cause null when nothing was thrown
     * @throws NullPointerException when kind, code or message is missing
     */
    public Failure {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(message, "message");
    }

    /**
     * A failure that nothing was thrown for, such as an error code in an answer.
     *
     * @param kind decides what happens next
     * @param code the destination's own, or a short name
     * @param message for a person to read; never holds record content or a secret
     * @return without cause, and without a time that the destination asked for
     */
    public static Failure of(FailureKind kind, String code, String message) {
        return new Failure(kind, code, message, null, null);
    }

    /**
     * A failure that comes from an exception.
     *
     * @param kind decides what happens next
     * @param code the destination's own, or a short name
     * @param message for a person to read; never holds record content or a secret
     * @param cause what was thrown; null when nothing was
     * @return without a time that the destination asked for
     */
    public static Failure of(FailureKind kind, String code, String message, @Nullable Throwable cause) {
        return new Failure(kind, code, message, null, cause);
    }

    /**
     * An entry that the destination would never take.
     *
     * @param code the destination's own, or a short name
     * @param message what is wrong with the entry and what to do, without its content
     * @return of kind {@link FailureKind#REJECTED}
     */
    public static Failure rejected(String code, String message) {
        return of(FailureKind.REJECTED, code, message);
    }

    /**
     * Something nobody has classified: it stops the task, because guessing loses data.
     *
     * @param cause its type is told in the message, its own message is not
     * @return of kind {@link FailureKind#FATAL}
     */
    public static Failure unknown(Throwable cause) {
        return of(FailureKind.FATAL, "Unknown", "unexpected " + cause.getClass().getName(), cause);
    }

    /** {@return whether the same request may succeed later: the failure is transient or throttled} */
    public boolean isRetriable() {
        return kind == FailureKind.TRANSIENT || kind == FailureKind.THROTTLED;
    }

    /**
     * For log lines and messages.
     *
     * @return code and message as one line
     */
    public String describe() {
        return code + ": " + message;
    }
}
