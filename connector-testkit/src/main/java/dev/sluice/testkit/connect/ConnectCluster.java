package dev.sluice.testkit.connect;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * A real KRaft broker and one to three real distributed Connect workers on free ports of 127.0.0.1, each its own
 * process, so that they can be killed with -9 and load plugins in isolation.
 *
 * <p>Every wait has a deadline; when it passes, or a process ends at start, the {@link IllegalStateException} carries the
 * last lines of that process's log. The processes never outlive this one, even if it is killed. For use by one thread;
 * {@link #close} may come from any.
 */
public final class ConnectCluster implements AutoCloseable {

    private static final Duration BROKER_GRACE = Duration.ofSeconds(10);
    private static final Duration ADMIN_TIMEOUT = Duration.ofSeconds(60);
    /** With a pause after each; a broker hears of a new topic within milliseconds. */
    private static final int ENDS_ATTEMPTS = 200;

    private static final Duration ADMIN_GRACE = Duration.ofSeconds(5);

    private final ClusterFolder folder;
    private final ProcessLauncher launcher;
    private final BrokerNode broker;
    private final List<WorkerNode> workers;
    private final Duration runningTimeout;
    private final Duration workerGrace;
    private final Thread hook;

    ConnectCluster(ConnectClusterBuilder settings) {
        folder = ClusterFolder.create(settings.dataFolder);
        launcher = new ProcessLauncher(settings.runtime, folder);
        broker = new BrokerNode(
                launcher,
                folder,
                settings.brokerProperties,
                settings.freePorts,
                settings.brokerHeap,
                settings.startTimeout);
        WorkerSettings common = new WorkerSettings(
                settings.pluginPath, settings.workerProperties, settings.workerHeap, settings.startTimeout);
        workers = IntStream.range(0, settings.workers)
                .mapToObj(index -> new WorkerNode(index, launcher, folder, common, settings.freePorts))
                .toList();
        runningTimeout = settings.startTimeout;
        workerGrace = settings.workerGrace;
        hook = new Thread(this::abandon, "connect-cluster-shutdown");
    }

    /**
     * Starts the description of a cluster; by default one worker, and no plugin beside Kafka's own.
     *
     * @param runtime which Kafka to run
     * @return starts nothing by itself
     */
    public static ConnectClusterBuilder builder(KafkaRuntime runtime) {
        return new ConnectClusterBuilder(runtime);
    }

    void start() {
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            broker.startFirst();
            workers.forEach(worker -> worker.launchFirst(bootstrapServers()));
            workers.forEach(worker -> worker.awaitFirst(bootstrapServers(), broker.clusterId()));
        } catch (RuntimeException | Error e) {
            launcher.killAll();
            close();
            throw e;
        }
    }

    /**
     * Where the broker is; stays the same over its restarts.
     *
     * @return host and port
     */
    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    /** {@return how many workers the cluster was made with, running or not} */
    public int workers() {
        return workers.size();
    }

    /**
     * The REST interface of a worker; its address stays the same over restarts.
     *
     * @param worker counted from 0
     * @return a new client, which need not be closed
     * @throws IndexOutOfBoundsException when there is no such worker
     */
    public ConnectRest rest(int worker) {
        return ConnectRest.at(workers.get(worker).uri());
    }

    /**
     * The folder with the logs of all processes, one file for each. It goes with the data folder.
     *
     * @return an absolute path
     */
    public Path logs() {
        return folder.logs();
    }

    /**
     * Creates a topic, or leaves it alone if it exists, and waits until the broker leads all its partitions: a producer
     * that is quicker than that can end up with its batches out of sequence.
     *
     * @param topic its name
     * @param partitions number of partitions, at least 1
     * @throws IllegalStateException when that is refused, or takes longer than a minute
     */
    public void createTopic(String topic, int partitions) {
        Map<String, Object> config = Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers());
        Admin admin = Admin.create(config);
        try {
            createIfMissing(admin, new NewTopic(topic, partitions, (short) 1));
            Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
            IntStream.range(0, partitions).forEach(p -> ends.put(new TopicPartition(topic, p), OffsetSpec.latest()));
            awaitEnds(admin, ends);
        } catch (ExecutionException e) {
            throw new IllegalStateException("Cannot create topic " + topic, e.getCause());
        } catch (TimeoutException e) {
            throw broker.failure("did not create topic " + topic + " within " + ADMIN_TIMEOUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while a topic was created", e);
        } finally {
            admin.close(ADMIN_GRACE);
        }
    }

    /** Only a leader knows the end, so the answer shows that there is one. */
    private static void awaitEnds(Admin admin, Map<TopicPartition, OffsetSpec> ends)
            throws ExecutionException, TimeoutException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                admin.listOffsets(ends).all().get(ADMIN_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
                return;
            } catch (ExecutionException e) {
                // The broker that is asked may not have heard of the topic yet, and the client does not repeat that.
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException) || attempt == ENDS_ATTEMPTS) {
                    throw e;
                }
                Poll.pause();
            }
        }
    }

    private static void createIfMissing(Admin admin, NewTopic topic)
            throws ExecutionException, TimeoutException, InterruptedException {
        try {
            admin.createTopics(List.of(topic)).all().get(ADMIN_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    /**
     * Waits until a connector and all of its tasks run, as the first worker that is up sees it; at most as long as a
     * process may take to start.
     *
     * @param connector its name; need not be known yet
     * @return what that worker says
     * @throws IllegalStateException with the trace if it fails, or with the log's tail if it does not run in time
     */
    public ConnectorStatus awaitRunning(String connector) {
        return awaitRunning(connector, runningTimeout);
    }

    /**
     * As {@link #awaitRunning(String)}, with a time of its own.
     *
     * @param connector its name; need not be known yet
     * @param timeout longest wait
     * @return what that worker says
     * @throws IllegalStateException with the trace if it fails, or with the log's tail if it does not run in time
     */
    public ConnectorStatus awaitRunning(String connector, Duration timeout) {
        WorkerNode asked = workers.stream()
                .filter(WorkerNode::running)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No worker is running"));
        ConnectRest rest = ConnectRest.at(asked.uri()).withRetryTimeout(Duration.ZERO);
        return Poll.until(
                timeout,
                () -> runningStatus(rest, connector),
                () -> asked.failure("did not report " + connector + " as running within " + timeout));
    }

    private static Optional<ConnectorStatus> runningStatus(ConnectRest rest, String connector) {
        try {
            ConnectorStatus status = rest.status(connector);
            if (status.failed()) {
                throw new IllegalStateException("Connector " + connector + " failed: " + status.traces());
            }
            return status.running() ? Optional.of(status) : Optional.empty();
        } catch (ConnectRestException e) {
            // Not known yet, or the workers rebalance; anything else will not go away by itself.
            if (e.status() == 404 || e.status() == 409 || e.status() == 503) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * Kills a worker with SIGKILL; returns when the process is gone. The other workers take over its tasks when they
     * miss it.
     *
     * @param worker counted from 0; does nothing when it does not run
     */
    public void killWorker(int worker) {
        workers.get(worker).kill();
    }

    /**
     * Ends a worker with SIGTERM, so that it stops its tasks and leaves its group; kills it when the grace is over.
     *
     * @param worker counted from 0; does nothing when it does not run
     */
    public void stopWorker(int worker) {
        workers.get(worker).requestStop();
        workers.get(worker).awaitStop(workerGrace);
    }

    /**
     * Starts a killed or stopped worker on its old port and waits until it answers.
     *
     * @param worker counted from 0
     * @throws IllegalStateException if it runs already, or does not come up
     */
    public void startWorker(int worker) {
        workers.get(worker).restart(broker.clusterId());
    }

    /** Kills the broker with SIGKILL; its data stays. */
    public void killBroker() {
        broker.kill();
    }

    /** Ends the broker with SIGTERM; its data stays. */
    public void stopBroker() {
        broker.stop(BROKER_GRACE);
    }

    /** Starts a killed or stopped broker on its old port, with its data. */
    public void startBroker() {
        broker.restart();
    }

    /** Ends all processes, workers first, and deletes the data folder unless the caller named it. */
    @Override
    public void close() {
        List<WorkerNode> running =
                new ArrayList<>(workers.stream().filter(WorkerNode::running).toList());
        running.forEach(WorkerNode::requestStop);
        running.forEach(worker -> worker.awaitStop(workerGrace));
        broker.stop(BROKER_GRACE);
        abandon();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The machine is shutting down already and the hook runs or has run; it does no harm twice.
        }
    }

    private void abandon() {
        launcher.killAll();
        folder.deleteIfTemporary();
    }
}
