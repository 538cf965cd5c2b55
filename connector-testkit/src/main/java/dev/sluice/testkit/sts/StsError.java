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
