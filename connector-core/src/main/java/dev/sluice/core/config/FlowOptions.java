package dev.sluice.core.config;

import java.time.Duration;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;

/**
 * How much a task holds and sends at once.
 *
 * @param bufferMaxBytes what all records that are accepted and not yet stored may take, in bytes of heap; 1 MiB or more
 * @param maxInFlightRequests unanswered requests at a time; 1 to 1,000
 * @param drainTimeout longest wait for answers before offsets are committed; zero to a minute
 * @param writeTimeout longest wait for the answer to one request; a millisecond to a day
 */
public record FlowOptions(long bufferMaxBytes, int maxInFlightRequests, Duration drainTimeout, Duration writeTimeout) {
    /** The group's name in Connect's validation answer. */
    public static final String GROUP = "Flow";
    /** Key: bytes that a task holds for records that are not stored; 64 MiB by default. */
    public static final String BUFFER_MAX_BYTES = "buffer.max.bytes";
    /** Key: unanswered requests at a time; {@link #REQUESTS_IN_FLIGHT} by default, unless the sink has another number. */
    public static final String MAX_IN_FLIGHT_REQUESTS = "max.in.flight.requests";
    /** Unanswered requests at a time, for a sink that knows no better number. */
    public static final int REQUESTS_IN_FLIGHT = 8;
    /** Key: longest wait of an offset commit for answers, in milliseconds; 2,000 by default. */
    public static final String DRAIN_TIMEOUT_MS = "drain.timeout.ms";
    /** Key: longest wait for the answer to one request, in milliseconds; 120,000 by default. */
    public static final String WRITE_TIMEOUT_MS = "write.timeout.ms";

    /**
     * Adds the group.
     *
     * @param def does not have these keys yet
     * @param requestsInFlight the sink's default, from {@link dev.sluice.core.SinkDefinition#requestsInFlight}; 1 to 1,000
     * @return the same
     */
    public static ConfigDef define(ConfigDef def, int requestsInFlight) {
        return def.define(
                        BUFFER_MAX_BYTES,
                        Type.LONG,
                        64L << 20,
                        Range.atLeast(1 << 20),
                        Importance.MEDIUM,
                        "Bytes that a task holds at most for records that are not stored yet. At the limit the task pauses "
                                + "its partitions until less than 70 % is used; it never blocks.",
                        GROUP,
                        1,
                        Width.MEDIUM,
                        "Buffer size (bytes)")
                .define(
                        MAX_IN_FLIGHT_REQUESTS,
                        Type.INT,
                        requestsInFlight,
                        Range.between(1, 1000),
                        Importance.MEDIUM,
                        "Requests that a task has under way at most. The number in use shrinks when the service throttles and "
                                + "grows back to this.",
                        GROUP,
                        2,
                        Width.SHORT,
                        "Requests in flight")
                .define(
                        DRAIN_TIMEOUT_MS,
                        Type.LONG,
                        2000L,
                        Range.between(0, 60_000),
                        Importance.LOW,
                        "Longest time that an offset commit waits for answers that are under way. What is not answered by then "
                                + "is committed the next time.",
                        GROUP,
                        3,
                        Width.SHORT,
                        "Drain timeout (ms)")
                .define(
                        WRITE_TIMEOUT_MS,
                        Type.LONG,
                        120_000L,
                        Range.between(1, 86_400_000),
                        Importance.LOW,
                        "Longest time that a request may stay unanswered, its own timeouts included. Then it counts as failed "
                                + "and is repeated, until retry.timeout.ms ends the task; a late answer is ignored.",
                        GROUP,
                        4,
                        Width.SHORT,
                        "Write timeout (ms)");
    }

    /**
     * Reads the group once, for a task that starts.
     *
     * @param config parsed with this group's definition
     * @return the options with their defaults
     */
    public static FlowOptions read(AbstractConfig config) {
        return new FlowOptions(
                config.getLong(BUFFER_MAX_BYTES),
                config.getInt(MAX_IN_FLIGHT_REQUESTS),
                Duration.ofMillis(config.getLong(DRAIN_TIMEOUT_MS)),
                Duration.ofMillis(config.getLong(WRITE_TIMEOUT_MS)));
    }
}
