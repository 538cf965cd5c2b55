package dev.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.model.PrimaryKeyBuilder;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import com.alicloud.openservices.tablestore.model.RangeIteratorParameter;
import com.alicloud.openservices.tablestore.model.Row;
import com.aliyun.oss.OSS;
import com.aliyun.oss.model.OSSObject;
import com.aliyun.oss.model.OSSObjectSummary;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.testkit.connect.ConnectCluster;
import dev.sluice.testkit.connect.ConnectRest;
import dev.sluice.testkit.connect.ConnectRestException;
import dev.sluice.testkit.connect.ConnectorStatus;
import dev.sluice.testkit.oss.OssEmulator;
import dev.sluice.testkit.tablestore.TableStoreEmulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Both sinks as their users run them: the zip in a real worker, real Kafka, the clouds emulated over real HTTP. */
@ParameterizedClass
@EnumSource(KafkaVersion.class)
final class SinksIT {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private static ConnectCluster cluster;
    private static OssEmulator oss;
    private static TableStoreEmulator tables;
    private static KafkaProducer<String, String> producer;

    SinksIT(KafkaVersion version) {
        assertThat(cluster).as("started for %s", version).isNotNull();
    }

    @BeforeParameterizedClassInvocation
    static void start(KafkaVersion version) {
        oss = OssEmulator.builder().bucket("bucket").build();
        tables = TableStoreEmulator.builder().instance("instance").build();
        oss.start();
        tables.start();
        cluster = ConnectCluster.builder(version.runtime())
                .pluginPath(Component.pluginPath())
                .workerProperty("offset.flush.interval.ms", "500")
                // So that the group gives up a killed worker's consumers soon.
                .workerProperty("consumer.session.timeout.ms", "6000")
                .workerProperty("consumer.heartbeat.interval.ms", "1000")
                .start();
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", cluster.bootstrapServers(), "delivery.timeout.ms", "60000"),
                new StringSerializer(),
                new StringSerializer());
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        producer.close(Duration.ofSeconds(5));
        cluster.close();
        oss.close();
        tables.close();
    }

    @AfterEach
    void deleteConnectors() {
        ConnectRest rest = cluster.rest(0);
        rest.connectors().forEach(rest::delete);
    }

    private static Map<String, String> tablestore(String topic) {
        Map<String, String> config = new HashMap<>(Map.of(
                "connector.class",
                "TableStoreSinkConnector",
                "tasks.max",
                "1",
                "topics",
                topic,
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
        config.put("linger.ms", "100");
        return config;
    }

    private static Map<String, String> oss(String topic) {
        Map<String, String> config = new HashMap<>(Map.of(
                "connector.class", "OssSinkConnector",
                "tasks.max", "1",
                "topics", topic,
                "key.converter", "org.apache.kafka.connect.storage.StringConverter",
                "value.converter", "org.apache.kafka.connect.storage.StringConverter",
                "oss.endpoint", oss.endpoint().toString(),
                "oss.access.key.id", oss.accessKeyId(),
                "oss.access.key.secret", oss.accessKeySecret(),
                "oss.bucket", "bucket"));
        config.putAll(Map.of("flush.size", "100", "rotate.schedule.interval.ms", "500"));
        return config;
    }

    private static void produce(String topic, List<String> values) {
        values.forEach(value -> {
            var unused = producer.send(new ProducerRecord<>(topic, value));
        });
        producer.flush();
    }

    private static String struct(int id) {
        return "{\"schema\":{\"type\":\"struct\",\"fields\":[{\"type\":\"int32\",\"field\":\"id\"}]},"
                + "\"payload\":{\"id\":" + id + "}}";
    }

    private static List<Long> ids(String table) {
        List<Long> ids = new ArrayList<>();
        for (Row row : rows(table)) {
            ids.add(row.getLatestColumn("id").getValue().asLong());
        }
        return ids;
    }

    private static List<Row> rows(String table) {
        SyncClient client = tables.client();
        try {
            if (!client.listTable().getTableNames().contains(table)) {
                return List.of();
            }
            RangeIteratorParameter range = new RangeIteratorParameter(table);
            range.setInclusiveStartPrimaryKey(PrimaryKeyBuilder.createPrimaryKeyBuilder()
                    .addPrimaryKeyColumn("topic_partition", PrimaryKeyValue.INF_MIN)
                    .addPrimaryKeyColumn("offset", PrimaryKeyValue.INF_MIN)
                    .build());
            range.setExclusiveEndPrimaryKey(PrimaryKeyBuilder.createPrimaryKeyBuilder()
                    .addPrimaryKeyColumn("topic_partition", PrimaryKeyValue.INF_MAX)
                    .addPrimaryKeyColumn("offset", PrimaryKeyValue.INF_MAX)
                    .build());
            range.setMaxVersions(1);
            List<Row> rows = new ArrayList<>();
            client.createRangeIterator(range).forEachRemaining(rows::add);
            return rows;
        } finally {
            client.shutdown();
        }
    }

    /** The envelopes of all objects of a topic. */
    private static List<JsonNode> envelopes(String topic) {
        OSS client = oss.client();
        try {
            List<JsonNode> envelopes = new ArrayList<>();
            for (OSSObjectSummary summary :
                    client.listObjects("bucket", "topics/" + topic + "/").getObjectSummaries()) {
                OSSObject object = client.getObject("bucket", summary.getKey());
                JSON.readTree(object.getObjectContent().readAllBytes()).forEach(envelopes::add);
                object.close();
            }
            return envelopes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            client.shutdown();
        }
    }

    private static List<String> values(String topic) {
        return envelopes(topic).stream()
                .map(envelope -> envelope.path("value").asText())
                .toList();
    }

    private static String seed(String file) {
        try (var in = dev.sluice.cli.SluiceCommand.class.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitRows(String table, int rows) {
        Eventually.holds(
                LONG,
                () -> rows(table).size() >= rows,
                () -> "rows in " + table + ": " + rows(table).size());
    }

    private static String awaitFailure(String connector) {
        Eventually.holds(LONG, () -> isFailed(connector), () -> connector + " did not fail: " + status(connector));
        return status(connector).traces();
    }

    private static boolean isFailed(String connector) {
        try {
            return status(connector).failed();
        } catch (ConnectRestException e) {
            if (e.status() == 404) {
                return false; // the worker has not heard of it yet
            }
            throw e;
        }
    }

    private static ConnectorStatus status(String connector) {
        return cluster.rest(0).status(connector);
    }

    @Test
    void theDocumentedConfigAndMessagesBecomeRows() throws Exception {
        JsonNode posted = JSON.readTree(seed("tablestore-sink.json"));
        Map<String, String> config = new TreeMap<>();
        posted.path("config")
                .properties()
                .forEach(e -> config.put(e.getKey(), e.getValue().asText()));
        config.putAll(Map.of(
                "tablestore.endpoint", tables.endpoint().toString(),
                "tablestore.access.key.id", tables.accessKeyId(),
                "tablestore.access.key.secret", tables.accessKeySecret(),
                "tablestore.instance.name", tables.instanceName()));
        cluster.createTopic("test", 1);
        produce("test", List.of(seed("map-message.json"), seed("struct-message.json")));
        cluster.rest(0).create(posted.path("name").asText(), config);
        awaitRows("test", 2);
        List<Row> rows = rows("test");
        assertThat(rows.get(0)
                        .getPrimaryKey()
                        .getPrimaryKeyColumn("topic_partition")
                        .getValue()
                        .asString())
                .isEqualTo("test_0");
        assertThat(rows.get(0).getLatestColumn("id").getValue().asLong()).isEqualTo(1);
        assertThat(rows.get(0).getColumns()).hasSize(1);
        Row struct = rows.get(1);
        assertThat(struct.getPrimaryKey()
                        .getPrimaryKeyColumn("offset")
                        .getValue()
                        .asLong())
                .isEqualTo(1);
        assertThat(struct.getLatestColumn("product").getValue().asString()).isEqualTo("foo");
        assertThat(struct.getLatestColumn("quantity").getValue().asLong()).isEqualTo(100);
        assertThat(struct.getLatestColumn("price").getValue().asDouble()).isEqualTo(50.0);
    }

    @Test
    void everyRecordIsInOneObjectInOrderOnce() {
        cluster.createTopic("objects", 2);
        List<String> values =
                IntStream.range(0, 1234).mapToObj(i -> "value " + i).toList();
        produce("objects", values);
        cluster.rest(0).create("oss", oss("objects"));
        Eventually.holds(
                LONG,
                () -> values("objects").size() >= values.size(),
                () -> "records in objects: " + values("objects").size());
        List<JsonNode> envelopes = envelopes("objects");
        assertThat(envelopes).hasSize(values.size());
        assertThat(values("objects")).containsExactlyInAnyOrderElementsOf(values);
        Map<Integer, Long> next = new HashMap<>();
        envelopes.forEach(envelope -> {
            int partition = envelope.path("partition").asInt();
            assertThat(envelope.path("offset").asLong()).isEqualTo(next.getOrDefault(partition, 0L));
            next.put(partition, envelope.path("offset").asLong() + 1);
        });
    }

    @Test
    void everyErrorOfAConfigIsOnItsOwnKey() {
        Map<String, String> config = tablestore("t");
        config.putAll(Map.of(
                "tablestore.endpoint", "nowhere",
                "primarykey.mode", "sometimes",
                "insert.mode", "hope",
                "name", "t",
                "buffer.max.bytes", "lots",
                "runtime.error.tolerance", "some"));
        assertThat(cluster.rest(0).validate("TableStoreSinkConnector", config))
                .containsOnlyKeys(
                        "tablestore.endpoint",
                        "primarykey.mode",
                        "insert.mode",
                        "buffer.max.bytes",
                        "runtime.error.tolerance");
        Map<String, String> other = oss("t");
        other.putAll(Map.of(
                "name", "t",
                "oss.bucket", "No Bucket",
                "format", "smoke signals",
                "flush.size", "-5",
                "retry.backoff.ms", "0"));
        other.remove("oss.access.key.id");
        assertThat(cluster.rest(0).validate("OssSinkConnector", other))
                .containsOnlyKeys("oss.bucket", "format", "flush.size", "retry.backoff.ms", "oss.access.key.id");
    }

    @Test
    void aRecordThatCannotBeMappedFailsTheTaskWithItsPlaceAndNoContent() {
        cluster.createTopic("unmappable", 1);
        String nested = "{\"schema\":{\"type\":\"struct\",\"fields\":[{\"type\":\"array\",\"field\":\"list\","
                + "\"items\":{\"type\":\"string\"}}]},\"payload\":{\"list\":[\"top secret\"]}}";
        produce("unmappable", List.of(struct(1), nested));
        cluster.rest(0).create("unmappable", tablestore("unmappable"));
        assertThat(awaitFailure("unmappable"))
                .contains("topic unmappable, partition 0, offset 1")
                .contains("list")
                .doesNotContain("top secret");
    }

    @Test
    void aWrongKeyOrAMissingBucketFailsTheTaskAtOnceWithTheServicesCode() {
        cluster.createTopic("refused", 1);
        produce("refused", List.of(struct(1)));
        Map<String, String> wrongSecret = tablestore("refused");
        wrongSecret.put("tablestore.access.key.secret", "not-the-secret");
        cluster.rest(0).create("wrong-secret", wrongSecret);
        Map<String, String> wrongOssSecret = oss("refused");
        wrongOssSecret.put("oss.access.key.secret", "not-the-secret");
        cluster.rest(0).create("wrong-oss-secret", wrongOssSecret);
        Map<String, String> noBucket = oss("refused");
        noBucket.put("oss.bucket", "no-such-bucket");
        cluster.rest(0).create("no-bucket", noBucket);
        assertThat(awaitFailure("wrong-secret")).contains("OTSAuthFailed").doesNotContain("not-the-secret");
        assertThat(awaitFailure("wrong-oss-secret"))
                .contains("SignatureDoesNotMatch")
                .doesNotContain("not-the-secret");
        assertThat(awaitFailure("no-bucket")).contains("NoSuchBucket");
    }

    @Test
    void anOutageOfBothServicesInMidStreamLosesNothingAndFailsNothing() {
        cluster.createTopic("outage", 1);
        cluster.rest(0).create("outage-rows", tablestore("outage"));
        cluster.rest(0).create("outage-objects", oss("outage"));
        produce("outage", IntStream.range(0, 500).mapToObj(SinksIT::struct).toList());
        awaitRows("outage", 500);
        oss.stop();
        tables.stop();
        try (ClosedPort noOss = new ClosedPort(oss.port());
                ClosedPort noTables = new ClosedPort(tables.port())) {
            produce(
                    "outage",
                    IntStream.range(500, 1500).mapToObj(SinksIT::struct).toList());
            int attempts = Integer.getInteger("sluice.outage.attempts", 8);
            Eventually.holds(
                    Duration.ofMinutes(5),
                    () -> noOss.callers() >= attempts && noTables.callers() >= attempts,
                    () -> "attempts: " + noOss.callers() + " and " + noTables.callers());
        }
        oss.start();
        tables.start();
        produce("outage", IntStream.range(1500, 2000).mapToObj(SinksIT::struct).toList());
        awaitRows("outage", 2000);
        Eventually.holds(
                LONG,
                () -> values("outage").size() >= 2000,
                () -> "records in objects: " + values("outage").size());
        assertThat(ids("outage"))
                .containsExactlyElementsOf(
                        IntStream.range(0, 2000).mapToObj(i -> (long) i).toList());
        assertThat(values("outage")).hasSize(2000).doesNotHaveDuplicates();
        assertThat(status("outage-rows").running()).isTrue();
        assertThat(status("outage-objects").running()).isTrue();
    }

    @Test
    void aWorkerThatIsKilledInMidStreamLosesNothing() {
        cluster.createTopic("killed", 2);
        cluster.rest(0).create("killed-rows", tablestore("killed"));
        cluster.rest(0).create("killed-objects", oss("killed"));
        produce("killed", IntStream.range(0, 3000).mapToObj(SinksIT::struct).toList());
        awaitRows("killed", 500);
        cluster.killWorker(0);
        produce("killed", IntStream.range(3000, 5000).mapToObj(SinksIT::struct).toList());
        cluster.startWorker(0);
        awaitRows("killed", 5000);
        List<String> all = IntStream.range(0, 5000).mapToObj(SinksIT::struct).toList();
        Eventually.holds(
                LONG,
                () -> Set.copyOf(values("killed")).size() >= 5000,
                () -> "different records in objects: "
                        + Set.copyOf(values("killed")).size());
        assertThat(ids("killed"))
                .as("a row has its record's offset as key, so a record that is read again is the same row")
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 5000).mapToObj(i -> (long) i).toList());
        assertThat(values("killed")).containsAll(all);
    }
}
