package dev.sluice.core;

import dev.sluice.core.batch.Batch;
import dev.sluice.core.config.ConfigProblems;
import dev.sluice.core.config.ConfigValues;
import java.util.List;
import org.apache.kafka.common.config.ConfigDef;

/**
 * All that a sink author supplies: options, and the parts that do the work. Stateless; one instance serves the connector
 * and its tasks.
 *
 * @param <E> what the destination stores for one record
 * @param <B> how entries travel together; {@code EntryBatch<E>} for nearly every sink
 */
public interface SinkDefinition<E, B extends Batch<E>> {

    /** Adds the sink's own options to those of the framework. */
    ConfigDef define(ConfigDef frameworkOptions);

    /** Checks options against each other; must not block and must not throw. */
    default void check(ConfigValues values, ConfigProblems problems) {}

    /** Places of its own where the sink can report errant records; none by default. */
    default List<ErrorMode> errorModes() {
        return List.of();
    }

    /**
     * Builds the parts for one task, from a config that passed {@link #define} and {@link #check}. May block to ask the
     * destination (does the table exist, is the key valid); called once, on the task thread, before the first record.
     *
     * @throws org.apache.kafka.connect.errors.ConnectException when the task cannot start, with what to change
     */
    SinkParts<E, B> open(SinkEnvironment environment);
}
