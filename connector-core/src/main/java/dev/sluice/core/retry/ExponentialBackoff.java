package dev.sluice.core.retry;

import dev.sluice.core.failure.Failure;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Waits twice as long after each attempt, up to a bound, with full jitter: any time between nothing and that long, so
 * that many tasks do not come back at once
 * (<a href="https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/">measured here</a>). A time that
 * the destination asked for is a lower bound. A delay that would end after the timeout is cut to it, so there is a last
 * attempt when the time is over. To the millisecond.
 *
 * @param initial bound of the first delay
 * @param max bound of every delay, but for a time that the destination asked for
 * @param timeout since the first failure; after it the policy gives up
 */
public record ExponentialBackoff(Duration initial, Duration max, Duration timeout) implements RetryPolicy {

    @Override
    public RetryDecision decide(Failure failure, int attempt, Duration elapsed, RandomGenerator random) {
        Duration delay = jittered(bound(attempt), random);
        if (failure.retryAfter() != null && failure.retryAfter().compareTo(delay) > 0) {
            delay = failure.retryAfter();
        }
        if (elapsed.compareTo(timeout) >= 0) {
            return new RetryDecision.GiveUp("still failing after " + attempt + " attempts in " + elapsed.toMillis()
                    + " ms (retry.timeout.ms = " + timeout.toMillis() + ")");
        }
        Duration left = timeout.minus(elapsed);
        return new RetryDecision.RetryIn(delay.compareTo(left) > 0 ? left : delay);
    }

    private Duration bound(int attempt) {
        int doublings = Math.min(attempt - 1, 40);
        long millis = initial.toMillis();
        return millis > (max.toMillis() >> doublings) ? max : Duration.ofMillis(millis << doublings);
    }

    private static Duration jittered(Duration bound, RandomGenerator random) {
        return Duration.ofMillis(random.nextLong(bound.toMillis() + 1));
    }
}
