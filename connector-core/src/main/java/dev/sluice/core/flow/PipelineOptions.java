package dev.sluice.core.flow;

import dev.sluice.core.retry.RetryPolicy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * How a pipeline decides.
 *
 * @param maxInFlightRequests upper bound of the window
 * @param drainTimeout longest wait for answers in one commit
 * @param writeTimeout longest wait for the answer to one write; then it counts as failed and is repeated
 */
public record PipelineOptions(
        RetryPolicy retryPolicy,
        int maxInFlightRequests,
        Duration drainTimeout,
        Duration writeTimeout,
        InstantSource clock,
        RandomGenerator random) {}
