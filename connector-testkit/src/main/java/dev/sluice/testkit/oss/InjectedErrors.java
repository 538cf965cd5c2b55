package dev.sluice.testkit.oss;

import dev.sluice.testkit.fault.Fault;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The service's errors for what faults ask for. */
final class InjectedErrors {
    private InjectedErrors() {}

    static OssError of(Fault.Refusal fault) {
        if (fault instanceof Fault.ServiceError planned) {
            return later(
                    new OssError(planned.status(), planned.code(), "This error was asked for by the test."),
                    planned.retryAfter());
        } else if (fault instanceof Fault.Throttle throttle) {
            return later(
                    new OssError(503, "TotalQpsLimitExceeded", "Please reduce your request rate."),
                    throttle.retryAfter());
        } else if (fault instanceof Fault.ExpiredCredentials) {
            return OssError.tokenExpired();
        }
        throw new IllegalStateException("no error for " + fault);
    }

    /** In both headers in which the service says when to come again. */
    private static OssError later(OssError error, @Nullable Duration retryAfter) {
        if (retryAfter != null) {
            long seconds = Math.max(1, (retryAfter.toMillis() + 999) / 1000);
            error.withHeader("Retry-After", Long.toString(seconds))
                    .withHeader("x-oss-qos-delay-time", Long.toString(retryAfter.toMillis()));
        }
        return error;
    }
}
