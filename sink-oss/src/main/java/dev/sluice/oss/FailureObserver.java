package dev.sluice.oss;

import com.aliyun.oss.ServiceException;
import com.aliyun.oss.common.comm.RequestMessage;
import com.aliyun.oss.common.comm.ResponseMessage;
import com.aliyun.oss.common.comm.RetryStrategy;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Never lets the client repeat a request, and keeps what its exceptions leave out: the answer's HTTP status, and how long the
 * service asked to be left alone. Both travel as a suppressed {@link Answer} of the exception. Stateless.
 */
final class FailureObserver extends RetryStrategy {
    private static final String DELAY_HEADER = "x-oss-qos-delay-time";

    /** What an error was answered with. */
    static final class Answer extends Exception {
        private final int status;
        private final long delayMillis;

        Answer(int status, long delayMillis) {
            super("answered with HTTP status " + status, null, false, false);
            this.status = status;
            this.delayMillis = delayMillis;
        }

        int status() {
            return status;
        }

        /** Null when the service did not say. */
        @Nullable
        Duration delay() {
            return delayMillis < 0 ? null : Duration.ofMillis(delayMillis);
        }

        /** The answer that came with an exception; null when there was none. */
        static @Nullable Answer of(Throwable error) {
            for (Throwable suppressed : error.getSuppressed()) {
                if (suppressed instanceof Answer answer) {
                    return answer;
                }
            }
            return null;
        }
    }

    @Override
    public boolean shouldRetry(
            Exception error, RequestMessage request, @Nullable ResponseMessage response, int retries) {
        if (error instanceof ServiceException && response != null) {
            error.addSuppressed(new Answer(response.getStatusCode(), delayOf(response.getHeaders())));
        }
        return false;
    }

    private static long delayOf(Map<String, String> headers) {
        for (Map.Entry<String, String> header : headers.entrySet()) {
            if (DELAY_HEADER.equalsIgnoreCase(header.getKey())) {
                try {
                    return Long.parseLong(header.getValue().trim());
                } catch (NumberFormatException e) {
                    return -1;
                }
            }
        }
        return -1;
    }
}
