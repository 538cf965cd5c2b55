package dev.sluice.core.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.jspecify.annotations.Nullable;

/**
 * What happens to records that the destination will never take.
 *
 * @param tolerant whether the task goes on; {@code inherit} was decided by Connect's {@code errors.tolerance}
 * @param mode where they are reported: one of the constants here, or a mode that the sink brings; never {@code auto}
 */
public record ToleranceOptions(boolean tolerant, String mode) {
    /** The group's name in Connect's validation answer. */
    public static final String GROUP = "Errors";
    /** Key: {@code none}, {@code all} or {@code inherit}, the default. */
    public static final String RUNTIME_ERROR_TOLERANCE = "runtime.error.tolerance";
    /**
     * Key: where tolerated records are reported; {@code auto} by default, which is decided when the options are read.
     */
    public static final String RUNTIME_ERROR_MODE = "runtime.error.mode";

    /** Counted, and logged without content. */
    public static final String IGNORE = "ignore";
    /** Connect's own dead letter queue. */
    public static final String DLQ = "dlq";
    /** A topic that the task itself writes to, see {@link ErrorTopicOptions}. */
    public static final String KAFKA = "kafka";

    private static final String AUTO = "auto";

    /** Connect's own keys. */
    private static final String ERRORS_TOLERANCE = "errors.tolerance";

    private static final String DLQ_TOPIC = "errors.deadletterqueue.topic.name";

    private enum Tolerance {
        INHERIT,
        NONE,
        ALL
    }

    private static final Choice<Tolerance> TOLERANCES = Choice.of(Tolerance.class);

    /**
     * Adds the group, with the options of the error topic.
     *
     * @param def does not have these keys yet
     * @param sinkModes modes that the sink brings, each with a sentence that says where records go
     * @return the same
     */
    public static ConfigDef define(ConfigDef def, Map<String, String> sinkModes) {
        List<String> modes = new ArrayList<>(List.of(AUTO, IGNORE, DLQ, KAFKA));
        modes.addAll(sinkModes.keySet());
        NameChoice choice = new NameChoice(modes);
        StringBuilder meaning =
                new StringBuilder("Where tolerated records go. ignore: they are counted, and logged with "
                        + "topic, partition, offset and reason. dlq: Connect's dead letter queue (" + DLQ_TOPIC
                        + "). kafka: the topic " + ErrorTopicOptions.TOPIC_NAME + ". auto: dlq if " + DLQ_TOPIC
                        + " is set, else ignore.");
        sinkModes.forEach(
                (name, where) -> meaning.append(' ').append(name).append(": ").append(where));
        def.define(
                        RUNTIME_ERROR_TOLERANCE,
                        Type.STRING,
                        "inherit",
                        TOLERANCES,
                        Importance.MEDIUM,
                        "none: a record that cannot be mapped, or that the service will never take, stops the task. all: it is "
                                + "reported as " + RUNTIME_ERROR_MODE
                                + " says and the task goes on. inherit: as Connect's " + ERRORS_TOLERANCE
                                + " says, which by itself is about converters and transforms. An outage, a throttled "
                                + "request or a missing permission is never tolerated.",
                        GROUP,
                        1,
                        Width.SHORT,
                        "Error tolerance",
                        TOLERANCES)
                .define(
                        RUNTIME_ERROR_MODE,
                        Type.STRING,
                        AUTO,
                        choice,
                        Importance.MEDIUM,
                        meaning.toString(),
                        GROUP,
                        2,
                        Width.SHORT,
                        "Error mode",
                        choice);
        return ErrorTopicOptions.define(def);
    }

    /**
     * Refuses settings that contradict each other, on the key that has to change.
     *
     * @param values the options that are valid by themselves, and the config as it was written, with Connect's own keys
     * @param problems takes what is wrong
     * @param reporting the option that asks to report records whatever is tolerated; null when none does
     */
    public static void check(ConfigValues values, ConfigProblems problems, @Nullable String reporting) {
        boolean connectTolerates = "all".equals(values.raw().get(ERRORS_TOLERANCE));
        boolean queueNamed = !values.raw().getOrDefault(DLQ_TOPIC, "").isBlank();
        String tolerance = values.get(RUNTIME_ERROR_TOLERANCE, String.class).orElse("");
        String mode = values.get(RUNTIME_ERROR_MODE, String.class).orElse(AUTO);
        boolean stops = tolerance.equals("none") || (tolerance.equals("inherit") && !connectTolerates);
        if (reporting != null && (mode.equals(IGNORE) || (mode.equals(AUTO) && !queueNamed))) {
            problems.add(
                    reporting,
                    "needs a place where records are reported; set " + DLQ_TOPIC + " with " + ERRORS_TOLERANCE
                            + "=all, or " + RUNTIME_ERROR_MODE + "=" + KAFKA + " with " + ErrorTopicOptions.TOPIC_NAME);
        }
        if (stops && reporting == null && !mode.equals(AUTO) && !mode.equals(IGNORE)) {
            problems.add(
                    RUNTIME_ERROR_TOLERANCE,
                    (tolerance.equals("none") ? "none" : "inherit without " + ERRORS_TOLERANCE + "=all")
                            + " stops the task at the first bad record, so " + RUNTIME_ERROR_MODE + "=" + mode
                            + " would never be used; set all, or remove " + RUNTIME_ERROR_MODE);
        }
        if (mode.equals(DLQ) && !queueNamed) {
            problems.add(
                    RUNTIME_ERROR_MODE, "dlq needs " + DLQ_TOPIC + "; set it, or choose another " + RUNTIME_ERROR_MODE);
        }
        if (queueNamed && !connectTolerates) {
            problems.add(
                    DLQ_TOPIC,
                    "Connect stops at the first bad record instead of using its dead letter queue; set "
                            + ERRORS_TOLERANCE + "=all, or remove " + DLQ_TOPIC);
        }
        if (mode.equals(KAFKA)) {
            ErrorTopicOptions.check(values, problems);
        }
    }

    /**
     * Reads the group once, for a task that starts. Connect's own keys are read from what was written.
     *
     * @param config one that passed {@link #check}
     * @return what was decided
     */
    public static ToleranceOptions read(AbstractConfig config) {
        Map<String, Object> raw = config.originals();
        Tolerance tolerance = TOLERANCES.parse(config.getString(RUNTIME_ERROR_TOLERANCE));
        String mode = config.getString(RUNTIME_ERROR_MODE);
        if (mode.equals(AUTO)) {
            Object queue = raw.get(DLQ_TOPIC);
            mode = queue == null || queue.toString().isBlank() ? IGNORE : DLQ;
        }
        return new ToleranceOptions(
                tolerance == Tolerance.ALL
                        || (tolerance == Tolerance.INHERIT && "all".equals(raw.get(ERRORS_TOLERANCE))),
                mode);
    }
}
