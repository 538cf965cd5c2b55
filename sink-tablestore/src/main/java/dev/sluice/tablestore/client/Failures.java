package dev.sluice.tablestore.client;

import com.alicloud.openservices.tablestore.ClientException;
import com.alicloud.openservices.tablestore.TableStoreException;
import dev.sluice.core.credentials.CredentialsException;
import dev.sluice.core.failure.Failure;
import dev.sluice.core.failure.FailureClassifier;
import dev.sluice.core.failure.FailureKind;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * What the service's error codes mean, by
 * <a href="https://help.aliyun.com/en/tablestore/developer-reference/error-codes">its documentation</a>. A code that is
 * not there is fatal: guessing loses data.
 */
public final class Failures implements FailureClassifier {
    /** There is no such table. */
    public static final String OBJECT_NOT_EXIST = "OTSObjectNotExist";
    /** The row is not as the condition of its write wants it. */
    public static final String CONDITION_CHECK_FAIL = "OTSConditionCheckFail";
    /** There is such a table already. */
    public static final String OBJECT_ALREADY_EXIST = "OTSObjectAlreadyExist";
    /** Has two meanings; the message tells them apart. */
    private static final String QUOTA_EXHAUSTED = "OTSQuotaExhausted";

    private static final String TOO_FREQUENT = "Too frequent table operations";
    /** Messages of the service are for people; a page of them is for nobody. */
    private static final int MESSAGE_CHARS = 500;

    static final Map<String, FailureKind> KINDS = Map.ofEntries(
            // Load balancing, failover and restarts; the request may have been applied.
            Map.entry("OTSInternalServerError", FailureKind.TRANSIENT),
            Map.entry("OTSServerUnavailable", FailureKind.TRANSIENT),
            Map.entry("OTSPartitionUnavailable", FailureKind.TRANSIENT),
            Map.entry("OTSTimeout", FailureKind.TRANSIENT),
            Map.entry("OTSRequestTimeout", FailureKind.TRANSIENT),
            // A table that was just created.
            Map.entry("OTSTableNotReady", FailureKind.TRANSIENT),
            // Somebody else writes the row.
            Map.entry("OTSRowOperationConflict", FailureKind.TRANSIENT),
            Map.entry("OTSServerBusy", FailureKind.THROTTLED),
            Map.entry("OTSNotEnoughCapacityUnit", FailureKind.THROTTLED),
            Map.entry("OTSCapacityUnitExhausted", FailureKind.THROTTLED),
            Map.entry("OTSOperationThrottled", FailureKind.THROTTLED),
            Map.entry("OTSTooFrequentReservedThroughputAdjustment", FailureKind.THROTTLED),
            // One row of the request is at fault, or the request as a whole is too large.
            Map.entry("OTSParameterInvalid", FailureKind.REJECTED),
            Map.entry(CONDITION_CHECK_FAIL, FailureKind.REJECTED),
            Map.entry("OTSRequestBodyTooLarge", FailureKind.REJECTED),
            Map.entry("OTSOutOfColumnCountLimit", FailureKind.REJECTED),
            Map.entry("OTSOutOfRowSizeLimit", FailureKind.REJECTED),
            // Keys are held against the table's schema and the limits before they are sent, so this is about the table.
            Map.entry("OTSInvalidPK", FailureKind.FATAL),
            Map.entry("OTSAuthFailed", FailureKind.FATAL),
            Map.entry("OTSNoPermissionAccess", FailureKind.FATAL),
            Map.entry(OBJECT_NOT_EXIST, FailureKind.FATAL),
            Map.entry(OBJECT_ALREADY_EXIST, FailureKind.FATAL),
            Map.entry("OTSUnsupportOperation", FailureKind.FATAL),
            Map.entry("OTSMethodNotAllowed", FailureKind.FATAL));

    private static final Map<String, String> CURES = Map.of(
            "OTSAuthFailed",
            "check tablestore.access.key.id, tablestore.access.key.secret, tablestore.instance.name and the clock of this "
                    + "machine",
            "OTSNoPermissionAccess",
            "grant the account the right to write to the table and, for auto.create, to create it",
            OBJECT_NOT_EXIST,
            "create the table, or set auto.create=true and restart",
            "OTSInvalidPK",
            "the table no longer has the primary key that it had when the task started; restart the task to see both");

    @Override
    public Failure classify(Throwable error) {
        if ((error instanceof CompletionException || error instanceof ExecutionException) && error.getCause() != null) {
            return classify(error.getCause());
        }
        Failure withoutCredentials = CredentialsException.in(error);
        if (withoutCredentials != null) {
            return withoutCredentials;
        }
        if (error instanceof TableProblem problem) {
            return problem.failure();
        }
        if (error instanceof TableStoreException answer) {
            return of(answer.getErrorCode(), answer.getMessage(), answer.getRequestId(), answer);
        }
        if (error instanceof ClientException) {
            // No answer, or one that is not the service's: the network, a proxy, a timeout.
            return Failure.of(FailureKind.TRANSIENT, "ClientException", cut(error.getMessage()), error);
        }
        return Failure.unknown(error);
    }

    /**
     * Whether the service answered with this code.
     *
     * @param error what the client failed with
     * @param code of the service
     * @return true also when another error wraps it
     */
    public static boolean isCode(Throwable error, String code) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        return cause instanceof TableStoreException answer && code.equals(answer.getErrorCode());
    }

    /**
     * Whether the same request may succeed later.
     *
     * @param answer an error of the service
     * @return false when the code is not known
     */
    public static boolean isRetriable(TableStoreException answer) {
        FailureKind kind = kind(String.valueOf(answer.getErrorCode()), answer.getMessage());
        return kind == FailureKind.TRANSIENT || kind == FailureKind.THROTTLED;
    }

    /**
     * @param code of the service
     * @param message of the service
     * @param requestId what the service's support asks for; null for a single row of an answer
     * @param cause null when there is none
     * @return with what to do about it, where that is known
     */
    public static Failure of(
            @Nullable String code, @Nullable String message, @Nullable String requestId, @Nullable Throwable cause) {
        String known = code == null || code.isEmpty() ? "Unknown" : code;
        String cure = CURES.get(known);
        return Failure.of(
                kind(known, message),
                known,
                cut(message)
                        + (cure == null ? "" : "; " + cure)
                        + (requestId == null ? "" : " (request " + requestId + ")"),
                cause);
    }

    private static FailureKind kind(String code, @Nullable String message) {
        if (code.equals(QUOTA_EXHAUSTED)) {
            return message != null && message.contains(TOO_FREQUENT) ? FailureKind.THROTTLED : FailureKind.FATAL;
        }
        return KINDS.getOrDefault(code, FailureKind.FATAL);
    }

    private static String cut(@Nullable String message) {
        if (message == null) {
            return "no message";
        }
        return message.length() > MESSAGE_CHARS ? message.substring(0, MESSAGE_CHARS) + "…" : message;
    }
}
