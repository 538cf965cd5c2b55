package dev.sluice.testkit.sts;

/** An error as the service answers it: a result, so it carries no stack trace. */
final class StsError extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    StsError(int status, String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    static StsError missing(String parameter) {
        return new StsError(400, "Missing" + parameter, parameter + " is mandatory for this action.");
    }

    /** @param metadata whether it is the machine's metadata service that says so */
    static StsError throttled(boolean metadata) {
        return metadata
                ? new StsError(429, "Too Many Requests", "too many requests")
                : new StsError(400, "Throttling.User", "Request was denied due to user flow control.");
    }

    /** @param metadata whether it is the machine's metadata service that says so */
    static StsError expired(boolean metadata) {
        return metadata
                ? new StsError(403, "Forbidden", "a token is needed, and it must not have expired")
                : new StsError(400, "InvalidSecurityToken.Expired", "Specified SecurityToken is expired.");
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
