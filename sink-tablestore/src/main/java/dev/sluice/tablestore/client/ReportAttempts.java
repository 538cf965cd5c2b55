package dev.sluice.tablestore.client;

import com.alicloud.openservices.tablestore.model.RetryStrategy;
import dev.sluice.core.failure.Failure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Repeats the report of an errant record for a while: a report is the same row each time, and one that fails stops the
 * task. The client takes a {@link #clone()} for each request, and asks it on one thread at a time.
 */
public final class ReportAttempts implements RetryStrategy {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long FIRST_PAUSE_MS = 50;
    private static final long LONGEST_PAUSE_MS = 5_000;

    private final Failures failures;
    private final InstantSource clock;
    private @Nullable Instant until;
    private int retries;

    /**
     * @param failures says what may be repeated
     * @param clock says how long it has been tried
     */
    public ReportAttempts(Failures failures, InstantSource clock) {
        this.failures = failures;
        this.clock = clock;
    }

    @Override
    @SuppressWarnings("MissingSuperCall") // it is the client's method, which only happens to be called like Object's
    public RetryStrategy clone() {
        return new ReportAttempts(failures, clock);
    }

    @Override
    public int getRetries() {
        return retries;
    }

    /** Zero means never. */
    @Override
    public long nextPause(String action, Exception error) {
        Failure failure = failures.classify(error);
        Instant now = clock.instant();
        if (until == null) {
            until = now.plus(PATIENCE);
        }
        if (!failure.isRetriable() || now.isAfter(until)) {
            return 0;
        }
        long pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS << Math.min(retries, 10));
        retries++;
        return pause;
    }
}
