package dev.sluice.testkit.harness;

import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.sink.SinkTask;

/** A connector as a worker finds it, asks it about a config, and gets its tasks from it. */
final class InstalledConnector {
    private final SinkConnector connector;

    private InstalledConnector(SinkConnector connector) {
        this.connector = connector;
    }

    /** @throws IllegalStateException when it is not listed, so that a worker might not find it */
    static InstalledConnector find(Class<? extends SinkConnector> type) {
        return ServiceLoader.load(SinkConnector.class).stream()
                .filter(provider -> provider.type() == type)
                .findFirst()
                .map(provider -> new InstalledConnector(provider.get()))
                .orElseThrow(() -> new IllegalStateException("META-INF/services/" + SinkConnector.class.getName()
                        + " does not name " + type.getName()
                        + "; a worker with plugin.discovery=service_load does not find it, so add it there"));
    }

    SinkTask newTask() {
        Class<? extends Task> type = connector.taskClass();
        try {
            return type.asSubclass(SinkTask.class).getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new ConnectException("A worker cannot make a " + type.getName() + ": " + e, e);
        }
    }

    /**
     * The config of the connector's one task.
     *
     * @throws ConnectException when the connector refuses its config, with every error
     */
    Map<String, String> taskConfig(Map<String, String> config) {
        String errors = connector.validate(config).configValues().stream()
                .flatMap(value -> value.errorMessages().stream())
                .collect(Collectors.joining("; "));
        if (!errors.isEmpty()) {
            throw new ConnectException("The connector refuses its config: " + errors);
        }
        connector.start(config);
        List<Map<String, String>> tasks = connector.taskConfigs(1);
        connector.stop();
        if (tasks.size() != 1) {
            throw new ConnectException("The connector was asked for 1 task and has configs for " + tasks.size());
        }
        return tasks.get(0);
    }
}
