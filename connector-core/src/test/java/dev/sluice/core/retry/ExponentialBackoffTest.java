package dev.sluice.core.retry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.failure.Failure;
import dev.sluice.core.failure.FailureKind;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ExponentialBackoffTest {
    private static final Failure FAILURE = Failure.of(FailureKind.TRANSIENT, "x", "y");
    private final ExponentialBackoff backoff =
            new ExponentialBackoff(Duration.ofMillis(100), Duration.ofSeconds(5), Duration.ofMinutes(1));

    @Test
    void theDelayIsAnywhereBelowABoundThatDoublesUpToTheMaximum() {
        SplittableRandom random = new SplittableRandom(1);
        long[] bounds = {100, 200, 400, 800, 1600, 3200, 5000, 5000, 5000};
        for (int attempt = 1; attempt <= bounds.length; attempt++) {
            long largest = 0;
            for (int i = 0; i < 2000; i++) {
                largest = Math.max(
                        largest, delay(FAILURE, attempt, Duration.ZERO, random).toMillis());
            }
            assertThat(largest).isBetween(bounds[attempt - 1] * 9 / 10, bounds[attempt - 1]);
        }
        assertThat(delay(FAILURE, Integer.MAX_VALUE, Duration.ZERO, random)).isLessThanOrEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void aTimeTheDestinationAskedForIsALowerBound() {
        Failure throttled = new Failure(FailureKind.THROTTLED, "x", "y", Duration.ofSeconds(9), null);
        assertThat(delay(throttled, 1, Duration.ZERO, new SplittableRandom(1))).isEqualTo(Duration.ofSeconds(9));
    }

    @Test
    void noDelayGoesPastTheTimeoutAndAfterItThePolicyGivesUp() {
        Duration elapsed = Duration.ofMinutes(1).minusMillis(3);
        assertThat(delay(FAILURE, 20, elapsed, new SplittableRandom(1))).isLessThanOrEqualTo(Duration.ofMillis(3));
        assertThat(backoff.decide(FAILURE, 20, Duration.ofMinutes(1), new SplittableRandom(1)))
                .isEqualTo(new RetryDecision.GiveUp(
                        "still failing after 20 attempts in 60000 ms (retry.timeout.ms = 60000)"));
    }

    private Duration delay(Failure failure, int attempt, Duration elapsed, SplittableRandom random) {
        return ((RetryDecision.RetryIn) backoff.decide(failure, attempt, elapsed, random)).delay();
    }
}
