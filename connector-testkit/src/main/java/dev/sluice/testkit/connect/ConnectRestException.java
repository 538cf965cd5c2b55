package dev.sluice.testkit.connect;

/** An answer of a worker's REST interface that says no. */
public final class ConnectRestException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String body;

    ConnectRestException(String request, int status, String body) {
        super(request + " was answered with " + status + ": " + body);
        this.status = status;
        this.body = body;
    }

    /** The HTTP status, 400 or more. */
    public int status() {
        return status;
    }

    /** The body as it came, most often JSON with {@code error_code} and {@code message}; may be empty. */
    public String body() {
        return body;
    }
}
