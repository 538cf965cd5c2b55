package dev.sluice.core.metrics;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What became of a task's records. Written by the task thread, read by anybody. Whatever was accepted is in exactly one
 * of the others: {@code accepted = written + skipped + reported + discarded + pending}.
 */
public final class PipelineCounters {
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong skipped = new AtomicLong();
    private final AtomicLong reported = new AtomicLong();
    private final AtomicLong discarded = new AtomicLong();
    private final AtomicLong batches = new AtomicLong();
    private final AtomicLong retries = new AtomicLong();

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

    public void batch() {
        batches.incrementAndGet();
    }

    public void retry() {
        retries.incrementAndGet();
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

    public long retries() {
        return retries.get();
    }

    public long pending() {
        return accepted() - written() - skipped() - reported() - discarded();
    }
}
