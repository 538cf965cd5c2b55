package dev.sluice.testkit.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Between the moment a port is found free and the moment a process listens on it, somebody else may take it. */
final class PortClashIT {

    @ParameterizedTest
    @ValueSource(strings = {"sluice.kafka39.lib", "sluice.kafka4.lib"})
    void aPortThatIsTakenInBetweenIsReplaced(String runtime) throws Exception {
        List<Integer> ports = new FreePorts(RandomGenerator.getDefault()).find(6);
        // Two for the broker, two more when the first clashes, one for the worker, one more when that clashes.
        Thief thief = new Thief(ports, Set.of(ports.get(0), ports.get(4)));
        ConnectClusterBuilder builder =
                ConnectCluster.builder(KafkaRuntime.inFolder(Path.of(System.getProperty(runtime))));
        builder.freePorts = new FreePorts(thief);
        try (ConnectCluster cluster = builder.start()) {
            assertThat(cluster.bootstrapServers()).isEqualTo("127.0.0.1:" + ports.get(2));
            assertThat(cluster.rest(0).uri().getPort()).isEqualTo(ports.get(5));
            assertThat(cluster.rest(0).connectors()).isEmpty();
        } finally {
            thief.stop();
        }
    }

    /** Deals out ports, and takes some of them as soon as whoever looked at them has let go. */
    private static final class Thief implements RandomGenerator {
        private final Deque<Integer> ports;
        private final Set<Integer> wanted;
        private final List<Thread> threads = new ArrayList<>();

        Thief(List<Integer> ports, Set<Integer> wanted) {
            this.ports = new ArrayDeque<>(ports);
            this.wanted = wanted;
        }

        @Override
        public int nextInt(int origin, int bound) {
            int port = ports.remove();
            if (wanted.contains(port)) {
                Thread thread = new Thread(() -> hold(port), "port-thief");
                thread.setDaemon(true);
                threads.add(thread);
                thread.start();
            }
            return port;
        }

        @Override
        public long nextLong() {
            throw new UnsupportedOperationException("Only ports are asked for");
        }

        void stop() {
            threads.forEach(Thread::interrupt);
        }

        private static void hold(int port) {
            while (!Thread.currentThread().isInterrupted()) {
                try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                    Thread.currentThread().join();
                } catch (IOException notYet) {
                    Thread.onSpinWait();
                } catch (InterruptedException e) {
                    return;
                }
            }
        }
    }
}
