package dev.sluice.testkit.connect;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits for a condition of another process, which can only be asked again and again. The one place that sleeps. */
final class Poll {

    private static final Duration PAUSE = Duration.ofMillis(50);

    private Poll() {}

    /**
     * Asks until there is an answer.
     *
     * @param probe empty for "not yet"; what it throws ends the wait
     * @param onTimeout makes the exception that is thrown when the time is up
     */
    static <T> T until(Duration timeout, Supplier<Optional<T>> probe, Supplier<? extends RuntimeException> onTimeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            Optional<T> answer = probe.get();
            if (answer.isPresent()) {
                return answer.get();
            }
            if (System.nanoTime() - deadline >= 0) {
                throw onTimeout.get();
            }
            pause();
        }
    }

    /** Asks until the answer is as wanted, and returns the last one at the latest when the time is up. */
    static <T> T untilOrLast(Duration timeout, Supplier<T> probe, Predicate<T> wanted) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            T answer = probe.get();
            if (wanted.test(answer) || System.nanoTime() - deadline >= 0) {
                return answer;
            }
            pause();
        }
    }

    static void pause() {
        try {
            TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for another process", e);
        }
    }
}
