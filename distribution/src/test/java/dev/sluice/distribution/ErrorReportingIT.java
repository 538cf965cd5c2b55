package dev.sluice.distribution;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.model.PrimaryKeyBuilder;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import com.alicloud.openservices.tablestore.model.RangeIteratorParameter;
import com.alicloud.openservices.tablestore.model.Row;
import dev.sluice.testkit.connect.ConnectCluster;
import dev.sluice.testkit.connect.ConnectRest;
import dev.sluice.testkit.connect.ConnectRestException;
import dev.sluice.testkit.tablestore.TableStoreEmulator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import javax.management.ObjectName;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What becomes of a bad record in mid-stream, with the zip in a real worker; and what the worker's JMX says of it. */
final class ErrorReportingIT {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String BAD =
            "{\"schema\":{\"type\":\"struct\",\"fields\":[{\"type\":\"array\",\"field\":\"list\","
                    + "\"items\":{\"type\":\"string\"}}]},  \"payload\":{\"list\":[\"top secret\"]}}";

    private static ConnectCluster cluster;
    private static TableStoreEmulator tables;
    private static KafkaProducer<String, String> producer;
    private static Admin admin;

    @BeforeAll
    static void start() {
        tables = TableStoreEmulator.builder().instance("instance").build();
        tables.start();
        cluster = ConnectCluster.builder(KafkaVersion.KAFKA_4.runtime())
                .pluginPath(Component.pluginPath())
                .workerProperty("offset.flush.interval.ms", "500")
                .start();
        Map<String, Object> client = Map.of("bootstrap.servers", cluster.bootstrapServers());
        producer = new KafkaProducer<>(client, new StringSerializer(), new StringSerializer());
        admin = Admin.create(client);
    }

    @AfterAll
    static void stop() {
        admin.close(Duration.ofSeconds(5));
        producer.close(Duration.ofSeconds(5));
        cluster.close();
        tables.close();
    }

    @AfterEach
    void deleteConnectors() {
        ConnectRest rest = cluster.rest(0);
        rest.connectors().forEach(rest::delete);
    }

    private static Map<String, String> config(String topic, String... more) {
        Map<String, String> config = new HashMap<>(Map.of(
                "connector.class",
                "TableStoreSinkConnector",
                "tasks.max",
                "1",
                "topics",
                topic,
                "key.converter",
                "org.apache.kafka.connect.storage.StringConverter",
                "tablestore.endpoint",
                tables.endpoint().toString(),
                "tablestore.access.key.id",
                tables.accessKeyId(),
                "tablestore.access.key.secret",
                tables.accessKeySecret(),
                "tablestore.instance.name",
                tables.instanceName(),
                "auto.create",
                "true"));
        for (int i = 0; i < more.length; i += 2) {
            config.put(more[i], more[i + 1]);
        }
        return config;
    }

    private static void produceWithABadOneInTheMiddle(String topic) {
        cluster.createTopic(topic, 1);
        for (int i = 0; i < 10; i++) {
            if (i == 5) {
                ProducerRecord<String, String> bad = new ProducerRecord<>(topic, 0, 1000L, "the key", BAD);
                bad.headers().add("own", new byte[] {0, (byte) 0xfe});
                var unused = producer.send(bad);
            }
            var unused = producer.send(new ProducerRecord<>(
                    topic,
                    "{\"schema\":{\"type\":\"struct\",\"fields\":[{\"type\":\"int32\",\"field\":\"id\"}]},"
                            + "\"payload\":{\"id\":" + i + "}}"));
        }
        producer.flush();
    }

    private static List<Long> ids(String table) {
        SyncClient client = tables.client();
        try {
            if (!client.listTable().getTableNames().contains(table)) {
                return List.of();
            }
            RangeIteratorParameter range = new RangeIteratorParameter(table);
            range.setInclusiveStartPrimaryKey(key(PrimaryKeyValue.INF_MIN));
            range.setExclusiveEndPrimaryKey(key(PrimaryKeyValue.INF_MAX));
            range.setMaxVersions(1);
            List<Row> rows = new ArrayList<>();
            client.createRangeIterator(range).forEachRemaining(rows::add);
            return rows.stream()
                    .map(row -> row.getLatestColumn("id").getValue().asLong())
                    .toList();
        } finally {
            client.shutdown();
        }
    }

    private static com.alicloud.openservices.tablestore.model.PrimaryKey key(PrimaryKeyValue value) {
        return PrimaryKeyBuilder.createPrimaryKeyBuilder()
                .addPrimaryKeyColumn("topic_partition", value)
                .addPrimaryKeyColumn("offset", value)
                .build();
    }

    private static void awaitNeighboursAndOffset(String topic, String connector) {
        Eventually.holds(LONG, () -> ids(topic).size() >= 10, () -> "rows: " + ids(topic));
        assertThat(ids(topic)).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
        Eventually.holds(LONG, () -> committed(topic, connector) == 11, () -> "offset: " + committed(topic, connector));
    }

    private static long committed(String topic, String connector) {
        try {
            OffsetAndMetadata offset = admin.listConsumerGroupOffsets("connect-" + connector)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .get(new TopicPartition(topic, 0));
            return offset == null ? -1 : offset.offset();
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The only record of a topic, in whichever partition it is. */
    private static ConsumerRecord<byte[], byte[]> only(String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", cluster.bootstrapServers(), "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            Eventually.holds(
                    LONG,
                    () -> {
                        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
                        return ends.entrySet().stream()
                                .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
                    },
                    () -> topic + " was not read to its end");
            assertThat(records).hasSize(1);
            return records.get(0);
        }
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }

    private static void assertOriginalBytes(ConsumerRecord<byte[], byte[]> record) {
        assertThat(new String(record.key(), UTF_8)).isEqualTo("the key");
        assertThat(new String(record.value(), UTF_8)).isEqualTo(BAD);
        assertThat(record.headers().lastHeader("own").value()).containsExactly(0, 0xfe);
    }

    @Test
    void inKafkaModeItGoesToATopicOfItsOwnAsItWasAndTheNeighboursAreStored() throws Exception {
        produceWithABadOneInTheMiddle("stream");
        cluster.rest(0)
                .create(
                        "reports",
                        config(
                                "stream",
                                "runtime.error.tolerance",
                                "all",
                                "runtime.error.mode",
                                "kafka",
                                "runtime.error.bootstrap.servers",
                                cluster.bootstrapServers(),
                                "runtime.error.topic.name",
                                "connect-error-stream"));
        awaitNeighboursAndOffset("stream", "reports");
        ConsumerRecord<byte[], byte[]> report = only("connect-error-stream");
        assertOriginalBytes(report);
        assertThat(header(report, "__connect.errors.topic")).isEqualTo("stream");
        assertThat(header(report, "__connect.errors.partition")).isEqualTo("0");
        assertThat(header(report, "__connect.errors.offset")).isEqualTo("5");
        assertThat(header(report, "__connect.errors.stage")).isEqualTo("MAPPING");
        assertThat(header(report, "__connect.errors.exception.message"))
                .contains("list")
                .doesNotContain("top secret");
        assertThat(header(report, "__sluice.errors.encoding")).isEqualTo("original");
        assertThat(header(report, "__sluice.errors.timestamp")).isEqualTo("1000");
        assertThat(admin.describeTopics(List.of("connect-error-stream"))
                        .allTopicNames()
                        .get()
                        .get("connect-error-stream")
                        .partitions())
                .hasSize(6);
        assertThatJmxTellsOfIt("reports");
    }

    private static void assertThatJmxTellsOfIt(String connector) throws Exception {
        try (WorkerJmx jmx = new WorkerJmx()) {
            ObjectName task = new ObjectName("dev.sluice:type=sink-task,connector=\"" + connector + "\",task=0");
            assertThat(jmx.number(task, "RecordsWritten").longValue()).isEqualTo(10);
            assertThat(jmx.number(task, "RecordsReported").longValue()).isEqualTo(1);
            ObjectName partition = new ObjectName("dev.sluice:type=sink-task-partition,connector=\"" + connector
                    + "\",task=0,topic=stream,partition=0");
            assertThat(jmx.number(partition, "SafeOffset").longValue()).isEqualTo(11);
            ObjectName ofConnect = new ObjectName("kafka.connect:type=plugins,connector=" + connector + ",task=0");
            assertThat(jmx.beans("kafka.connect:type=plugins,*")).contains(ofConnect);
            assertThat(jmx.number(ofConnect, "records-reported").longValue()).isEqualTo(1);
            assertThat(jmx.threads()).anyMatch(name -> name.contains("sluice-errors-" + connector));
            cluster.rest(0).delete(connector);
            Eventually.holds(LONG, () -> isGone(jmx, connector), () -> "the task left something behind");
        }
    }

    private static boolean isGone(WorkerJmx jmx, String connector) {
        try {
            return jmx.beans("dev.sluice:*").isEmpty()
                    && jmx.threads().stream().noneMatch(name -> name.contains("sluice-errors-" + connector));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void inDlqModeItGoesToConnectsDeadLetterQueueAsItWasAndTheNeighboursAreStored() {
        produceWithABadOneInTheMiddle("queued");
        cluster.rest(0)
                .create(
                        "queue",
                        config(
                                "queued",
                                "errors.tolerance",
                                "all",
                                "errors.deadletterqueue.topic.name",
                                "dead",
                                "errors.deadletterqueue.topic.replication.factor",
                                "1",
                                "errors.deadletterqueue.context.headers.enable",
                                "true"));
        awaitNeighboursAndOffset("queued", "queue");
        ConsumerRecord<byte[], byte[]> dead = only("dead");
        assertOriginalBytes(dead);
        assertThat(header(dead, "__connect.errors.offset")).isEqualTo("5");
        assertThat(header(dead, "__connect.errors.exception.message")).doesNotContain("top secret");
    }

    @Test
    void aMissingTopicThatIsToBeCreatedByHandStopsTheTaskWithASentence() {
        cluster.createTopic("manual", 1);
        cluster.rest(0)
                .create(
                        "manual",
                        config(
                                "manual",
                                "runtime.error.tolerance",
                                "all",
                                "runtime.error.mode",
                                "kafka",
                                "runtime.error.bootstrap.servers",
                                cluster.bootstrapServers(),
                                "runtime.error.topic.name",
                                "not-there",
                                "runtime.error.topic.create",
                                "manual"));
        Eventually.holds(LONG, () -> isFailed("manual"), () -> "the task did not fail");
        assertThat(cluster.rest(0).status("manual").traces())
                .contains(
                        "The topic not-there of runtime.error.topic.name does not exist. Create it, with 6 partitions");
    }

    private static boolean isFailed(String connector) {
        try {
            return cluster.rest(0).status(connector).failed();
        } catch (ConnectRestException e) {
            if (e.status() == 404) {
                return false; // the worker has not heard of it yet
            }
            throw e;
        }
    }

    @Test
    void settingsThatContradictEachOtherAreRefusedOnTheirKeys() {
        Map<String, String> config =
                config("t", "name", "t", "errors.deadletterqueue.topic.name", "dead", "runtime.error.mode", "dlq");
        assertThat(cluster.rest(0).validate("TableStoreSinkConnector", config))
                .as("a mode that nothing uses is no error, as in the connector that this one replaces")
                .containsOnlyKeys("errors.deadletterqueue.topic.name");
    }
}
