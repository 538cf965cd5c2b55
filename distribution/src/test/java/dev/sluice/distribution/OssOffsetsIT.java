package dev.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.oss.OSS;
import com.aliyun.oss.model.OSSObjectSummary;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.distribution.PublishedRecords.Position;
import dev.sluice.distribution.PublishedRecords.Said;
import dev.sluice.testkit.connect.ConnectCluster;
import dev.sluice.testkit.connect.ConnectRest;
import dev.sluice.testkit.connect.ConnectorStatus;
import dev.sluice.testkit.oss.OssEmulator;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A connector that stores exactly once, its offsets changed by an operator, deleted, or left behind by its topic. */
final class OssOffsetsIT {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String BUCKET = "bucket";
    private static final int PARTITIONS = 2;

    private static OssEmulator service;
    private static OSS client;
    private static ConnectCluster cluster;
    private static ConnectRest rest;

    @BeforeAll
    static void start() {
        service = OssEmulator.builder().bucket(BUCKET).build();
        service.start();
        client = service.client();
        cluster = ConnectCluster.builder(KafkaVersion.KAFKA_4.runtime())
                .pluginPath(Component.pluginPath())
                .workerProperty("offset.flush.interval.ms", "300")
                .start();
        rest = cluster.rest(0);
    }

    @AfterAll
    static void stop() {
        cluster.close();
        client.shutdown();
        service.close();
    }

    @AfterEach
    void deleteConnector() {
        rest.connectors().forEach(rest::delete);
    }

    private static void create(String topic) {
        Map<String, String> config = new HashMap<>(Map.of(
                "connector.class", "OssSinkConnector",
                "tasks.max", "1",
                "topics", topic,
                "key.converter", "org.apache.kafka.connect.storage.StringConverter",
                "value.converter", "org.apache.kafka.connect.json.JsonConverter",
                "value.converter.schemas.enable", "false",
                "format", "jsonl",
                "format.output.fields", "key,value,topic,partition,offset"));
        config.putAll(Map.of(
                "oss.endpoint",
                service.endpoint().toString(),
                "oss.access.key.id",
                service.accessKeyId(),
                "oss.access.key.secret",
                service.accessKeySecret(),
                "oss.bucket",
                BUCKET,
                "delivery.guarantee",
                "exactly_once",
                // Where objects end differs each time.
                "flush.size",
                "7",
                "rotate.schedule.interval.ms",
                "900",
                // So that tests of one name know nothing of each other.
                "topics.dir",
                topic));
        rest.create(topic, config);
        cluster.awaitRunning(topic);
    }

    /** What is in the topic, when the connector of its name has committed all of it. */
    private static Map<Position, Said> committed(OssDeliveryTopic topic) {
        String connector = topic.name();
        Map<TopicPartition, Long> ends = new HashMap<>();
        Map<Position, Said> records = topic.read(ends);
        Map<TopicPartition, Long> committed =
                rest.awaitCommittedOffsets(connector, offsets -> offsets.equals(ends), LONG);
        assertThat(committed).as("%s", rest.status(connector)).isEqualTo(ends);
        return records;
    }

    private static PublishedRecords published(String topic) {
        return PublishedRecords.in(client, BUCKET, topic + "/");
    }

    private static void stop(String connector) {
        rest.stop(connector);
        Eventually.holds(
                LONG,
                () -> rest.status(connector).connector().state().equals("STOPPED")
                        && rest.status(connector).tasks().isEmpty(),
                () -> "not stopped: " + rest.status(connector));
    }

    private static void resume(String connector) {
        rest.resume(connector);
        cluster.awaitRunning(connector);
    }

    /** So that only what is stored from now on is there; the log stays. */
    private static void deleteObjects(String topic) {
        List<OSSObjectSummary> all = client.listObjects(BUCKET, topic + "/").getObjectSummaries();
        all.stream()
                .map(OSSObjectSummary::getKey)
                .filter(key -> !key.contains("/_sluice/"))
                .forEach(key -> client.deleteObject(BUCKET, key));
    }

    @Test
    void aConnectorThatIsCreatedAgainGoesOn() {
        try (OssDeliveryTopic topic = new OssDeliveryTopic(cluster, "again", PARTITIONS, 1)) {
            create("again");
            topic.burst(33, "");
            committed(topic);
            topic.burst(20, "");
            rest.delete("again");
            topic.burst(20, "");
            create("again");
            topic.burst(20, "");
            Map<Position, Said> records = committed(topic);
            assertThat(published("again").differences(records)).isEmpty();
            assertThat(records).hasSize(93);
        }
    }

    @Test
    void anOffsetThatIsSetBackIsObeyed() {
        try (OssDeliveryTopic topic = new OssDeliveryTopic(cluster, "back", PARTITIONS, 2)) {
            create("back");
            topic.burst(60, "");
            Map<Position, Said> before = committed(topic);
            stop("back");
            deleteObjects("back");
            rest.alterOffsets("back", offsets("back", 0, 5));
            resume("back");
            topic.burst(20, "");
            Map<Position, Said> records = committed(topic);
            PublishedRecords published = published("back");
            assertThat(positionsOf(published, 0)).isEqualTo(positions(records.keySet(), 0, 5));
            int old = positions(before.keySet(), 1, 0).size();
            assertThat(positionsOf(published, 1))
                    .as("of the partition that was left alone what is new")
                    .isEqualTo(positions(records.keySet(), 1, old));
            assertThat(published.twice()).isEmpty();
            assertThat(published.torn()).isEmpty();
            assertThat(published.altered(records)).isEmpty();
        }
    }

    @Test
    void anOffsetThatIsSetForwardIsObeyed() {
        try (OssDeliveryTopic topic = new OssDeliveryTopic(cluster, "forward", PARTITIONS, 3)) {
            create("forward");
            topic.burst(30, "");
            Map<Position, Said> before = committed(topic);
            stop("forward");
            deleteObjects("forward");
            topic.burst(40, "");
            int had = positions(before.keySet(), 0, 0).size();
            rest.alterOffsets("forward", offsets("forward", 0, had + 4));
            resume("forward");
            Map<Position, Said> records = committed(topic);
            PublishedRecords published = published("forward");
            assertThat(published.twice()).isEmpty();
            assertThat(published.altered(records)).isEmpty();
            assertThat(positionsOf(published, 0)).isEqualTo(positions(records.keySet(), 0, had + 4));
        }
    }

    @Test
    void offsetsThatAreResetStartAtTheBeginning() {
        try (OssDeliveryTopic topic = new OssDeliveryTopic(cluster, "reset", PARTITIONS, 4)) {
            create("reset");
            topic.burst(60, "");
            committed(topic);
            stop("reset");
            deleteObjects("reset");
            rest.resetOffsets("reset");
            resume("reset");
            Map<Position, Said> records = committed(topic);
            assertThat(published("reset").differences(records)).isEmpty();
        }
    }

    @Test
    void aTopicThatWasMadeAnewIsRefusedUntilItsOffsetsAreSet() throws Exception {
        try (OssDeliveryTopic old = new OssDeliveryTopic(cluster, "anew", PARTITIONS, 5)) {
            create("anew");
            old.burst(60, "");
            committed(old);
            stop("anew");
        }
        deleteTopic("anew");
        try (OssDeliveryTopic anew = new OssDeliveryTopic(cluster, "anew", PARTITIONS, 6)) {
            anew.burst(10, "");
            rest.resume("anew");
            Eventually.holds(LONG, () -> rest.status("anew").failed(), () -> "not failed: " + rest.status("anew"));
            ConnectorStatus status = rest.status("anew");
            assertThat(status.traces())
                    .contains("the topic was probably deleted and created again")
                    .contains("Stop the connector, set the offset of this partition with a PATCH");
            stop("anew");
            deleteObjects("anew");
            // Kafka has no offsets any more: they went with the topic. The logs have.
            rest.resetOffsets("anew");
            resume("anew");
            anew.burst(10, "");
            Map<Position, Said> records = committed(anew);
            assertThat(records).hasSize(20);
            assertThat(published("anew").differences(records)).isEmpty();
        }
    }

    private static void deleteTopic(String topic) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
            admin.deleteTopics(Set.of(topic)).all().get();
            Eventually.holds(
                    LONG,
                    () -> {
                        try {
                            return !admin.listTopics().names().get().contains(topic);
                        } catch (InterruptedException | ExecutionException e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    () -> "the topic is still there");
        }
    }

    private static ObjectNode offsets(String topic, int partition, long offset) {
        ObjectNode offsets = new ObjectMapper().createObjectNode();
        ObjectNode entry = offsets.putArray("offsets").addObject();
        entry.putObject("partition").put("kafka_topic", topic).put("kafka_partition", partition);
        entry.putObject("offset").put("kafka_offset", offset);
        return offsets;
    }

    private static Set<Position> positions(Set<Position> all, int partition, long from) {
        return all.stream()
                .filter(position -> position.partition() == partition && position.offset() >= from)
                .collect(Collectors.toSet());
    }

    private static Set<Position> positionsOf(PublishedRecords published, int partition) {
        return positions(published.positions(), partition, 0);
    }
}
