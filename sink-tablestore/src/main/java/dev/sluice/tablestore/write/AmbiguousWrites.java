package dev.sluice.tablestore.write;

import com.alicloud.openservices.tablestore.ClientException;
import com.alicloud.openservices.tablestore.TableStoreException;
import dev.sluice.core.failure.Failure;
import dev.sluice.core.failure.FailureKind;
import dev.sluice.tablestore.client.Failures;
import dev.sluice.tablestore.table.KeySchema;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a row of a table with an auto-increment column when nobody knows whether it was stored: written again, it
 * may be there twice. Any other row is the same row when it is written again.
 */
enum AmbiguousWrites {
    /** Written again: it is there at least once. */
    REPEAT,
    /** An errant record: it is there at most once as far as this task is concerned. */
    REPORT;

    /**
     * Codes that the service gives before it does anything: the client itself repeats writes for these and no others, see
     * its {@code DefaultRetryStrategy}.
     */
    private static final Set<String> NOT_DONE = Set.of(
            "OTSRowOperationConflict",
            "OTSNotEnoughCapacityUnit",
            "OTSCapacityUnitExhausted",
            "OTSTableNotReady",
            "OTSPartitionUnavailable",
            "OTSServerBusy",
            "OTSOperationThrottled",
            "OTSTooFrequentReservedThroughputAdjustment",
            "OTSQuotaExhausted");

    /** The failure of one row, as what it is to become. */
    Failure of(Failure failure, KeySchema keys) {
        boolean ambiguous = failure.kind() == FailureKind.TRANSIENT || failure.kind() == FailureKind.THROTTLED;
        return this == REPORT && keys.hasAutoIncrement() && ambiguous && !NOT_DONE.contains(failure.code())
                ? reported(failure.describe(), failure.cause())
                : failure;
    }

    /** Whether a request that was sent and failed with this is to be reported, and not repeated. */
    boolean reports(Throwable error, KeySchema keys) {
        if (this != REPORT || !keys.hasAutoIncrement()) {
            return false;
        }
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        if (cause instanceof TableStoreException answer) {
            return Failures.isRetriable(answer) && !NOT_DONE.contains(answer.getErrorCode());
        }
        // The client says in its message alone that it had no connection to send anything on.
        return cause instanceof ClientException && !neverSent(String.valueOf(cause.getMessage()));
    }

    private static boolean neverSent(String message) {
        return message.contains("ConnectException")
                || message.contains("Connection refused")
                || message.contains("ConnectTimeoutException")
                || message.contains("UnknownHostException")
                || message.contains("UnresolvedAddressException")
                || message.contains("ConnectionPoolTimeoutException");
    }

    static Failure reported(String what, @Nullable Throwable cause) {
        return Failure.of(
                FailureKind.REJECTED,
                "AmbiguousWrite",
                "nobody knows whether the row was stored, and it is not written again, as " + WriteOptions.AMBIGUOUS
                        + "=report says: " + what,
                cause);
    }
}
