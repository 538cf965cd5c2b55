package dev.sluice.core.retry;

import dev.sluice.core.failure.Failure;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** Decides about retries. Pure: time and chance are arguments. */
@FunctionalInterface
public interface RetryPolicy {

    /**
     * Decides about one failed attempt. Called on the task thread; must not block and must not throw.
     *
     * @param failure of a kind that can be retried
     * @param attempt the one that failed, counted from 1
     * @param elapsed since the first failure of this batch; zero at the first one
     * @param random for what is random in the delay
     * @return when to send it again, or why not
     */
    RetryDecision decide(Failure failure, int attempt, Duration elapsed, RandomGenerator random);
}
