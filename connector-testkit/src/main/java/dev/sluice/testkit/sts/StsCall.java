package dev.sluice.testkit.sts;

import dev.sluice.testkit.fault.Fault;
import dev.sluice.testkit.fault.RecordedCall;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One call that an {@link StsEmulator} had.
 *
 * @param operation {@code AssumeRole}, {@code AssumeRoleWithOIDC}, or of the metadata service {@code MetadataToken},
 *     {@code MetadataRoles}, {@code MetadataCredentials}; what is none of these is {@code Unknown}
 * @param roleArn the role asked for, for the metadata service its name; empty when none was named
 * @param status of HTTP; 0 when the connection was closed without an answer
 * @param code of the service's error; empty when there is none, and when there was no answer
 * @param fault that the call met, or null
 * @param duration until the answer was ready to be sent, in real time
 * @param requestId the service's, which clients show in their errors
 */
public record StsCall(
        String operation,
        String roleArn,
        int status,
        String code,
        @Nullable Fault fault,
        Duration duration,
        String requestId)
        implements RecordedCall {
    @Override
    public String resource() {
        return roleArn;
    }
}
