package dev.sluice.core.failure;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Why something did not work.
 *
 * @param code the destination's own error code, or a short name of ours where there is none
 * @param message for a person to read; never holds record content or a secret
 * @param retryAfter how long the destination asked to be left alone, or null when it did not say
 * @param cause what was thrown, if anything was
 */
public record Failure(
        FailureKind kind,
        String code,
        String message,
        @Nullable Duration retryAfter,
        @Nullable Throwable cause) {

    public Failure {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(message, "message");
    }

    public static Failure of(FailureKind kind, String code, String message) {
        return new Failure(kind, code, message, null, null);
    }

    public static Failure of(FailureKind kind, String code, String message, @Nullable Throwable cause) {
        return new Failure(kind, code, message, null, cause);
    }

    /** An entry that the destination would never take. */
    public static Failure rejected(String code, String message) {
        return of(FailureKind.REJECTED, code, message);
    }

    /** Something nobody has classified: it stops the task, because guessing loses data. */
    public static Failure unknown(Throwable cause) {
        return of(FailureKind.FATAL, "Unknown", "unexpected " + cause.getClass().getName(), cause);
    }

    /** Whether the same request may succeed later. */
    public boolean isRetriable() {
        return kind == FailureKind.TRANSIENT || kind == FailureKind.THROTTLED;
    }

    /** Code and message as one line. */
    public String describe() {
        return code + ": " + message;
    }
}
