package dev.sluice.core.batch;

import java.time.Duration;

/**
 * How large and how old a batch may get.
 *
 * @param maxEntries 1 or more
 * @param maxBytes sum of the entries' sizes as the mapper gives them, 1 or more; an entry larger than this travels
 *     alone
 * @param linger longest time an entry waits in an open batch; zero sends at once
 * @param mayRepeatKeys whether entries with equal ordering keys may share a batch. Only right when the destination
 *     applies a batch in order.
 */
public record BatchLimits(int maxEntries, long maxBytes, Duration linger, boolean mayRepeatKeys) {
    /**
     * Takes the limits as they are.
     *
     * @param maxEntries 1 or more
     * @param maxBytes 1 or more
     * @param linger zero or more
     * @param mayRepeatKeys true only when the destination applies a batch in order
     * @throws IllegalArgumentException when one is out of its range
     */
    public BatchLimits {
        if (maxEntries < 1) {
            throw new IllegalArgumentException("maxEntries must be 1 or more, was " + maxEntries);
        }
        if (maxBytes < 1) {
            throw new IllegalArgumentException("maxBytes must be 1 or more, was " + maxBytes);
        }
        if (linger.isNegative()) {
            throw new IllegalArgumentException("linger must not be negative, was " + linger);
        }
    }
}
