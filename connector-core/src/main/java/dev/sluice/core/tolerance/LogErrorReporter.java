package dev.sluice.core.tolerance;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs topic, partition, offset and reason of each errant record, as a warning; no content. A report counts at once.
 */
public final class LogErrorReporter implements ErrorReporter {
    private static final Logger LOG = LoggerFactory.getLogger(LogErrorReporter.class);

    /** Logs as this class. */
    public LogErrorReporter() {}

    @Override
    public Future<?> report(ErrantRecord errant) {
        LOG.warn("Left out the record at {}", errant.describe());
        return CompletableFuture.completedFuture(null);
    }
}
