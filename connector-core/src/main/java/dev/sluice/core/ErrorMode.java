package dev.sluice.core;

import dev.sluice.core.config.ConfigProblems;
import dev.sluice.core.config.ConfigValues;
import dev.sluice.core.tolerance.ErrorReporter;

/**
 * A value of {@code runtime.error.mode} that a sink adds to the framework's own ({@code ignore}, {@code dlq}, {@code kafka}).
 * Its options are among those of {@link SinkDefinition#define}. Stateless, as the definition.
 */
public interface ErrorMode {

    /**
     * How it is written in a config. Two modes with one name are a mistake of the sink: its {@code config()} and
     * {@code validate} then throw an {@link IllegalStateException}.
     *
     * @return lower case; not {@code auto} and none of the framework's own; the same at each call
     */
    String name();

    /**
     * Where records go, for the documentation of {@code runtime.error.mode}, which has it behind the name and a colon.
     *
     * @return one sentence that goes on in lower case and ends with a full stop
     */
    String meaning();

    /**
     * Checks the mode's options; called only when this mode is chosen. Must not block and must not throw.
     *
     * @param values the options that are valid by themselves, and the config as it was written
     * @param problems takes what is wrong, each under the key that has to be changed
     */
    default void check(ConfigValues values, ConfigProblems problems) {}

    /**
     * Builds the reporter for one task, from a config that passed {@link #check}, when this mode is chosen and errors
     * are tolerated. May block to ask the destination; called once, on the task thread, before the first record and
     * before {@link SinkDefinition#open}. The task closes what it gets, once, also when its start fails later on; what
     * is half built when this throws is for the mode to clean up.
     *
     * @param environment which task it is for, and its config
     * @return the only reporter of this task; a new one at each call
     * @throws org.apache.kafka.connect.errors.ConnectException when the task cannot start, with what to change
     */
    ErrorReporter open(SinkEnvironment environment);
}
