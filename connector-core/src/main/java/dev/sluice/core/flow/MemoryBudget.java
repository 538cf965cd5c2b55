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

    /**
     * A budget that nothing is charged to.
     *
     * @param limitBytes 1 or more
     * @throws IllegalArgumentException when it is less
     */
    public MemoryBudget(long limitBytes) {
        if (limitBytes < 1) {
            throw new IllegalArgumentException("limitBytes must be 1 or more, was " + limitBytes);
        }
        this.limit = limitBytes;
    }

    /**
     * Takes note of memory that is held from now on, also beyond the limit.
     *
     * @param bytes of heap, about; 0 or more
     */
    public void charge(long bytes) {
        add(bytes);
    }

    /**
     * Gives back what was charged.
     *
     * @param bytes exactly as many as were charged for what is let go
     */
    public void release(long bytes) {
        add(-bytes);
    }

    /** An atomic addition waits for all that was stored before, so one of nothing is not free. */
    private void add(long bytes) {
        if (bytes != 0) {
            used.addAndGet(bytes);
        }
    }

    /** {@return bytes that are charged and not given back; may be above the limit} */
    public long used() {
        return used.get();
    }

    /** {@return the bytes at which the task stops to take in records; the same at each call} */
    public long limit() {
        return limit;
    }

    /** {@return whether nothing more should be taken in: the limit is reached or passed} */
    public boolean isExhausted() {
        return isExhaustedWithout(0);
    }

    /** {@return whether there is so much room again that taking in may go on: at most 70 % of the limit is used} */
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
