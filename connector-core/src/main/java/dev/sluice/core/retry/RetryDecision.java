package dev.sluice.core.retry;

import java.time.Duration;

/** Whether a failed write is repeated. */
public sealed interface RetryDecision {

    /** Send it again after this time. */
    record RetryIn(Duration delay) implements RetryDecision {}

    /** Do not. */
    record GiveUp(String reason) implements RetryDecision {}
}
