package dev.sluice.core;

import dev.sluice.core.flow.MemoryBudget;
import java.time.InstantSource;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * What a task gives to its sink when it starts.
 *
 * @param connector name of the connector
 * @param task number of the task, from 0
 * @param config the connector's config as posted; holds secrets, so it is never logged
 * @param budget where a batch that consumes its entries charges the bytes it holds
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
