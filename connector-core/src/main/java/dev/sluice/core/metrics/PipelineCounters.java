package dev.sluice.core.metrics;

import dev.sluice.core.batch.BatchTrigger;
import dev.sluice.core.failure.FailureKind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What became of a task's records, and how the task is doing. Written by the task thread, read by anybody. Whatever was
 * accepted is in exactly one of the others: {@code accepted = written + skipped + reported + discarded + pending}.
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

    public PipelineCounters(InstantSource clock) {
        this.clock = clock;
        this.latency = new LatencyHistogram(clock);
    }

    public void accept() {
        accepted.incrementAndGet();
    }

    public void write(long records) {
        written.addAndGet(records);
    }

    public void skip() {
        skipped.incrementAndGet();
    }

    public void report() {
        reported.incrementAndGet();
    }

    /** Given up with its partition, to be read again by whoever gets it. */
    public void discard(long records) {
        discarded.addAndGet(records);
    }

    /** An entry of this size, as the mapper tells it, goes on to a batch. */
    public void map(long sizeBytes) {
        bytes.addAndGet(sizeBytes);
    }

    /** A batch was closed; the trigger is null when it does not say why. */
    public void batch(@Nullable BatchTrigger trigger) {
        batches.incrementAndGet();
        if (trigger != null) {
            batchesByTrigger.add(trigger);
        }
    }

    /** A request will be repeated after a failure of this kind. */
    public void retry(FailureKind kind) {
        retriesByKind.add(kind);
    }

    /** A request was answered, whatever the answer is. Any thread. */
    public void answer(Duration time) {
        requests.incrementAndGet();
        requestMicros.addAndGet(Math.max(0, time.toNanos() / 1000));
        latency.record(time);
    }

    /** How many requests are unanswered now, and how many may be. */
    public void flights(int unanswered, int allowed) {
        inFlight = unanswered;
        window = allowed;
    }

    /** The task takes in nothing more for now. */
    public void pause(Instant now) {
        pausedSince = now;
    }

    /** The task takes in records again. */
    public void resume(Instant now) {
        Instant since = pausedSince;
        if (since != null) {
            pausedSince = null;
            pausedMillis.addAndGet(Math.max(0, Duration.between(since, now).toMillis()));
        }
    }

    /** Where the partitions are. */
    public OffsetProgress progress() {
        return progress;
    }

    public long accepted() {
        return accepted.get();
    }

    public long written() {
        return written.get();
    }

    public long skipped() {
        return skipped.get();
    }

    public long reported() {
        return reported.get();
    }

    public long discarded() {
        return discarded.get();
    }

    public long batches() {
        return batches.get();
    }

    public long batches(BatchTrigger trigger) {
        return batchesByTrigger.get(trigger);
    }

    public long bytes() {
        return bytes.get();
    }

    /** Requests that were answered. */
    public long requests() {
        return requests.get();
    }

    /** How long all answered requests took together, in milliseconds. */
    public long requestMillis() {
        return requestMicros.get() / 1000;
    }

    public long retries() {
        return retriesByKind.sum();
    }

    public long retries(FailureKind kind) {
        return retriesByKind.get(kind);
    }

    public LatencyHistogram latency() {
        return latency;
    }

    public int inFlight() {
        return inFlight;
    }

    public int window() {
        return window;
    }

    public boolean paused() {
        return pausedSince != null;
    }

    /** How long the task was paused until now, in milliseconds. */
    public long pausedMillis() {
        Instant since = pausedSince;
        return pausedMillis.get() + (since == null ? 0 : millisSince(since));
    }

    /** How long the oldest record that is not safe has been waiting, in milliseconds; 0 when there is none. */
    public long oldestUnwrittenMillis() {
        Instant since = progress.waitingSince();
        return since == null ? 0 : millisSince(since);
    }

    private long millisSince(Instant since) {
        return Math.max(0, Duration.between(since, clock.instant()).toMillis());
    }

    public long pending() {
        return accepted() - written() - skipped() - reported() - discarded();
    }
}
