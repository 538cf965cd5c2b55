package dev.sluice.testkit.connect;

import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One distributed Connect worker. */
final class WorkerNode {

    private static final int MAX_START_ATTEMPTS = 5;
    private static final Duration ASK_TIMEOUT = Duration.ofSeconds(3);

    private final String name;
    private final ProcessLauncher launcher;
    private final ClusterFolder folder;
    private final WorkerSettings settings;
    private final FreePorts freePorts;

    private int port;
    private @Nullable ChildProcess process;

    WorkerNode(
            int index, ProcessLauncher launcher, ClusterFolder folder, WorkerSettings settings, FreePorts freePorts) {
        this.name = "worker-" + index;
        this.launcher = launcher;
        this.folder = folder;
        this.settings = settings;
        this.freePorts = freePorts;
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    boolean running() {
        return process != null && process.alive();
    }

    /** Launches without waiting, so that several workers start side by side. */
    void launchFirst(String bootstrapServers) {
        port = freePorts.find(1).get(0);
        Map<String, String> all = new HashMap<>(settings.properties());
        all.put("bootstrap.servers", bootstrapServers);
        all.put("listeners", uri().toString());
        all.put("rest.advertised.host.name", "127.0.0.1");
        all.put("rest.advertised.port", Integer.toString(port));
        launch(folder.write(name + ".properties", all));
    }

    /** Waits until the worker answers; launches it again on another port if somebody took the first one. */
    void awaitFirst(String bootstrapServers, String clusterId) {
        for (int attempt = 1; ; attempt++) {
            try {
                awaitReady(clusterId);
                return;
            } catch (IllegalStateException e) {
                if (process == null || !process.endedByTakenPort() || attempt == MAX_START_ATTEMPTS) {
                    throw e;
                }
                launchFirst(bootstrapServers);
            }
        }
    }

    /** Starts again on the same port. */
    void restart(String clusterId) {
        if (running()) {
            throw new IllegalStateException("The process of " + name + " is running");
        }
        launch(folder.etc().resolve(name + ".properties"));
        awaitReady(clusterId);
    }

    void kill() {
        if (process != null) {
            process.kill();
        }
    }

    void requestStop() {
        if (process != null) {
            process.requestStop();
        }
    }

    void awaitStop(Duration grace) {
        if (process != null) {
            process.awaitStop(grace);
        }
    }

    IllegalStateException failure(String what) {
        return process == null ? new IllegalStateException(name + " was not started") : process.failure(what);
    }

    private void launch(Path config) {
        process = launcher.launch(
                name,
                List.of("-Xmx" + settings.heap()),
                "org.apache.kafka.connect.cli.ConnectDistributed",
                config.toString());
    }

    private void awaitReady(String clusterId) {
        Poll.until(
                settings.startTimeout(),
                () -> {
                    if (!running()) {
                        throw failure("ended while it was starting");
                    }
                    return ready(clusterId) ? Optional.of(true) : Optional.empty();
                },
                () -> failure("did not answer within " + settings.startTimeout()));
    }

    /** The id shows that it is our worker that answers; the list of connectors comes only once it has joined its group. */
    private boolean ready(String clusterId) {
        ConnectRest rest = ConnectRest.at(uri()).askingOnce(ASK_TIMEOUT);
        try {
            return rest.get("/").path("kafka_cluster_id").asText().equals(clusterId)
                    && rest.get("/connectors").isArray();
        } catch (ConnectRestException | UncheckedIOException notYet) {
            return false;
        }
    }
}
