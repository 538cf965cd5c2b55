package dev.sluice.core.credentials;

import dev.sluice.core.failure.Failure;
import dev.sluice.core.failure.FailureKind;
import org.jspecify.annotations.Nullable;

/** There are no credentials. Its message holds no secret. */
public final class CredentialsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    CredentialsException(Failure failure) {
        super(failure.describe(), failure.cause());
        this.failure = failure;
    }

    static CredentialsException passing(String code, String message, @Nullable Throwable cause) {
        return new CredentialsException(Failure.of(FailureKind.TRANSIENT, code, message, cause));
    }

    static CredentialsException refused(String code, String message, @Nullable Throwable cause) {
        return new CredentialsException(Failure.of(FailureKind.FATAL, code, message, cause));
    }

    /**
     * What it means.
     *
     * @return transient or fatal; the same for every sink, so a sink's classifier hands it on
     */
    public Failure failure() {
        return failure;
    }

    /**
     * The failure that a client's exception comes from: clients may wrap what their credentials provider throws.
     *
     * @param error what a client threw; its causes are looked at, up to eight deep
     * @return null when it has nothing to do with credentials
     */
    public static @Nullable Failure in(Throwable error) {
        Throwable cause = error;
        for (int depth = 0; cause != null && depth < 8; depth++, cause = cause.getCause()) {
            if (cause instanceof CredentialsException found) {
                return found.failure();
            }
        }
        return null;
    }
}
