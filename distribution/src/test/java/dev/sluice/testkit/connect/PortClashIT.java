package dev.sluice.testkit.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Between the moment a port is found free and the moment a process listens on it, somebody else may take it. */
final class PortClashIT {

    @ParameterizedTest
    @ValueSource(strings = {"sluice.kafka39.lib", "sluice.kafka4.lib"})
    void aPortThatIsTakenInBetweenIsReplaced(String runtime) throws Exception {
        List<Integer> free = new ProbedPorts(RandomGenerator.getDefault()).find(4);
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // Two for the broker, two more because the first clashes, one for the worker, one more because that
            // clashes.
            Deque<Integer> ports = new ArrayDeque<>(List.of(
                    taken.getLocalPort(), free.get(0), free.get(1), free.get(2), taken.getLocalPort(), free.get(3)));
            ConnectClusterBuilder builder =
                    ConnectCluster.builder(KafkaRuntime.inFolder(Path.of(System.getProperty(runtime))));
            builder.freePorts = count ->
                    IntStream.range(0, count).mapToObj(i -> ports.remove()).toList();
            try (ConnectCluster cluster = builder.start()) {
                assertThat(cluster.bootstrapServers()).isEqualTo("127.0.0.1:" + free.get(1));
                assertThat(cluster.rest(0).uri().getPort()).isEqualTo(free.get(3));
                assertThat(cluster.rest(0).connectors()).isEmpty();
            }
        }
    }
}
