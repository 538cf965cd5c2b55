package dev.sluice.core.flow;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What a task holds in memory, in bytes, against one limit. Thread-safe: uploads give back what they have sent. Charging
 * never fails and never blocks; the pipeline reacts when the limit is passed.
 */
public final class MemoryBudget {
    private static final double LOW_WATER = 0.7;

    private final AtomicLong used = new AtomicLong();
    private final long limit;

    public MemoryBudget(long limitBytes) {
        if (limitBytes < 1) {
            throw new IllegalArgumentException("limitBytes must be 1 or more, was " + limitBytes);
        }
        this.limit = limitBytes;
    }

    public void charge(long bytes) {
        used.addAndGet(bytes);
    }

    public void release(long bytes) {
        used.addAndGet(-bytes);
    }

    public long used() {
        return used.get();
    }

    public long limit() {
        return limit;
    }

    /** Whether nothing more should be taken in. */
    public boolean isExhausted() {
        return isExhaustedWithout(0);
    }

    /** Whether there is so much room again that taking in may go on. */
    public boolean isRelaxed() {
        return isRelaxedWithout(0);
    }

    /** Whether it would be exhausted if this much were given back. */
    boolean isExhaustedWithout(long bytes) {
        return used.get() - bytes >= limit;
    }

    /** Whether it would be relaxed if this much were given back. */
    boolean isRelaxedWithout(long bytes) {
        return used.get() - bytes <= (long) (limit * LOW_WATER);
    }
}
