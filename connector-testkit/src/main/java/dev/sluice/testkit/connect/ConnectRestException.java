package dev.sluice.testkit.connect;

/** An answer of a worker's REST interface that says no. */
public final class ConnectRestException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The HTTP status. */
    private final int status;
    /** The body as it came. */
    private final String body;

    ConnectRestException(String request, int status, String body) {
        super(request + " was answered with " + status + ": " + body);
        this.status = status;
        this.body = body;
    }

    /** {@return the HTTP status, 400 or more} */
    public int status() {
        return status;
    }

    /** {@return the body as it came, most often JSON with {@code error_code} and {@code message}; may be empty} */
    public String body() {
        return body;
    }
}
