package dev.sluice.oss.commit;

/** A commit log that cannot be used; a person has to look at it. Says nothing of records. */
public final class LogException extends RuntimeException {
    private static final long serialVersionUID = 1;

    LogException(String message) {
        super(message);
    }
}
