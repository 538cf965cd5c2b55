package dev.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.model.PrimaryKeyBuilder;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import com.alicloud.openservices.tablestore.model.RangeIteratorParameter;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.testkit.connect.ConnectCluster;
import dev.sluice.testkit.fault.Fault;
import dev.sluice.testkit.tablestore.TableStoreEmulator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Workers are killed and the service misbehaves at random while rows are written, updated and deleted; in the end each table
 * is what its topic says, cell by cell. {@code -Dsluice.delivery.kills=20} makes it longer, {@code -Dsluice.delivery.seed=…}
 * repeats a run.
 */
@Timeout(1800)
final class TableStoreDeliveryIT {
    private static final String TOPIC = "accounts";
    private static final int PARTITIONS = 3;
    private static final int KEYS = 150;
    private static final int BURST = 400;
    private static final int BURSTS_A_KILL = 4;
    private static final List<String> FIELDS = List.of("a", "b", "c", "d");
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final int kills = Integer.getInteger("sluice.delivery.kills", 2);
    private final long seed = Long.getLong("sluice.delivery.seed", System.nanoTime());
    private final SplittableRandom random = new SplittableRandom(seed);

    private enum Mode {
        PUT,
        UPDATE,
        FENCED;

        private Map<String, String> options() {
            return switch (this) {
                case PUT -> Map.of("insert.mode", "put", "delete.mode", "row");
                case UPDATE -> Map.of("insert.mode", "update", "delete.mode", "row_and_column");
                case FENCED ->
                    Map.of(
                            "insert.mode",
                            "update",
                            "delete.mode",
                            "row_and_column",
                            "write.fencing",
                            "offset",
                            "write.fencing.deletes",
                            "mark");
            };
        }

        String table() {
            return "rows_" + name().toLowerCase(Locale.ROOT);
        }

        Map<String, String> config(TableStoreEmulator service) {
            Map<String, String> config = new HashMap<>(Map.of(
                    "connector.class",
                    "TableStoreSinkConnector",
                    "tasks.max",
                    Integer.toString(PARTITIONS),
                    "topics",
                    TOPIC,
                    "key.converter",
                    "org.apache.kafka.connect.storage.StringConverter",
                    "value.converter",
                    "org.apache.kafka.connect.json.JsonConverter",
                    "value.converter.schemas.enable",
                    "false",
                    "tablestore.endpoint",
                    service.endpoint().toString(),
                    "tablestore.access.key.id",
                    service.accessKeyId(),
                    "tablestore.access.key.secret",
                    service.accessKeySecret(),
                    "tablestore.instance.name",
                    service.instanceName()));
            config.putAll(Map.of(
                    "auto.create",
                    "true",
                    "table.name.format",
                    table(),
                    "primarykey.mode",
                    "record_key",
                    "tablestore." + table() + ".primarykey.name",
                    "id",
                    "tablestore." + table() + ".primarykey.type",
                    "string",
                    "tablestore.socket.timeout.ms",
                    "1000",
                    "batch.max.rows",
                    "40",
                    "linger.ms",
                    "20"));
            config.putAll(options());
            return config;
        }
    }

    @Test
    void tablesAreWhatTheirTopicSaysHoweverOftenAWorkerDies() {
        try (TableStoreEmulator service =
                        TableStoreEmulator.builder().instance("instance").build();
                ConnectCluster cluster = ConnectCluster.builder(KafkaVersion.KAFKA_4.runtime())
                        .pluginPath(Component.pluginPath())
                        .workerProperty("offset.flush.interval.ms", "300")
                        .workerProperty("consumer.max.poll.records", "100")
                        // So that the group gives up a killed worker's consumers soon.
                        .workerProperty("consumer.session.timeout.ms", "6000")
                        .workerProperty("consumer.heartbeat.interval.ms", "1000")
                        .start()) {
            service.start();
            cluster.createTopic(TOPIC, PARTITIONS);
            for (Mode mode : Mode.values()) {
                cluster.rest(0).create(mode.table(), mode.config(service));
            }
            for (Mode mode : Mode.values()) {
                cluster.awaitRunning(mode.table());
            }
            disturb(cluster, service);
            Map<TopicPartition, Long> ends = new HashMap<>();
            List<ConsumerRecord<String, String>> records = readTopic(cluster, ends);
            for (Mode mode : Mode.values()) {
                Eventually.holds(
                        LONG,
                        () -> cluster.rest(0).committedOffsets(mode.table()).equals(ends),
                        () -> says(
                                mode,
                                cluster.rest(0).committedOffsets(mode.table()) + " of " + ends + ", "
                                        + cluster.rest(0).status(mode.table())));
                assertThat(stored(service, mode))
                        .as(says(mode, "the table is not what the topic says"))
                        .isEqualTo(expected(records, mode));
            }
        }
    }

    private String says(Mode mode, String what) {
        return mode + ": " + what + "; -Dsluice.delivery.seed=" + seed + " -Dsluice.delivery.kills=" + kills;
    }

    private void disturb(ConnectCluster cluster, TableStoreEmulator service) {
        System.out.println("sluice.delivery.seed=" + seed + " sluice.delivery.kills=" + kills);
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", cluster.bootstrapServers(), "delivery.timeout.ms", "60000"),
                new StringSerializer(),
                new StringSerializer())) {
            for (int kill = 0; kill < kills; kill++) {
                int fatal = random.nextInt(BURSTS_A_KILL);
                for (int burst = 0; burst < BURSTS_A_KILL; burst++) {
                    IntStream.range(0, 3).forEach(i -> inject(service));
                    produce(producer);
                    if (burst == fatal) {
                        awaitSomeRequests(service);
                        cluster.killWorker(0);
                        cluster.startWorker(0);
                    }
                }
            }
            produce(producer);
            Eventually.holds(
                    LONG,
                    () -> {
                        boolean happened = faultsHappened(service);
                        if (!happened) {
                            inject(service);
                            produce(producer);
                        }
                        return happened;
                    },
                    () -> "no fault met a call, or none that fails single rows; -Dsluice.delivery.seed=" + seed);
        }
        service.faults().clear();
    }

    private static boolean faultsHappened(TableStoreEmulator service) {
        return service.calls().stream().anyMatch(call -> call.fault() != null && call.status() != 200)
                && service.calls().stream().anyMatch(call -> call.failedRows() > 0);
    }

    private void produce(KafkaProducer<String, String> producer) {
        for (int i = 0; i < BURST; i++) {
            String key = "key-" + random.nextInt(KEYS);
            var unused = producer.send(new ProducerRecord<>(TOPIC, key, value()));
        }
        producer.flush();
    }

    /** Some fields, some of them null; now and then none at all, which deletes the row. */
    private @Nullable String value() {
        if (random.nextInt(20) == 0) {
            return null;
        }
        String always = "\"n\":" + random.nextInt(1_000_000);
        return FIELDS.stream()
                .filter(field -> random.nextBoolean())
                .map(field -> '"' + field + "\":" + (random.nextInt(4) == 0 ? "null" : random.nextInt(1000)))
                .collect(Collectors.joining(",", "{" + always + ",", "}"))
                .replace(",}", "}");
    }

    private void inject(TableStoreEmulator service) {
        String operation = random.nextInt(3) == 0 ? "BatchWriteRow" : "BulkImport";
        Fault fault = switch (random.nextInt(7)) {
            case 0 -> new Fault.ServiceError(503, "OTSServerBusy");
            case 1 -> new Fault.ServiceError(500, "OTSInternalServerError");
            case 2 -> new Fault.AcceptThenDrop();
            case 3 -> new Fault.DropConnection();
            case 4 -> new Fault.Delay(Duration.ofMillis(1500)); // longer than the client waits
            case 5 -> new Fault.FailRows(rows(), "OTSPartitionUnavailable");
            default -> new Fault.FailRows(rows(), "OTSNotEnoughCapacityUnit");
        };
        service.faults().inject(fault, operation, 1 + random.nextInt(3));
    }

    private Set<Integer> rows() {
        return random.ints(1 + random.nextInt(5), 0, 40).boxed().collect(Collectors.toCollection(TreeSet::new));
    }

    /** A number of requests that differs each time, so that the worker dies in the middle of different things. */
    private void awaitSomeRequests(TableStoreEmulator service) {
        int enough = service.calls().size() + random.nextInt(15);
        Eventually.holds(
                LONG, () -> service.calls().size() >= enough || service.faults().remaining() == 0, () -> "no requests");
    }

    private static List<ConsumerRecord<String, String>> readTopic(
            ConnectCluster cluster, Map<TopicPartition, Long> ends) {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", cluster.bootstrapServers()),
                new StringDeserializer(),
                new StringDeserializer())) {
            List<TopicPartition> partitions = IntStream.range(0, PARTITIONS)
                    .mapToObj(partition -> new TopicPartition(TOPIC, partition))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            ends.putAll(consumer.endOffsets(partitions));
            List<ConsumerRecord<String, String>> records = new ArrayList<>();
            Eventually.holds(
                    LONG,
                    () -> {
                        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
                        return partitions.stream()
                                .allMatch(partition -> consumer.position(partition) >= ends.get(partition));
                    },
                    () -> "read " + records.size() + " of " + ends);
            return records;
        }
    }

    /** All records of a key are in one partition, in order. */
    private static Map<String, Map<String, Long>> expected(List<ConsumerRecord<String, String>> records, Mode mode) {
        Map<String, Map<String, Long>> rows = new TreeMap<>();
        for (ConsumerRecord<String, String> record : records) {
            if (record.value() == null) {
                rows.remove(record.key());
                continue;
            }
            if (mode == Mode.PUT) {
                rows.remove(record.key());
            }
            Map<String, Long> row = rows.computeIfAbsent(record.key(), key -> new TreeMap<>());
            json(record.value()).properties().forEach(field -> {
                if (field.getValue().isNull()) {
                    row.remove(field.getKey());
                } else {
                    row.put(field.getKey(), field.getValue().asLong());
                }
            });
        }
        return rows;
    }

    private static JsonNode json(String value) {
        try {
            return JSON.readTree(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Map<String, Long>> stored(TableStoreEmulator service, Mode mode) {
        SyncClient client = service.client();
        try {
            RangeIteratorParameter range = new RangeIteratorParameter(mode.table());
            range.setInclusiveStartPrimaryKey(PrimaryKeyBuilder.createPrimaryKeyBuilder()
                    .addPrimaryKeyColumn("id", PrimaryKeyValue.INF_MIN)
                    .build());
            range.setExclusiveEndPrimaryKey(PrimaryKeyBuilder.createPrimaryKeyBuilder()
                    .addPrimaryKeyColumn("id", PrimaryKeyValue.INF_MAX)
                    .build());
            range.setMaxVersions(1);
            Map<String, Map<String, Long>> rows = new TreeMap<>();
            client.createRangeIterator(range).forEachRemaining(row -> {
                if (row.getLatestColumn("fence_deleted") != null) {
                    return;
                }
                Map<String, Long> cells = new TreeMap<>();
                for (var column : row.getColumns()) {
                    if (!column.getName().startsWith("fence_")) {
                        cells.put(column.getName(), column.getValue().asLong());
                    }
                }
                rows.put(
                        row.getPrimaryKey().getPrimaryKeyColumn("id").getValue().asString(), cells);
            });
            return rows;
        } finally {
            client.shutdown();
        }
    }
}
