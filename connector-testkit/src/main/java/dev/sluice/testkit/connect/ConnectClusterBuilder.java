package dev.sluice.testkit.connect;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Describes a {@link ConnectCluster}. Each method changes this builder and returns it; not thread-safe. */
public final class ConnectClusterBuilder {

    private static final int MAX_WORKERS = 3;

    final KafkaRuntime runtime;
    final List<Path> pluginPath = new ArrayList<>();
    final Map<String, String> workerProperties = new HashMap<>();
    final Map<String, String> brokerProperties = new HashMap<>();
    FreePorts freePorts = new ProbedPorts(RandomGenerator.getDefault());
    int workers = 1;
    String workerHeap = "512m";
    String brokerHeap = "512m";
    Duration startTimeout = Duration.ofMinutes(2);
    Duration workerGrace = Duration.ofSeconds(15);

    @Nullable
    Path dataFolder;

    ConnectClusterBuilder(KafkaRuntime runtime) {
        this.runtime = runtime;
    }

    /**
     * Sets the number of workers; one by default.
     *
     * @param count 1 to 3; each takes a process with its heap
     * @return this
     * @throws IllegalArgumentException when it is another number
     */
    public ConnectClusterBuilder workers(int count) {
        if (count < 1 || count > MAX_WORKERS) {
            throw new IllegalArgumentException("A cluster has 1 to " + MAX_WORKERS + " workers, not " + count);
        }
        workers = count;
        return this;
    }

    /**
     * Adds folders to {@code plugin.path}; none by default.
     *
     * @param folders each holds plugins, every plugin in a folder of its own
     * @return this
     */
    public ConnectClusterBuilder pluginPath(Path... folders) {
        pluginPath.addAll(List.of(folders));
        return this;
    }

    /**
     * Sets a property of all workers, over the default.
     *
     * @param key as in a worker's config file, such as {@code offset.flush.interval.ms}, which is 500 by default here
     * @param value as it would stand in the file
     * @return this
     */
    public ConnectClusterBuilder workerProperty(String key, String value) {
        workerProperties.put(key, value);
        return this;
    }

    /**
     * Sets a property of the broker, over the default.
     *
     * @param key as in a broker's config file
     * @param value as it would stand in the file
     * @return this
     */
    public ConnectClusterBuilder brokerProperty(String key, String value) {
        brokerProperties.put(key, value);
        return this;
    }

    /**
     * Sets the heap of each worker; 512m by default.
     *
     * @param size as {@code -Xmx} takes it
     * @return this
     */
    public ConnectClusterBuilder workerHeap(String size) {
        workerHeap = size;
        return this;
    }

    /**
     * Sets the heap of the broker; 512m by default.
     *
     * @param size as {@code -Xmx} takes it
     * @return this
     */
    public ConnectClusterBuilder brokerHeap(String size) {
        brokerHeap = size;
        return this;
    }

    /**
     * Names the folder for configs, logs and data, which is then kept; without it a temporary one is made and deleted.
     *
     * @param folder an empty folder, made if it is missing
     * @return this
     */
    public ConnectClusterBuilder dataFolder(Path folder) {
        dataFolder = folder;
        return this;
    }

    /**
     * Sets how long a process may take until it answers, and a connector until it runs.
     *
     * @param timeout two minutes by default
     * @return this
     */
    public ConnectClusterBuilder startTimeout(Duration timeout) {
        startTimeout = timeout;
        return this;
    }

    /**
     * Sets how long a worker may take to end after SIGTERM before it is killed.
     *
     * @param grace 15 seconds by default
     * @return this
     */
    public ConnectClusterBuilder workerGrace(Duration grace) {
        workerGrace = grace;
        return this;
    }

    /**
     * Starts everything and returns when every worker answers, which takes some ten seconds.
     *
     * @return running; to be closed by the caller
     * @throws IllegalStateException with the last lines of its log if a process does not come up; nothing runs then
     */
    public ConnectCluster start() {
        ConnectCluster cluster = new ConnectCluster(this);
        cluster.start();
        return cluster;
    }
}
