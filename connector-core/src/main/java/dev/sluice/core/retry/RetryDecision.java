package dev.sluice.core.retry;

import java.time.Duration;

/** Whether a failed write is repeated. */
public sealed interface RetryDecision {

    /**
     * Send it again after this time.
     *
     * @param delay zero or more
     */
    record RetryIn(Duration delay) implements RetryDecision {}

    /**
     * Do not: the task fails, whatever is tolerated.
     *
     * @param reason for a person to read, behind the failure
     */
    record GiveUp(String reason) implements RetryDecision {}
}
