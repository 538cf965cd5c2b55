package dev.sluice.core;

import dev.sluice.core.config.ConfigProblems;
import dev.sluice.core.config.ConfigValues;
import dev.sluice.core.tolerance.ErrorReporter;

/**
 * A value of {@code runtime.error.mode} that a sink adds to the framework's own ({@code ignore}, {@code dlq}, {@code kafka}).
 * Its options are among those of {@link SinkDefinition#define}. Stateless, as the definition.
 */
public interface ErrorMode {

    /** How it is written in a config: lower case, not {@code auto} or a mode of the framework. */
    String name();

    /** One sentence for the option's documentation that says where records go. */
    String meaning();

    /** Checks the mode's options; called only when this mode is chosen. Must not block and must not throw. */
    default void check(ConfigValues values, ConfigProblems problems) {}

    /**
     * Builds the reporter for one task, from a config that passed {@link #check}, when this mode is chosen and errors are
     * tolerated. May block to ask the destination; called once, on the task thread, before the first record. The task
     * closes what it gets, once, also when its start fails later on; what is half built when this throws is for the mode to
     * clean up.
     *
     * @throws org.apache.kafka.connect.errors.ConnectException when the task cannot start, with what to change
     */
    ErrorReporter open(SinkEnvironment environment);
}
