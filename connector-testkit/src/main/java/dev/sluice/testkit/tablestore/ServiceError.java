package dev.sluice.testkit.tablestore;

/** An error as the service answers it. It is a result, not an accident, so it carries no stack trace. */
final class ServiceError extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final String text;

    ServiceError(int status, String code, String text) {
        super(code + ": " + text, null, false, false);
        this.status = status;
        this.code = code;
        this.text = text;
    }

    static ServiceError parameter(String text) {
        return new ServiceError(400, "OTSParameterInvalid", text);
    }

    static ServiceError auth(String text) {
        return new ServiceError(403, "OTSAuthFailed", text);
    }

    static ServiceError primaryKey(String text) {
        return new ServiceError(400, "OTSInvalidPK", text);
    }

    static ServiceError noTable() {
        return new ServiceError(404, "OTSObjectNotExist", "Requested table does not exist.");
    }

    static ServiceError condition() {
        return new ServiceError(403, "OTSConditionCheckFail", "Condition check failed.");
    }

    static ServiceError unsupported(String operation) {
        return new ServiceError(400, "OTSUnsupportOperation", "Unsupported operation: '" + operation + "'.");
    }

    /** A row or filter that cannot be decoded. */
    static ServiceError broken(String what) {
        return parameter("Cell data broken, " + what + ".");
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    /** The service's sentence, without the code. */
    String text() {
        return text;
    }
}
