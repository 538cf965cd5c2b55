package dev.sluice.testkit.connect;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** The one KRaft broker, which is its own controller. */
final class BrokerNode {

    private static final String NAME = "broker";
    private static final int MAX_START_ATTEMPTS = 5;
    private static final int ASK_MS = 2_000;
    private static final Duration FORMAT_TIMEOUT = Duration.ofSeconds(60);

    private final ProcessLauncher launcher;
    private final ClusterFolder folder;
    private final Map<String, String> overrides;
    private final FreePorts freePorts;
    private final String heap;
    private final Duration startTimeout;
    private final String clusterId = Uuid.randomUuid().toString();

    private List<Integer> ports = List.of();
    private @Nullable ChildProcess process;

    BrokerNode(
            ProcessLauncher launcher,
            ClusterFolder folder,
            Map<String, String> overrides,
            FreePorts freePorts,
            String heap,
            Duration startTimeout) {
        this.launcher = launcher;
        this.folder = folder;
        this.overrides = Map.copyOf(overrides);
        this.freePorts = freePorts;
        this.heap = heap;
        this.startTimeout = startTimeout;
    }

    String clusterId() {
        return clusterId;
    }

    String bootstrapServers() {
        return "127.0.0.1:" + ports.get(0);
    }

    /** Finds ports, formats the log folder and starts; again with other ports if somebody took one in between. */
    void startFirst() {
        for (int attempt = 1; ; attempt++) {
            ports = freePorts.find(2);
            Path config = folder.write("broker.properties", properties());
            format(config);
            ChildProcess started = launch(config);
            try {
                awaitReady(started);
                return;
            } catch (IllegalStateException e) {
                if (!started.endedByTakenPort() || attempt == MAX_START_ATTEMPTS) {
                    throw e;
                }
                folder.delete(folder.data(NAME));
            }
        }
    }

    /** Starts again on the same ports, so that clients find the broker where it was. */
    void restart() {
        if (running()) {
            throw new IllegalStateException("The broker is running");
        }
        awaitReady(launch(folder.etc().resolve("broker.properties")));
    }

    boolean running() {
        return process != null && process.alive();
    }

    void kill() {
        if (process != null) {
            process.kill();
        }
    }

    void stop(Duration grace) {
        if (process != null) {
            process.requestStop();
            process.awaitStop(grace);
        }
    }

    IllegalStateException failure(String what) {
        return process == null ? new IllegalStateException("The broker was not started") : process.failure(what);
    }

    private ChildProcess launch(Path config) {
        ChildProcess started = launcher.launch(NAME, List.of("-Xmx" + heap), "kafka.Kafka", config.toString());
        process = started;
        return started;
    }

    private void format(Path config) {
        if (Files.exists(folder.data(NAME))) {
            throw new IllegalStateException("The data folder is in use by another cluster: " + folder.data(NAME));
        }
        ChildProcess format = launcher.launch(
                "broker-format",
                List.of("-Xmx128m", "-XX:TieredStopAtLevel=1"),
                "kafka.tools.StorageTool",
                "format",
                "-t",
                clusterId,
                "-c",
                config.toString());
        if (format.awaitExit(FORMAT_TIMEOUT) != 0) {
            throw format.failure("could not format the log folder");
        }
    }

    private void awaitReady(ChildProcess started) {
        Poll.until(
                startTimeout,
                () -> {
                    if (!started.alive()) {
                        throw started.failure("ended while it was starting");
                    }
                    // An open port alone may be that of somebody who was quicker.
                    return accepts(ports.get(0)) && isOurs() ? Optional.of(true) : Optional.empty();
                },
                () -> started.failure("did not answer within " + startTimeout));
    }

    private boolean isOurs() {
        Map<String, Object> config = Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers(),
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ASK_MS,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ASK_MS);
        Admin admin = Admin.create(config);
        try {
            return clusterId.equals(admin.describeCluster().clusterId().get(ASK_MS, TimeUnit.MILLISECONDS));
        } catch (ExecutionException | TimeoutException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the broker was starting", e);
        } finally {
            // Without a bound it waits for ever for a stranger that takes the connection and says nothing.
            admin.close(Duration.ofMillis(ASK_MS));
        }
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private Map<String, String> properties() {
        Map<String, String> all = new HashMap<>();
        all.put("process.roles", "broker,controller");
        all.put("node.id", "1");
        all.put("controller.quorum.voters", "1@127.0.0.1:" + ports.get(1));
        all.put("listeners", "PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d".formatted(ports.toArray()));
        all.put("advertised.listeners", "PLAINTEXT://" + bootstrapServers());
        all.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        all.put("controller.listener.names", "CONTROLLER");
        all.put("inter.broker.listener.name", "PLAINTEXT");
        all.put("log.dirs", folder.data(NAME).toString());
        all.put("offsets.topic.replication.factor", "1");
        all.put("offsets.topic.num.partitions", "3");
        all.put("transaction.state.log.replication.factor", "1");
        all.put("transaction.state.log.min.isr", "1");
        all.put("transaction.state.log.num.partitions", "3");
        all.put("group.initial.rebalance.delay.ms", "0");
        // With the defaults the controller holds back a restarted broker until the session of the killed one is over:
        // some 13 s. With these it is back in under 4 s.
        all.put("broker.heartbeat.interval.ms", "300");
        all.put("broker.session.timeout.ms", "1500");
        all.putAll(overrides);
        return all;
    }
}
