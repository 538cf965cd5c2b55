package dev.sluice.core.config;

import dev.sluice.core.retry.ExponentialBackoff;
import dev.sluice.core.retry.RetryPolicy;
import java.time.Duration;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;

/**
 * How long and how often a request that may still succeed is repeated.
 *
 * @param backoff upper bound of the delay before the first repetition; a millisecond to a minute
 * @param maxBackoff upper bound of the delay before any repetition; {@code backoff} to ten minutes
 * @param timeout since the first failure, after which the task fails; zero or more
 */
public record RetryOptions(Duration backoff, Duration maxBackoff, Duration timeout) {
    /** The group's name in Connect's validation answer. */
    public static final String GROUP = "Retry";
    /** Key: upper bound of the first delay, in milliseconds; 100 by default. */
    public static final String RETRY_BACKOFF_MS = "retry.backoff.ms";
    /** Key: upper bound of every delay, in milliseconds; 5,000 by default. */
    public static final String RETRY_BACKOFF_MAX_MS = "retry.backoff.max.ms";
    /** Key: how long a request is repeated, in milliseconds; 600,000 by default. */
    public static final String RETRY_TIMEOUT_MS = "retry.timeout.ms";

    /**
     * Adds the group.
     *
     * @param def does not have these keys yet
     * @return the same
     */
    public static ConfigDef define(ConfigDef def) {
        return def.define(
                        RETRY_TIMEOUT_MS,
                        Type.LONG,
                        600_000L,
                        Range.atLeast(0),
                        Importance.MEDIUM,
                        "Time after its first failure for which a request is repeated when the service is unavailable, slow or "
                                + "throttling. After it the task fails, and nothing is lost: the records are read again when it "
                                + "is restarted.",
                        GROUP,
                        1,
                        Width.SHORT,
                        "Retry timeout (ms)")
                .define(
                        RETRY_BACKOFF_MS,
                        Type.LONG,
                        100L,
                        Range.between(1, 60_000),
                        Importance.LOW,
                        "Upper bound of the delay before the first repetition. It doubles with each attempt; the delay is "
                                + "random below the bound.",
                        GROUP,
                        2,
                        Width.SHORT,
                        "First retry delay (ms)")
                .define(
                        RETRY_BACKOFF_MAX_MS,
                        Type.LONG,
                        5_000L,
                        Range.between(1, 600_000),
                        Importance.LOW,
                        "Upper bound of the delay before any repetition.",
                        GROUP,
                        3,
                        Width.SHORT,
                        "Largest retry delay (ms)");
    }

    /**
     * Checks the two delays against each other.
     *
     * @param values the options that are valid by themselves
     * @param problems gets a problem on {@link #RETRY_BACKOFF_MAX_MS} when that is the smaller one
     */
    public static void check(ConfigValues values, ConfigProblems problems) {
        values.get(RETRY_BACKOFF_MS, Long.class)
                .ifPresent(first -> values.get(RETRY_BACKOFF_MAX_MS, Long.class)
                        .filter(max -> max < first)
                        .ifPresent(max -> problems.add(
                                RETRY_BACKOFF_MAX_MS,
                                "must not be less than " + RETRY_BACKOFF_MS + " (" + first + "), was " + max)));
    }

    /**
     * Reads the group once, for a task that starts.
     *
     * @param config one that passed {@link #check}
     * @return the options with their defaults
     */
    public static RetryOptions read(AbstractConfig config) {
        return new RetryOptions(
                Duration.ofMillis(config.getLong(RETRY_BACKOFF_MS)),
                Duration.ofMillis(config.getLong(RETRY_BACKOFF_MAX_MS)),
                Duration.ofMillis(config.getLong(RETRY_TIMEOUT_MS)));
    }

    /**
     * The policy with these times.
     *
     * @return exponential backoff with full jitter
     */
    public RetryPolicy policy() {
        return new ExponentialBackoff(backoff, maxBackoff, timeout);
    }
}
