package dev.sluice.core;

import dev.sluice.core.flow.MemoryBudget;
import java.time.InstantSource;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * What a task gives to its sink when it starts.
 *
 * @param connector name of the connector, as in Connect's REST API
 * @param task number of the task, from 0; for names of threads and clients
 * @param config the task's config, all values as text; holds secrets, so it is never logged, and is not changed
 * @param budget where a batch that consumes its entries charges the bytes it holds; any thread
 * @param clock what time it is for the task; a sink asks no other clock, so that a test can set the time. Any thread.
 * @param random chance for the task, such as for a name that must differ; task thread only
 */
public record SinkEnvironment(
        String connector,
        int task,
        Map<String, String> config,
        MemoryBudget budget,
        InstantSource clock,
        RandomGenerator random) {

    /** Without the config: it holds secrets. */
    @Override
    public String toString() {
        return connector + "-" + task;
    }
}
