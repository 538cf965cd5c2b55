package dev.sluice.testkit.harness;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Real time, which only matters while the task waits for answers of other threads. */
final class Stopwatch {
    private static final Duration PAUSE = Duration.ofNanos(500_000);

    private final long start = System.nanoTime();
    private long lap = start;

    /** Time since the last call, or since the start. */
    Duration lap() {
        long now = System.nanoTime();
        Duration since = Duration.ofNanos(now - lap);
        lap = now;
        return since;
    }

    /** From the start to the last lap. */
    boolean isOver(Duration limit) {
        return lap - start > limit.toNanos();
    }

    /** Lets other threads work. */
    static void pause() {
        LockSupport.parkNanos(PAUSE.toNanos());
    }
}
