package dev.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.oss.OSS;
import dev.sluice.distribution.PublishedRecords.Position;
import dev.sluice.distribution.PublishedRecords.Said;
import dev.sluice.testkit.connect.ConnectCluster;
import dev.sluice.testkit.fault.Fault;
import dev.sluice.testkit.fault.FaultPlan;
import dev.sluice.testkit.oss.OssEmulator;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Workers are killed, frozen and restarted at random while one call in twenty to the service goes wrong and objects rotate
 * for every reason there is; in the end each record of the topic is in exactly one published object.
 * {@code -Dsluice.delivery.kills=30}, or the profile {@code long-delivery}, makes it longer, {@code -Dsluice.delivery.seed=…}
 * repeats its choices; with {@code -Dsluice.delivery.guarantee=at_least_once} it fails, with the records that are there twice.
 */
@Timeout(3600)
final class OssExactlyOnceIT {
    private static final String TOPIC = "orders";
    private static final String CONNECTOR = "objects";
    private static final String BUCKET = "bucket";
    private static final int PARTITIONS = 3;
    private static final Duration LONG = Duration.ofMinutes(3);

    private final int kills = Integer.getInteger("sluice.delivery.kills", 5);
    private final long seed = Long.getLong("sluice.delivery.seed", System.nanoTime());
    private final SplittableRandom random = new SplittableRandom(seed);

    private final Map<String, Integer> calls = new TreeMap<>();

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    private static Map<String, String> config(OssEmulator service) {
        Map<String, String> config = new HashMap<>(Map.of(
                "connector.class", "OssSinkConnector",
                "tasks.max", Integer.toString(PARTITIONS),
                "topics", TOPIC,
                "key.converter", "org.apache.kafka.connect.storage.StringConverter",
                "value.converter", "org.apache.kafka.connect.json.JsonConverter",
                "value.converter.schemas.enable", "false"));
        config.putAll(Map.of(
                "oss.endpoint",
                service.endpoint().toString(),
                "oss.access.key.id",
                service.accessKeyId(),
                "oss.access.key.secret",
                service.accessKeySecret(),
                "oss.bucket",
                BUCKET,
                "oss.socket.timeout.ms",
                "1000",
                "retry.backoff.ms",
                "20",
                "retry.backoff.max.ms",
                "200"));
        config.putAll(Map.of(
                "format", "jsonl",
                "format.output.fields", "key,value,topic,partition,offset",
                "partitioner.class", "field",
                "partition.field.name", "kind"));
        // Every reason to rotate; a part takes a quarter of the memory.
        config.putAll(Map.of(
                "flush.size", "40",
                "rotate.bytes", "500000",
                "rotate.interval.ms", "4000",
                "rotate.schedule.interval.ms", "1500",
                "rotate.idle.ms", "700",
                "buffer.max.bytes", "1048576",
                "oss.part.size", "262144"));
        // Short enough that a log goes on in other objects.
        config.put("delivery.log.max.bytes", "20000");
        config.put("delivery.guarantee", System.getProperty("sluice.delivery.guarantee", "exactly_once"));
        return config;
    }

    @Test
    void eachRecordIsInOneObjectHoweverOftenAWorkerDies() throws Exception {
        System.out.println("sluice.delivery.seed=" + seed + " sluice.delivery.kills=" + kills + " " + folder);
        try (OssEmulator service = OssEmulator.builder().bucket(BUCKET).build();
                ConnectCluster cluster = start();
                OssDeliveryTopic topic = new OssDeliveryTopic(cluster, TOPIC, PARTITIONS, random.nextLong())) {
            service.start();
            OSS client = service.client();
            cluster.rest(0).create(CONNECTOR, config(service));
            cluster.awaitRunning(CONNECTOR);
            topic.startFilling();
            inject(service.faults());
            ClusterTrouble trouble = new ClusterTrouble(cluster, CONNECTOR, random.split(), new UploadsInHand(service));
            for (int kill = 0; kill < kills; kill++) {
                awaitSomeCalls(service);
                trouble.round();
            }
            topic.stopFilling();
            service.faults().clear();
            Map<TopicPartition, Long> ends = new HashMap<>();
            Map<Position, Said> records = topic.read(ends);
            Eventually.holds(
                    LONG,
                    () -> {
                        trouble.reviveFailed(0);
                        return cluster.rest(0).committedOffsets(CONNECTOR).equals(ends);
                    },
                    () -> says(cluster.rest(0).committedOffsets(CONNECTOR) + " of " + ends + ", "
                            + cluster.rest(0).status(CONNECTOR)));
            PublishedRecords published = PublishedRecords.in(client, BUCKET, "topics/");
            count(service);
            System.out.println(published.records() + " records in " + published.objects() + " objects, " + calls + ", "
                    + trouble.done() + ", failed tasks " + trouble.failures());
            client.shutdown();
            assertThat(published.differences(records)).as(says("objects")).isEmpty();
            assertThat(published.records()).isEqualTo(records.size());
        }
    }

    private ConnectCluster start() {
        return ConnectCluster.builder(KafkaVersion.KAFKA_4.runtime())
                .pluginPath(Component.pluginPath())
                .dataFolder(folder)
                .workers(2)
                .workerHeap("384m")
                .brokerProperty("group.min.session.timeout.ms", "1000")
                .workerProperty("offset.flush.interval.ms", "300")
                // So that what a worker had is soon another's.
                .workerProperty("scheduled.rebalance.max.delay.ms", "300")
                // Longer, and a worker that is frozen in the middle of a rebalance holds up the others for as long.
                .workerProperty("rebalance.timeout.ms", "10000")
                .workerProperty("session.timeout.ms", "4000")
                .workerProperty("heartbeat.interval.ms", "1000")
                .workerProperty("consumer.max.poll.records", "100")
                .workerProperty("consumer.session.timeout.ms", "3000")
                .workerProperty("consumer.heartbeat.interval.ms", "700")
                .start();
    }

    /** One call in twenty, of all kinds together. */
    private void inject(FaultPlan faults) {
        Duration longerThanTheClientWaits = Duration.ofMillis(1300);
        inject(faults, new Fault.ServiceError(500, "InternalError"), 0.01);
        inject(faults, new Fault.DropConnection(), 0.01);
        inject(faults, new Fault.TruncateBody(), 0.002);
        inject(faults, new Fault.AcceptThenDrop(), 0.015);
        inject(faults, new Fault.Throttle(Duration.ofMillis(100)), 0.007);
        inject(faults, new Fault.Delay(longerThanTheClientWaits, Fault.Moment.BEFORE_EFFECT), 0.004);
        inject(faults, new Fault.Delay(longerThanTheClientWaits, Fault.Moment.AFTER_EFFECT), 0.004);
    }

    private void inject(FaultPlan faults, Fault fault, double chance) {
        faults.injectRandomly(fault, FaultPlan.ALL_OPERATIONS, chance, random.nextLong());
    }

    private String says(String what) {
        return what + "; -Dsluice.delivery.seed=" + seed + " -Dsluice.delivery.kills=" + kills + ", logs in " + folder;
    }

    /** A number of calls that differs each time, so that the worker dies in the middle of different things. */
    private void awaitSomeCalls(OssEmulator service) {
        count(service);
        int enough = random.nextInt(60);
        Eventually.holds(LONG, () -> service.calls().size() >= enough, () -> says("no calls to the service"));
    }

    private final class UploadsInHand implements ClusterTrouble.Frozen {
        private final OssEmulator service;

        UploadsInHand(OssEmulator service) {
            this.service = service;
        }

        /** So many parts are on their way that a worker which stands still now has objects to commit when it goes on. */
        @Override
        public void awaitWork() {
            service.faults().inject(new Fault.Delay(Duration.ofMillis(600)), "UploadPart", 40);
            Eventually.holds(LONG, () -> service.waitingCalls() >= 3, () -> says("no uploads"));
        }

        /** By then they have read again what the frozen worker has in its hands, and published some of it. */
        @Override
        public void awaitSuccessors() {
            count(service);
            Eventually.holds(
                    LONG,
                    () -> service.calls().stream()
                                    .filter(call -> call.operation().equals("CompleteMultipartUpload"))
                                    .count()
                            >= 40,
                    () -> says("nothing is published"));
        }
    }

    /** The emulator remembers the newest calls alone. */
    private void count(OssEmulator service) {
        service.calls().forEach(call -> calls.merge(call.operation(), 1, Integer::sum));
        service.clearCalls();
    }
}
