package dev.sluice.distribution;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for a condition that another process brings about. */
final class Eventually {
    private static final Duration PAUSE = Duration.ofMillis(50);

    private Eventually() {}

    /** @throws AssertionError with what the supplier says when the condition does not hold in time */
    static void holds(Duration atMost, BooleanSupplier condition, Supplier<String> otherwise) {
        Instant deadline = Instant.now().plus(atMost);
        while (!condition.getAsBoolean()) {
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError("not within " + atMost + ": " + otherwise.get());
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
