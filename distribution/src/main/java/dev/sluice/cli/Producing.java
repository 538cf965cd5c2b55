package dev.sluice.cli;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Sends the records of a {@link Workload} to both topics and remembers where each of them is. */
final class Producing implements AutoCloseable {

    /**
     * A record that Kafka has acknowledged.
     *
     * @param number its number in the workload
     * @param timestamp milliseconds since 1970, as Kafka keeps it
     */
    record Sent(int number, long timestamp) {}

    private final Workload workload;
    private final KafkaProducer<String, String> producer;
    private final Map<String, Map<Position, Sent>> sent = new HashMap<>();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    Producing(String bootstrapServers, Workload workload, List<String> topics) {
        this.workload = workload;
        topics.forEach(topic -> sent.put(topic, new ConcurrentHashMap<>()));
        producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                        ProducerConfig.ACKS_CONFIG, "all",
                        ProducerConfig.LINGER_MS_CONFIG, "20",
                        ProducerConfig.BATCH_SIZE_CONFIG, "131072"),
                new StringSerializer(),
                new StringSerializer());
    }

    /**
     * Sends one record to one topic.
     *
     * @param keyed whether the topic's keys are text; else there is no key
     */
    void send(String topic, int number, boolean keyed) {
        Exception earlier = failure.get();
        if (earlier != null) {
            throw new CommandFailure("A record could not be produced: " + earlier.getMessage(), earlier);
        }
        String key = keyed ? workload.key(number) : null;
        var unused = producer.send(
                new ProducerRecord<>(topic, key, workload.value(number)),
                (metadata, problem) -> acknowledged(number, metadata, problem));
    }

    /** Waits until Kafka has acknowledged everything. */
    void flush() {
        producer.flush();
        Exception problem = failure.get();
        if (problem != null) {
            throw new CommandFailure("A record could not be produced: " + problem.getMessage(), problem);
        }
    }

    /** What a topic was sent, by position. */
    Map<Position, Sent> sent(String topic) {
        return sent.getOrDefault(topic, Map.of());
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(10));
    }

    private void acknowledged(int number, @Nullable RecordMetadata metadata, @Nullable Exception problem) {
        if (problem != null) {
            failure.compareAndSet(null, problem);
        } else if (metadata != null) {
            Objects.requireNonNull(sent.get(metadata.topic()))
                    .put(
                            new Position(metadata.topic(), metadata.partition(), metadata.offset()),
                            new Sent(number, metadata.timestamp()));
        }
    }
}
