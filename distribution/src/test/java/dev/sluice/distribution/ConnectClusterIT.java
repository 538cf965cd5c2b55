package dev.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.testkit.connect.ConnectCluster;
import dev.sluice.testkit.connect.ConnectRestException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ConnectClusterIT {

    @TempDir
    Path temp;

    @ParameterizedTest
    @EnumSource
    void workersAndBrokerComeBackAfterAKill(KafkaVersion version) throws Exception {
        List<Long> processes;
        try (ConnectCluster cluster = ConnectCluster.builder(version.runtime())
                .workers(2)
                .workerHeap("256m")
                .dataFolder(temp)
                .start()) {
            processes = childProcesses();
            assertThat(processes).as("broker and two workers").hasSize(3);

            cluster.createTopic("orders", 3);
            cluster.createTopic("orders", 3);
            assertThat(partitions(cluster, "orders")).isEqualTo(3);

            cluster.killWorker(1);
            assertThatThrownBy(() -> cluster.rest(1).plugins()).isInstanceOf(UncheckedIOException.class);
            assertThat(cluster.rest(0).connectors()).isEmpty();
            cluster.startWorker(1);
            assertThat(cluster.rest(1).connectors()).isEmpty();

            cluster.killBroker();
            cluster.startBroker();
            send(cluster, "orders", "still there");
            assertThat(partitions(cluster, "orders")).isEqualTo(3);

            cluster.stopWorker(0);
            assertThat(childProcesses()).hasSize(2);
        }
        assertThat(childProcesses()).as("processes left behind").isEmpty();
        assertThat(temp.resolve("logs"))
                .as("a folder that was named is kept")
                .isDirectoryContaining("glob:**worker-0.log");
    }

    @ParameterizedTest
    @EnumSource
    void restSaysWhatIsWrong(KafkaVersion version) {
        try (ConnectCluster cluster =
                ConnectCluster.builder(version.runtime()).workerHeap("256m").start()) {
            assertThatThrownBy(() -> cluster.rest(0).status("nobody"))
                    .isInstanceOfSatisfying(ConnectRestException.class, e -> {
                        assertThat(e.status()).isEqualTo(404);
                        assertThat(e.body()).contains("nobody");
                    });
            assertThatThrownBy(() -> cluster.rest(0).create("x", Map.of("connector.class", "NoSuchConnector")))
                    .isInstanceOf(ConnectRestException.class)
                    .hasMessageContaining("NoSuchConnector");
            assertThatThrownBy(() -> cluster.awaitRunning("nobody", Duration.ofSeconds(1)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("worker-0 did not report nobody as running within PT1S");
        }
    }

    @Test
    void aWorkerThatCannotStartShowsTheEndOfItsLog() {
        assertThatThrownBy(() -> ConnectCluster.builder(KafkaVersion.KAFKA_4.runtime())
                        .workerProperty("key.converter", "no.such.Converter")
                        .start()
                        .close())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("worker-0 ended while it was starting")
                .hasMessageContaining("no.such.Converter");
        assertThat(childProcesses()).isEmpty();
    }

    @Test
    void theTemporaryFolderIsDeleted() {
        Path logs;
        try (ConnectCluster cluster =
                ConnectCluster.builder(KafkaVersion.KAFKA_3_9.runtime()).start()) {
            logs = cluster.logs();
            assertThat(logs).isDirectory();
        }
        assertThat(Files.exists(logs.getParent())).isFalse();
    }

    private static List<Long> childProcesses() {
        try (Stream<ProcessHandle> children = ProcessHandle.current().children()) {
            return children.filter(ProcessHandle::isAlive)
                    .map(ProcessHandle::pid)
                    .toList();
        }
    }

    private static int partitions(ConnectCluster cluster, String topic) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
            return admin.describeTopics(List.of(topic))
                    .allTopicNames()
                    .get(30, TimeUnit.SECONDS)
                    .get(topic)
                    .partitions()
                    .size();
        }
    }

    private static void send(ConnectCluster cluster, String topic, String value) throws Exception {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", cluster.bootstrapServers());
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, value)).get(30, TimeUnit.SECONDS);
        }
    }
}
