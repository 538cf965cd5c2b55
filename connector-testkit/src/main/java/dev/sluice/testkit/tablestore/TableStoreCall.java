package dev.sluice.testkit.tablestore;

import dev.sluice.testkit.fault.Fault;
import dev.sluice.testkit.fault.RecordedCall;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One call that {@link TableStoreEmulator} got, after its signature was checked or refused.
 *
 * @param operation the service's name, such as {@code BulkImport}
 * @param table several tables of one batch are joined by commas; empty when the request names none or was not read
 * @param rows rows asked for or sent; 0 for calls on tables
 * @param failedRows rows that got an error inside an answer with status 200
 * @param status of HTTP; 0 when the connection was closed without an answer
 * @param code of the service's error; empty when there is none, and when there was no answer
 * @param fault that the call met, or null
 * @param duration until the answer was ready to be sent, in real time
 * @param requestId the service's, which clients show in their errors
 */
public record TableStoreCall(
        String operation,
        String table,
        int rows,
        int failedRows,
        int status,
        String code,
        @Nullable Fault fault,
        Duration duration,
        String requestId)
        implements RecordedCall {
    @Override
    public String resource() {
        return table;
    }
}
