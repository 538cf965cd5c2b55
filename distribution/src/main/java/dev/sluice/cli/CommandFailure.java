package dev.sluice.cli;

/** Ends a command with exit code 1 and a message that says all there is to say; no trace is shown. */
final class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CommandFailure(String message) {
        super(message);
    }

    CommandFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
