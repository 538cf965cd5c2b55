package com.example.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.connect.ConnectCluster;
import dev.sluice.testkit.connect.KafkaRuntime;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** The sink as somebody would install it: from a folder in the plugin path of a real worker. */
class HttpSinkIT {
    private static final int RECORDS = 50;

    @Test
    void aRealWorkerLoadsItFromItsFolderAndEveryRecordArrives() throws Exception {
        try (LineServer server = new LineServer();
                ConnectCluster cluster = ConnectCluster.builder(kafkaWithoutTheSink())
                        .pluginPath(Path.of(System.getProperty("http.sink.plugins")))
                        .workerProperty("key.converter", "org.apache.kafka.connect.storage.StringConverter")
                        .workerProperty("value.converter", "org.apache.kafka.connect.storage.StringConverter")
                        .start()) {
            cluster.createTopic("orders", 1);
            cluster.rest(0)
                    .create(
                            "http",
                            Map.of(
                                    "connector.class",
                                    HttpSinkConnector.class.getName(),
                                    "topics",
                                    "orders",
                                    HttpSink.URL,
                                    server.url()));
            cluster.awaitRunning("http");
            produce(cluster.bootstrapServers());

            long started = System.nanoTime();
            while (server.lines().size() < RECORDS && System.nanoTime() - started < TimeUnit.SECONDS.toNanos(60)) {
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
            assertThat(server.lines())
                    .containsExactlyElementsOf(IntStream.range(0, RECORDS)
                            .mapToObj(
                                    "{\"topic\":\"orders\",\"partition\":0,\"offset\":%1$d,\"key\":\"k\",\"value\":\"v%1$d\"}"
                                            ::formatted)
                            .toList());
        }
    }

    private static void produce(String bootstrapServers) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < RECORDS; i++) {
                producer.send(new ProducerRecord<>("orders", "k", "v" + i)).get(30, TimeUnit.SECONDS);
            }
            producer.flush();
        }
    }

    /** What is on the class path is visible to every plugin; the worker is to find the sink in its folder alone. */
    private static KafkaRuntime kafkaWithoutTheSink() {
        return new KafkaRuntime(Stream.of(KafkaRuntime.ofClassPath().classPath().split(File.pathSeparator))
                .filter(entry -> !entry.contains("http-sink") && !entry.contains("connector-core"))
                .collect(Collectors.joining(File.pathSeparator)));
    }
}
