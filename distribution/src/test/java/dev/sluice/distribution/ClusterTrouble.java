package dev.sluice.distribution;

import dev.sluice.testkit.connect.ConnectCluster;
import dev.sluice.testkit.connect.ConnectRestException;
import dev.sluice.testkit.connect.ConnectorStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** What befalls a cluster of two workers: kills, freezes, restarts and pauses; and the operator who restarts what failed. */
final class ClusterTrouble {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final ConnectCluster cluster;
    private final String connector;
    private final SplittableRandom random;
    private final Frozen frozen;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, Integer> failures = new TreeMap<>();
    private final Map<String, Integer> done = new TreeMap<>();

    /** What a freeze waits for, so that it does harm. */
    interface Frozen {
        /** Returns when a worker that stands still from now on has work in its hands. */
        void awaitWork();

        /** Returns when those that have its tasks now have done work of their own. */
        void awaitSuccessors();
    }

    ClusterTrouble(ConnectCluster cluster, String connector, SplittableRandom random, Frozen frozen) {
        this.cluster = cluster;
        this.connector = connector;
        this.random = random;
        this.frozen = frozen;
    }

    /** How often each thing was done. */
    Map<String, Integer> done() {
        return done;
    }

    /** How often tasks failed and were restarted, by the first words of the reason. */
    Map<String, Integer> failures() {
        return failures;
    }

    /** One worker dies and comes back; meanwhile, or after it, something else happens. */
    void round() throws InterruptedException {
        int victim = random.nextInt(cluster.workers());
        int other = 1 - victim;
        count("kill");
        cluster.killWorker(victim);
        switch (random.nextInt(4)) {
            case 0 -> restartTask(other);
            case 1 -> pauseAndResume(other);
            default -> {}
        }
        cluster.startWorker(victim);
        switch (random.nextInt(5)) {
            case 0 -> {
                count("graceful stop");
                cluster.stopWorker(other);
                cluster.startWorker(other);
            }
            case 1, 2 -> freeze(other, victim);
            case 3 -> restartTask(victim);
            default -> {}
        }
        reviveFailed(victim);
    }

    /** A worker stands still until others have its tasks; then it goes on as if nothing had happened. */
    private void freeze(int still, int other) throws InterruptedException {
        count("freeze");
        frozen.awaitWork();
        signal("-STOP", still);
        try {
            String address = cluster.rest(still).uri().getAuthority();
            Eventually.holds(
                    LONG,
                    () -> status(other).tasks().stream()
                            .noneMatch(task -> task.workerId().equals(address)),
                    () -> "the tasks of the frozen worker stay: " + status(other));
            frozen.awaitSuccessors();
        } finally {
            signal("-CONT", still);
        }
    }

    private void signal(String signal, int worker) throws InterruptedException {
        String config = "worker-" + worker + ".properties";
        ProcessHandle process = ProcessHandle.current()
                .children()
                .filter(child -> child.info()
                        .arguments()
                        .map(arguments -> List.of(arguments).stream().anyMatch(a -> a.endsWith(config)))
                        .orElse(false))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no process of worker " + worker));
        try {
            new ProcessBuilder("kill", signal, Long.toString(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void restartTask(int worker) throws InterruptedException {
        count("task restart");
        post(worker, "/tasks/" + random.nextInt(3) + "/restart");
    }

    private void pauseAndResume(int worker) {
        count("pause");
        cluster.rest(worker).pause(connector);
        Eventually.holds(
                LONG, () -> status(worker).connector().state().equals("PAUSED"), () -> "not paused: " + status(worker));
        cluster.rest(worker).resume(connector);
    }

    /** As an operator would. */
    void reviveFailed(int worker) {
        ConnectorStatus status = status(worker);
        if (!status.failed()) {
            return;
        }
        for (ConnectorStatus.Part task : status.tasks()) {
            if (!task.trace().isEmpty()) {
                failures.merge(reason(task.trace()), 1, Integer::sum);
            }
        }
        try {
            post(worker, "/restart?includeTasks=true&onlyFailed=true");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The messages of the exception and its causes. */
    private static String reason(String trace) {
        return String.join(
                " <- ",
                trace.lines()
                        .filter(line -> !line.startsWith("\t"))
                        .map(line -> line.length() < 300 ? line : line.substring(0, 300))
                        .toList());
    }

    private ConnectorStatus status(int worker) {
        try {
            return cluster.rest(worker).status(connector);
        } catch (ConnectRestException e) {
            // Its status is not known on a worker that has just come.
            return new ConnectorStatus(connector, new ConnectorStatus.Part(0, "UNKNOWN", "", ""), List.of());
        }
    }

    private void post(int worker, String path) throws InterruptedException {
        URI uri = cluster.rest(worker).uri().resolve("/connectors/" + connector + path);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(LONG)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        try {
            // Refused in the middle of a rebalance, or for a task that is not there now; it is trouble either way.
            http.send(request, HttpResponse.BodyHandlers.discarding());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void count(String what) {
        done.merge(what, 1, Integer::sum);
    }
}
