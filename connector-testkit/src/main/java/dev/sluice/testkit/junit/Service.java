package dev.sluice.testkit.junit;

import java.util.Map;

/**
 * What one annotation started.
 *
 * @param parameters what a test may take, by type
 * @param end ends all of it
 */
record Service(Map<Class<?>, Object> parameters, Runnable end) implements AutoCloseable {
    Service {
        parameters = Map.copyOf(parameters);
    }

    @Override
    public void close() {
        end.run();
    }
}
