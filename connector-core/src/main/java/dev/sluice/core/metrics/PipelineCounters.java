package dev.sluice.core.metrics;

import dev.sluice.core.batch.BatchTrigger;
import dev.sluice.core.failure.FailureKind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What became of a task's records, and how the task is doing. Written by the task thread, read by anybody: each number
 * is right by itself, but several that are read one after the other may be of different moments. What counts up starts
 * at 0 with the task. Whatever was accepted is in exactly one of the others:
 * {@code accepted = written + skipped + reported + discarded + pending}.
 */
public final class PipelineCounters {
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong skipped = new AtomicLong();
    private final AtomicLong reported = new AtomicLong();
    private final AtomicLong discarded = new AtomicLong();
    private final AtomicLong batches = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong requestMicros = new AtomicLong();
    private final EnumCounts<BatchTrigger> batchesByTrigger = new EnumCounts<>(BatchTrigger.class);
    private final EnumCounts<FailureKind> retriesByKind = new EnumCounts<>(FailureKind.class);
    private final AtomicLong pausedMillis = new AtomicLong();
    private final OffsetProgress progress = new OffsetProgress();
    private final InstantSource clock;
    private final LatencyHistogram latency;
    private volatile int inFlight;
    private volatile int window;
    private volatile @Nullable Instant pausedSince;

    /**
     * All counts at zero.
     *
     * @param clock read on any thread
     */
    public PipelineCounters(InstantSource clock) {
        this.clock = clock;
        this.latency = new LatencyHistogram(clock);
    }

    /** A record was taken from Kafka. */
    public void accept() {
        add(accepted, 1);
    }

    /**
     * Records are stored: the destination confirmed them.
     *
     * @param records how many more
     */
    public void write(long records) {
        written.addAndGet(records);
    }

    /** The mapper left out a record on purpose. */
    public void skip() {
        skipped.incrementAndGet();
    }

    /** A record's error report is confirmed by all reporters. */
    public void report() {
        reported.incrementAndGet();
    }

    /**
     * Given up with its partition, to be read again by whoever gets it.
     *
     * @param records how many more
     */
    public void discard(long records) {
        discarded.addAndGet(records);
    }

    /**
     * An entry goes on to a batch.
     *
     * @param sizeBytes as the mapper tells it
     */
    public void map(long sizeBytes) {
        add(bytes, sizeBytes);
    }

    /** For what counts each record. Only the task thread writes, so nothing need be atomic, which would wait for all that was stored before. */
    private static void add(AtomicLong count, long more) {
        count.setRelease(count.getPlain() + more);
    }

    /**
     * A batch is closed and goes on to be sent. Parts of it that are sent again do not count.
     *
     * @param trigger null when it does not say why
     */
    public void batch(@Nullable BatchTrigger trigger) {
        batches.incrementAndGet();
        if (trigger != null) {
            batchesByTrigger.add(trigger);
        }
    }

    /**
     * A request will be repeated.
     *
     * @param kind of the failure, one that can be retried
     */
    public void retry(FailureKind kind) {
        retriesByKind.add(kind);
    }

    /**
     * A request was answered, whatever the answer is. Any thread.
     *
     * @param time from sending to the answer
     */
    public void answer(Duration time) {
        requests.incrementAndGet();
        requestMicros.addAndGet(Math.max(0, time.toNanos() / 1000));
        latency.record(time);
    }

    /**
     * How much is in flight now; replaces what was told before.
     *
     * @param unanswered requests that are sent and not answered
     * @param allowed how many may be
     */
    public void flights(int unanswered, int allowed) {
        // Told with each record, and a volatile write waits for all that was stored before.
        if (inFlight != unanswered) {
            inFlight = unanswered;
        }
        if (window != allowed) {
            window = allowed;
        }
    }

    /**
     * The task takes in nothing more for now.
     *
     * @param now the task's time
     */
    public void pause(Instant now) {
        pausedSince = now;
    }

    /**
     * The task takes in records again. Does nothing when it was not paused.
     *
     * @param now the task's time
     */
    public void resume(Instant now) {
        Instant since = pausedSince;
        if (since != null) {
            pausedSince = null;
            pausedMillis.addAndGet(Math.max(0, Duration.between(since, now).toMillis()));
        }
    }

    /** {@return where the partitions are; always the same object} */
    public OffsetProgress progress() {
        return progress;
    }

    /** {@return records taken from Kafka, those that are read again after a rewind counted again} */
    public long accepted() {
        return accepted.get();
    }

    /** {@return records that the destination confirmed} */
    public long written() {
        return written.get();
    }

    /** {@return records that the mapper left out on purpose} */
    public long skipped() {
        return skipped.get();
    }

    /** {@return records, errant ones and those reported on purpose, whose reports are confirmed} */
    public long reported() {
        return reported.get();
    }

    /** {@return records given up with their partition, or read again after a rewind; none of them is lost} */
    public long discarded() {
        return discarded.get();
    }

    /** {@return batches closed for whatever reason; one that is sent again, whole or in parts, counts once} */
    public long batches() {
        return batches.get();
    }

    /**
     * Batches closed for one reason.
     *
     * @param trigger the reason
     * @return 0 or more; for {@code RETRY} and {@code ISOLATION} always 0, because those are parts of counted batches
     */
    public long batches(BatchTrigger trigger) {
        return batchesByTrigger.get(trigger);
    }

    /** {@return size of all entries that went on to a batch, in bytes as the mapper tells it} */
    public long bytes() {
        return bytes.get();
    }

    /** {@return requests that were answered, whatever the answer was} */
    public long requests() {
        return requests.get();
    }

    /** {@return how long all answered requests took together, in milliseconds} */
    public long requestMillis() {
        return requestMicros.get() / 1000;
    }

    /** {@return requests that were or will be repeated, for whatever reason} */
    public long retries() {
        return retriesByKind.sum();
    }

    /**
     * Requests that were or will be repeated for one reason.
     *
     * @param kind the reason; 0 for those that are not repeated
     * @return 0 or more
     */
    public long retries(FailureKind kind) {
        return retriesByKind.get(kind);
    }

    /** {@return how long requests took lately; always the same object} */
    public LatencyHistogram latency() {
        return latency;
    }

    /** {@return requests that are sent and not answered, as of the task's last turn} */
    public int inFlight() {
        return inFlight;
    }

    /** {@return how many requests may be unanswered at a time; 0 before the task has started to send} */
    public int window() {
        return window;
    }

    /** {@return whether the task takes in nothing for now} */
    public boolean paused() {
        return pausedSince != null;
    }

    /** {@return how long the task was paused until now, in milliseconds} */
    public long pausedMillis() {
        Instant since = pausedSince;
        return pausedMillis.get() + (since == null ? 0 : millisSince(since));
    }

    /**
     * {@return how long the oldest record that is not safe has been waiting, in milliseconds, to about a second; 0 when there is none}
     */
    public long oldestUnwrittenMillis() {
        Instant since = progress.waitingSince();
        return since == null ? 0 : millisSince(since);
    }

    private long millisSince(Instant since) {
        return Math.max(0, Duration.between(since, clock.instant()).toMillis());
    }

    /** {@return records that are accepted and in none of the other counts: held, in flight or waiting for a report} */
    public long pending() {
        return accepted() - written() - skipped() - reported() - discarded();
    }
}
