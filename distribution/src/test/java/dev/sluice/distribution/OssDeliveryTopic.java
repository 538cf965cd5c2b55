package dev.sluice.distribution;

import dev.sluice.distribution.PublishedRecords.Position;
import dev.sluice.distribution.PublishedRecords.Said;
import dev.sluice.testkit.connect.ConnectCluster;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** A topic that a thread of its own fills as unevenly as it can: small and large records, bursts and silence. */
final class OssDeliveryTopic implements AutoCloseable {
    private static final Duration READ_TIMEOUT = Duration.ofMinutes(1);
    private static final Duration TICK = Duration.ofMillis(150);
    private static final List<String> KINDS = List.of("a", "b", "c", "d");
    /** The broker takes no record that is an hour ahead. */
    private static final long FARTHEST_AHEAD = 600_000;

    private static final String PAD = "x".repeat(60_000);

    private final String name;
    private final String bootstrapServers;
    private final SplittableRandom random;
    private final KafkaProducer<String, String> producer;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private long number;
    /** The broker deletes records that say they are old. */
    private long time = System.currentTimeMillis();

    private int silentTicks;
    private volatile @Nullable RuntimeException failure;

    OssDeliveryTopic(ConnectCluster cluster, String name, int partitions, long seed) {
        this.name = name;
        bootstrapServers = cluster.bootstrapServers();
        random = new SplittableRandom(seed);
        cluster.createTopic(name, partitions);
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "delivery.timeout.ms", "60000", "linger.ms", "5"),
                new StringSerializer(),
                new StringSerializer());
    }

    String name() {
        return name;
    }

    void startFilling() {
        var unused = thread.scheduleWithFixedDelay(this::tick, 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Ends with the last burst. */
    void stopFilling() throws InterruptedException {
        thread.shutdown();
        if (!thread.awaitTermination(1, TimeUnit.MINUTES)) {
            throw new IllegalStateException("a burst took more than a minute");
        }
        producer.flush();
        RuntimeException failed = failure;
        if (failed != null) {
            throw failed;
        }
    }

    private void tick() {
        try {
            if (silentTicks > 0) {
                silentTicks--;
                return;
            }
            switch (random.nextInt(20)) {
                // Long enough that objects are idle.
                case 0 -> silentTicks = 10;
                // More than a task may hold.
                case 1 -> burst(60, PAD);
                default -> burst(10 + random.nextInt(40), "");
            }
        } catch (RuntimeException e) {
            failure = e;
            throw e;
        }
    }

    void burst(int records, String pad) {
        for (int i = 0; i < records; i++) {
            // Mostly in order, at times late, at times far ahead.
            long now = System.currentTimeMillis();
            time = time > now + FARTHEST_AHEAD
                    ? now
                    : time + (random.nextInt(50) == 0 ? 5_000 : random.nextInt(40) - 5);
            long id = number++;
            String kind = KINDS.get(Math.min(random.nextInt(6), KINDS.size() - 1));
            String value = "{\"kind\":\"" + kind + "\",\"id\":" + id + ",\"pad\":\"" + pad + "\"}";
            ProducerRecord<String, String> record = new ProducerRecord<>(name, null, time, "key-" + id % 97, value);
            var unused = producer.send(record, (metadata, error) -> {
                if (error != null) {
                    failure = new IllegalStateException("a record was not taken", error);
                }
            });
        }
        producer.flush();
    }

    /** All records as they stand in the topic now, and where each partition ends. */
    Map<Position, Said> read(Map<TopicPartition, Long> ends) {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers), new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(name).stream()
                    .map(partition -> new TopicPartition(name, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            ends.putAll(consumer.endOffsets(partitions));
            Map<Position, Said> records = new HashMap<>();
            Eventually.holds(
                    READ_TIMEOUT,
                    () -> {
                        consumer.poll(Duration.ofMillis(200))
                                .forEach(record -> records.put(
                                        new Position(name, record.partition(), record.offset()),
                                        Said.of(record.key(), record.value())));
                        return partitions.stream()
                                .allMatch(partition -> consumer.position(partition) >= ends.get(partition));
                    },
                    () -> "read " + records.size() + " of " + ends);
            return records;
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        producer.close(Duration.ofSeconds(5));
    }
}
