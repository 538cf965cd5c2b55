package dev.sluice.testkit.harness;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that moves only when it is told to. Thread-safe. */
public final class ManualClock implements InstantSource {
    private Instant now;

    /**
     * A clock that stands still.
     *
     * @param start what it says until it is moved
     */
    public ManualClock(Instant start) {
        this.now = start;
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    /**
     * Moves the clock on.
     *
     * @param by zero or more
     * @throws IllegalArgumentException when {@code by} is negative: time does not go back
     */
    public synchronized void advance(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("time does not go back, was " + by);
        }
        now = now.plus(by);
    }
}
