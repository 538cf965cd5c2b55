package dev.sluice.core;

import dev.sluice.core.batch.Batch;
import dev.sluice.core.config.ConfigProblems;
import dev.sluice.core.config.ConfigValues;
import dev.sluice.core.config.FlowOptions;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigDef;
import org.jspecify.annotations.Nullable;

/**
 * All that a sink author supplies: options, and the parts that do the work. Stateless; one instance may serve the
 * connector and its tasks, on different threads.
 *
 * @param <E> what the destination stores for one record
 * @param <B> how entries travel together; {@code EntryBatch<E>} for nearly every sink
 */
public interface SinkDefinition<E, B extends Batch<E>> {

    /**
     * Adds the sink's own options to those of the framework. Called for each validation and each start, by the
     * connector and by the tasks, on any thread: must not block, and gives the same options each time. An option that
     * holds a secret is of type {@code PASSWORD}, or Connect would show it.
     *
     * @param frameworkOptions holds the framework's options; a new one at each call, to be added to
     * @return what was given, with the sink's options
     */
    ConfigDef define(ConfigDef frameworkOptions);

    /**
     * Checks options against each other; must not block and must not throw. Called at each validation, on a thread of
     * the worker, also when single options are wrong; those are missing in the values.
     *
     * @param values the options that are valid by themselves, and the config as it was written
     * @param problems takes what is wrong, each under the key that has to be changed; one that is not among the
     *     options, such as one for each table, is shown as well
     */
    default void check(ConfigValues values, ConfigProblems problems) {}

    /**
     * How many requests a task has under way at most when the config does not say ({@code max.in.flight.requests}). Where
     * the answer to a request is waited for rather than worked for, more requests are more speed; the client that the sink
     * opens has to have a connection for each. Asked as often as {@link #define}; must not block.
     *
     * @return 1 to 1,000, the same at each call; 8 when the sink knows no better number
     */
    default int requestsInFlight() {
        return FlowOptions.REQUESTS_IN_FLIGHT;
    }

    /**
     * Places of its own where the sink can report errant records; none by default. Asked as often as {@link #define},
     * whose options include theirs.
     *
     * @return modes with different names, the same at each call
     */
    default List<ErrorMode> errorModes() {
        return List.of();
    }

    /**
     * The option by which a config asks to report records that are not errant ({@link
     * dev.sluice.core.mapping.Mapping.Reported}); none by default. When there is one, validation refuses, on that option, a
     * config that has no place to report to, and a task has its reporter also when nothing is tolerated. Must not block and
     * must not throw; asked at each validation, on a thread of the worker, and when a task starts.
     *
     * @param values the options that are valid by themselves, and the config as it was written
     * @return the option's key; empty when the config asks for no such reports
     */
    default Optional<String> reportingOption(ConfigValues values) {
        return Optional.empty();
    }

    /**
     * Builds the parts for one task, from a config that passed {@link #define} and {@link #check}. May block to ask the
     * destination (does the table exist, is the key valid); called once, on the task thread, before the first record.
     * The task closes the writer that it gets; what is half built when this throws is for the sink to close.
     *
     * @param environment which task it is, its config, its memory budget, its time and its chance
     * @return new parts, which no other task shares
     * @throws org.apache.kafka.connect.errors.ConnectException when the task cannot start, with what to change
     */
    SinkParts<E, B> open(SinkEnvironment environment);

    /**
     * Somebody sets the connector's offsets by Connect's REST API, while the connector is stopped. A sink whose destination
     * remembers offsets (see {@link dev.sluice.core.offset.ProgressLog}) makes it begin there; others have nothing to do.
     * May block; on a thread of the worker, before Kafka's own offsets are changed, which they are not when this throws.
     *
     * @param config the connector's, as it was written
     * @param offsets where each partition is to begin; null to forget what was stored. Others stay as they are.
     * @param clock what time it is
     * @param random chance, such as for a name that must differ
     * @throws org.apache.kafka.connect.errors.ConnectException when it cannot be done, with what to change
     */
    default void alterOffsets(
            Map<String, String> config,
            Map<TopicPartition, @Nullable Long> offsets,
            InstantSource clock,
            RandomGenerator random) {}
}
