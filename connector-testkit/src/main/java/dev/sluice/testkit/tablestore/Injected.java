package dev.sluice.testkit.tablestore;

import dev.sluice.testkit.fault.Fault;
import java.util.Map;

/** Errors that a fault asks for, with the service's sentence where the code is known. */
final class Injected {
    private static final Map<String, String> SENTENCES = Map.ofEntries(
            Map.entry("OTSServerBusy", "Server is busy."),
            Map.entry("OTSServerUnavailable", "Server is not available."),
            Map.entry("OTSTimeout", "Operation timeout."),
            Map.entry("OTSPartitionUnavailable", "The partition is not available."),
            Map.entry("OTSInternalServerError", "Internal server error."),
            Map.entry("OTSRowOperationConflict", "Data is being modified by the other request."),
            Map.entry("OTSConditionCheckFail", "Condition check failed."),
            Map.entry("OTSTableNotReady", "The table is not ready."),
            Map.entry("OTSNotEnoughCapacityUnit", "Remaining capacity unit is not enough."),
            Map.entry("OTSCapacityUnitExhausted", "Capacity unit is not enough."),
            Map.entry("OTSQuotaExhausted", "Too frequent table operations."),
            Map.entry("OTSObjectNotExist", "Requested table does not exist."),
            Map.entry("OTSInvalidPK", "Primary key schema mismatch."),
            Map.entry("OTSOutOfRowSizeLimit", "The total data size of columns in one row exceeded the limit."),
            Map.entry("OTSOutOfColumnCountLimit", "The number of columns in one row exceeded the limit."),
            Map.entry("OTSRequestBodyTooLarge", "The size of POST data is too large."),
            Map.entry("OTSAuthFailed", "The AccessKeyID is disabled."),
            Map.entry(
                    "OTSNoPermissionAccess",
                    "You have no permission to access the requested resource, please contact the resource owner"));

    private Injected() {}

    /** The service has no header that says when to come again. */
    static ServiceError of(Fault.Refusal fault) {
        if (fault instanceof Fault.ServiceError planned) {
            return error(planned.status(), planned.code());
        } else if (fault instanceof Fault.Throttle) {
            return error(503, "OTSServerBusy");
        } else if (fault instanceof Fault.ExpiredCredentials) {
            return ServiceError.auth(AccessKeys.EXPIRED);
        }
        throw new IllegalStateException("no error for " + fault);
    }

    static ServiceError error(int status, String code) {
        return new ServiceError(status, code, SENTENCES.getOrDefault(code, "Injected by a test."));
    }
}
