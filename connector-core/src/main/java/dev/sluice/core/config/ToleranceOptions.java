package dev.sluice.core.config;

import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;

/**
 * What happens to records that the destination will never take.
 *
 * @param tolerant {@code runtime.error.tolerance=all}
 * @param mode where they are reported
 */
public record ToleranceOptions(boolean tolerant, Mode mode) {
    public static final String GROUP = "Errors";
    public static final String RUNTIME_ERROR_TOLERANCE = "runtime.error.tolerance";
    public static final String RUNTIME_ERROR_MODE = "runtime.error.mode";

    private enum Tolerance {
        NONE,
        ALL
    }

    private static final Choice<Tolerance> TOLERANCES = Choice.of(Tolerance.class);
    private static final Choice<Mode> MODES = Choice.of(Mode.class);

    /** Where errant records are reported. */
    public enum Mode {
        /** Counted, and logged without content. */
        IGNORE,
        /** Connect's own dead letter queue. */
        DLQ
    }

    public static ConfigDef define(ConfigDef def) {
        return def.define(
                        RUNTIME_ERROR_TOLERANCE,
                        Type.STRING,
                        "none",
                        TOLERANCES,
                        Importance.MEDIUM,
                        "none: a record that cannot be mapped, or that the service will never take, stops the task. all: it is "
                                + "reported as " + RUNTIME_ERROR_MODE
                                + " says and the task goes on. An outage, a throttled "
                                + "request or a missing permission is never tolerated.",
                        GROUP,
                        1,
                        Width.SHORT,
                        "Error tolerance",
                        TOLERANCES)
                .define(
                        RUNTIME_ERROR_MODE,
                        Type.STRING,
                        "ignore",
                        MODES,
                        Importance.MEDIUM,
                        "Where tolerated records go. ignore: they are counted, and logged with topic, partition, offset and "
                                + "reason. dlq: Connect's dead letter queue (errors.deadletterqueue.topic.name).",
                        GROUP,
                        2,
                        Width.SHORT,
                        "Error mode",
                        MODES);
    }

    /** Refuses a dead letter queue that would never get a record. */
    public static void check(ConfigValues values, ConfigProblems problems) {
        boolean dlq = values.get(RUNTIME_ERROR_MODE, String.class)
                .filter("dlq"::equals)
                .isPresent();
        if (dlq
                && values.raw()
                        .getOrDefault("errors.deadletterqueue.topic.name", "")
                        .isBlank()) {
            problems.add(
                    RUNTIME_ERROR_MODE,
                    "dlq needs errors.deadletterqueue.topic.name; set it, or choose another " + RUNTIME_ERROR_MODE);
        }
        if (dlq
                && values.get(RUNTIME_ERROR_TOLERANCE, String.class)
                        .filter("none"::equals)
                        .isPresent()) {
            problems.add(
                    RUNTIME_ERROR_TOLERANCE,
                    "none stops the task at the first bad record, so " + RUNTIME_ERROR_MODE
                            + "=dlq would never be used; set all, or remove " + RUNTIME_ERROR_MODE);
        }
    }

    public static ToleranceOptions read(AbstractConfig config) {
        return new ToleranceOptions(
                TOLERANCES.parse(config.getString(RUNTIME_ERROR_TOLERANCE)) == Tolerance.ALL,
                MODES.parse(config.getString(RUNTIME_ERROR_MODE)));
    }
}
