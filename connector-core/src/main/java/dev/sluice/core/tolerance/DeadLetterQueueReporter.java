package dev.sluice.core.tolerance;

import java.util.concurrent.Future;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;

/**
 * Hands errant records to Connect's own dead letter queue
 * (<a href="https://cwiki.apache.org/confluence/display/KAFKA/KIP-610%3A+Error+Reporting+in+Sink+Connectors">KIP-610</a>).
 */
public final class DeadLetterQueueReporter implements ErrorReporter {
    private final ErrantRecordReporter reporter;

    /**
     * Reports to the worker's queue.
     *
     * @param reporter Connect's own, from {@code SinkTaskContext.errantRecordReporter()}; belongs to the worker, which
     *     closes it
     */
    public DeadLetterQueueReporter(ErrantRecordReporter reporter) {
        this.reporter = reporter;
    }

    @Override
    public Future<?> report(ErrantRecord errant) {
        return reporter.report(errant.record(), new DataException(errant.describe()));
    }
}
