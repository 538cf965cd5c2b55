package dev.sluice.core;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkConnector;

/**
 * The connector of a sink: validates, and gives each task the config. A sink's own class names its definition and its
 * task, and is listed in {@code META-INF/services/org.apache.kafka.connect.sink.SinkConnector}.
 */
public abstract class PipelineSinkConnector extends SinkConnector {
    private Map<String, String> props = Map.of();

    /** For Connect, which makes a connector also when it only validates. */
    protected PipelineSinkConnector() {}

    /**
     * The definition that the tasks use, too. Asked at each validation, also before {@link #start}, and on any thread
     * of the worker, so it must not block and must not depend on the connector's state.
     *
     * @return a definition with the same options at each call; a new one or always the same
     */
    protected abstract SinkDefinition<?, ?> definition();

    @Override
    public void start(Map<String, String> props) {
        String errors = validate(props).configValues().stream()
                .flatMap(value -> value.errorMessages().stream())
                .collect(Collectors.joining("; "));
        if (!errors.isEmpty()) {
            throw new ConnectException("The connector's config has errors: " + errors);
        }
        this.props = new HashMap<>(props);
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return IntStream.range(0, maxTasks)
                .mapToObj(task -> {
                    Map<String, String> config = new HashMap<>(props);
                    config.put(FrameworkOptions.TASK_ID, Integer.toString(task));
                    return config;
                })
                .toList();
    }

    @Override
    public void stop() {}

    @Override
    public ConfigDef config() {
        return FrameworkOptions.of(definition());
    }

    @Override
    public Config validate(Map<String, String> props) {
        return FrameworkOptions.validate(definition(), props);
    }

    /** Offsets that the destination remembers are set, too; Connect sets Kafka's. */
    @Override
    public boolean alterOffsets(Map<String, String> config, Map<TopicPartition, Long> offsets) {
        definition().alterOffsets(config, offsets, InstantSource.system(), new SplittableRandom());
        return true;
    }

    /** The version of the jar that the sink's class came in. */
    @Override
    public String version() {
        String version = getClass().getPackage().getImplementationVersion();
        return version == null ? "unknown" : version;
    }
}
