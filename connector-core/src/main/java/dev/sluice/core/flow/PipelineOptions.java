package dev.sluice.core.flow;

import dev.sluice.core.retry.RetryPolicy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * How a pipeline decides.
 *
 * @param retryPolicy asked after each failed attempt that may be repeated
 * @param maxInFlightRequests upper bound of the window; 1 or more
 * @param drainTimeout longest wait for answers in one commit; zero waits for none
 * @param writeTimeout longest wait for the answer to one write; then it counts as failed and is repeated
 * @param clock the task's time; any thread
 * @param random for what is random in delays; task thread only
 */
public record PipelineOptions(
        RetryPolicy retryPolicy,
        int maxInFlightRequests,
        Duration drainTimeout,
        Duration writeTimeout,
        InstantSource clock,
        RandomGenerator random) {}
