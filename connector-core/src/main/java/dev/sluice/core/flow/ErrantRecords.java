package dev.sluice.core.flow;

import dev.sluice.core.failure.Failure;
import dev.sluice.core.mapping.RecordOrigin;
import dev.sluice.core.mapping.RecordWeight;
import dev.sluice.core.metrics.PipelineCounters;
import dev.sluice.core.offset.OffsetTracker;
import dev.sluice.core.tolerance.ErrantRecord;
import dev.sluice.core.tolerance.ErrorReporter;
import dev.sluice.core.tolerance.ErrorTolerance;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Disposes of errant records as the tolerance says, reports those that are to be reported on purpose, and keeps their offsets unsafe until every reporter has confirmed.
 * Task thread only.
 */
final class ErrantRecords {
    private record Report(ErrantRecord errant, OffsetTracker.Hold hold, List<Future<?>> futures, long bytes) {}

    private final ErrorTolerance tolerance;
    private final OffsetTracker tracker;
    private final MemoryBudget budget;
    private final PipelineCounters counters;
    private final Queue<Report> underWay = new ArrayDeque<>();

    ErrantRecords(ErrorTolerance tolerance, OffsetTracker tracker, MemoryBudget budget, PipelineCounters counters) {
        this.tolerance = tolerance;
        this.tracker = tracker;
        this.budget = budget;
        this.counters = counters;
    }

    /**
     * Starts to report the record.
     *
     * @throws ConnectException when nothing is tolerated, or a reporter cannot even start
     */
    void dispose(SinkRecord record, RecordOrigin origin, ErrantRecord.Stage stage, Failure failure) {
        ErrantRecord errant = new ErrantRecord(record, origin, stage, failure);
        if (!tolerance.tolerant()) {
            throw new ConnectException(
                    "Cannot store the record at " + errant.describe()
                            + ". Correct the record or the config, or tolerate such records with runtime.error.tolerance=all.",
                    failure.cause());
        }
        report(errant);
    }

    /**
     * Starts to report a record that is to be reported on purpose, whatever is tolerated.
     *
     * @throws ConnectException when there is no reporter, or one cannot even start
     */
    void reportOnPurpose(SinkRecord record, RecordOrigin origin, String reason) {
        ErrantRecord errant =
                new ErrantRecord(record, origin, ErrantRecord.Stage.MAPPING, Failure.rejected("Reported", reason));
        if (tolerance.reporters().isEmpty()) {
            throw new ConnectException("There is nobody to report the record to at " + errant.describe());
        }
        report(errant);
    }

    private void report(ErrantRecord errant) {
        OffsetTracker.Hold hold = tracker.hold();
        hold.cover(errant.origin());
        List<Future<?>> futures = new ArrayList<>(tolerance.reporters().size());
        try {
            for (ErrorReporter reporter : tolerance.reporters()) {
                futures.add(reporter.report(errant));
            }
        } catch (RuntimeException e) {
            throw reporterFailed(errant, e);
        }
        long bytes = RecordWeight.bytes(errant.record());
        budget.charge(bytes);
        underWay.add(new Report(errant, hold, futures, bytes));
    }

    /**
     * Takes note of the reports that are confirmed by now.
     *
     * @throws ConnectException when one has failed: the record would be lost
     */
    void poll() {
        for (Iterator<Report> i = underWay.iterator(); i.hasNext(); ) {
            Report report = i.next();
            if (report.futures.stream().allMatch(Future::isDone)) {
                report.futures.forEach(future -> confirm(report.errant, future));
                report.hold.release();
                budget.release(report.bytes);
                counters.report();
                i.remove();
            }
        }
    }

    private static void confirm(ErrantRecord errant, Future<?> future) {
        try {
            future.get();
        } catch (ExecutionException e) {
            throw reporterFailed(errant, e.getCause() == null ? e : e.getCause());
        } catch (CancellationException e) {
            throw reporterFailed(errant, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw reporterFailed(errant, e);
        }
    }

    private static ConnectException reporterFailed(ErrantRecord errant, Throwable cause) {
        return new ConnectException("The error report of the record at " + errant.describe() + " failed", cause);
    }

    int underWay() {
        return underWay.size();
    }

    /** Forgets the reports of these partitions; whoever gets them reports again. */
    void discard(Collection<TopicPartition> partitions) {
        underWay.removeIf(report -> {
            if (!partitions.contains(report.errant.origin().partition())) {
                return false;
            }
            report.hold.release();
            budget.release(report.bytes);
            counters.discard(1);
            return true;
        });
    }
}
