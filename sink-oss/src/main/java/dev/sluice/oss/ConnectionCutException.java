package dev.sluice.oss;

/** A request was ended from here, because it or another one stood still. */
final class ConnectionCutException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ConnectionCutException(Throwable cause) {
        super("the connection was cut because an upload stood still", cause);
    }
}
