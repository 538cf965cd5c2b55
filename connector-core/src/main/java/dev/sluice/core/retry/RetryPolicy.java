package dev.sluice.core.retry;

import dev.sluice.core.failure.Failure;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** Decides about retries. Pure: time and chance are arguments. */
@FunctionalInterface
public interface RetryPolicy {

    /**
     * @param failure of a kind that can be retried
     * @param attempt the one that failed, counted from 1
     * @param elapsed since the first failure of this batch
     */
    RetryDecision decide(Failure failure, int attempt, Duration elapsed, RandomGenerator random);
}
