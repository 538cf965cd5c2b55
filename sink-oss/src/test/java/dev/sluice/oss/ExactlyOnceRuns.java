package dev.sluice.oss;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.oss.OSS;
import com.aliyun.oss.model.ListMultipartUploadsRequest;
import com.aliyun.oss.model.ListObjectsRequest;
import com.aliyun.oss.model.MultipartUpload;
import com.aliyun.oss.model.OSSObjectSummary;
import dev.sluice.testkit.harness.ManualClock;
import dev.sluice.testkit.harness.SinkTaskHarness;
import dev.sluice.testkit.oss.OssEmulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.management.JMException;
import javax.management.ObjectName;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Runs of tasks that store each record once, and what they leave in the bucket. */
abstract class ExactlyOnceRuns {
    static final String BUCKET = "a-bucket";
    static final TopicPartition P0 = new TopicPartition("t", 0);
    static final Duration DEADLINE = Duration.ofSeconds(30);

    final OssEmulator emulator =
            OssEmulator.builder().accessKey("an-id", "a-secret").bucket(BUCKET).build();
    final ManualClock clock = new ManualClock(Instant.now());
    private final List<SinkTaskHarness> workers = new ArrayList<>();
    /** The first worker; its topic outlives its tasks. */
    final SinkTaskHarness worker = another(clock);

    OSS reader;
    private int produced;

    @BeforeEach
    void startService() {
        emulator.start();
        reader = emulator.client();
    }

    @AfterEach
    void endEverything() {
        emulator.faults().clear();
        workers.forEach(SinkTaskHarness::close);
        reader.shutdown();
        emulator.close();
        assertThat(threads()).as("no thread stays").isEmpty();
    }

    /** A worker with topics of its own, which knows nothing of the first one. */
    SinkTaskHarness another() {
        return another(clock);
    }

    SinkTaskHarness another(ManualClock itsClock) {
        SinkTaskHarness next = SinkTaskHarness.of(new OssSinkDefinition(), itsClock);
        workers.add(next);
        return next;
    }

    Map<String, String> config(String... options) {
        Map<String, String> config = Records.unscheduled(
                "oss.endpoint", emulator.endpoint().toString(), "delivery.guarantee", "exactly_once");
        config.put("retry.backoff.ms", "5");
        for (int i = 0; i < options.length; i += 2) {
            config.put(options[i], options[i + 1]);
        }
        assertThat(new OssSinkConnector().validate(config).configValues())
                .allSatisfy(value -> assertThat(value.errorMessages()).isEmpty());
        return config;
    }

    void start(String... options) {
        worker.start(config(options));
        worker.assign(P0);
    }

    /** Until the log has been read. */
    void opened() {
        worker.pollUntil(() -> !worker.paused().contains(P0), DEADLINE);
    }

    void produce(int records) {
        for (int i = 0; i < records; i++) {
            worker.produce(P0, null, "k", null, "v" + produced++);
        }
    }

    void produceFields(String... fields) {
        for (String field : fields) {
            worker.produce(P0, null, "k", null, Map.of("f", field));
        }
    }

    /** Until all below the offset is stored and committed. */
    void settle(long offset) {
        settle(worker, offset);
    }

    static void settle(SinkTaskHarness one, long offset) {
        one.pollUntil(
                () -> {
                    one.commit();
                    return one.committed(P0) == offset;
                },
                DEADLINE);
    }

    List<String> keys() {
        return reader.listObjects(new ListObjectsRequest(BUCKET).withMaxKeys(1000)).getObjectSummaries().stream()
                .map(OSSObjectSummary::getKey)
                .toList();
    }

    /** Objects that have records, by key. */
    List<String> visible() {
        return keys().stream()
                .filter(key -> !key.endsWith(".log") && !key.contains("~values"))
                .toList();
    }

    byte[] text(String key) {
        try (var content = reader.getObject(BUCKET, key).getObjectContent()) {
            return content.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Records of objects in the format json. */
    List<Map<String, Object>> records() {
        return visible().stream()
                .flatMap(key -> Envelopes.parse(new String(text(key), StandardCharsets.UTF_8)).stream())
                .toList();
    }

    /** Offsets of all records in objects, in order, each as often as it is there. */
    List<Long> offsets() {
        return records().stream()
                .map(record -> (Long) record.get("offset"))
                .sorted()
                .toList();
    }

    static Long[] range(long from, long to) {
        Long[] range = new Long[(int) (to - from)];
        for (int i = 0; i < range.length; i++) {
            range[i] = from + i;
        }
        return range;
    }

    Map<String, String> metadata(String key) {
        return reader.getObjectMetadata(BUCKET, key).getUserMetadata();
    }

    int recordsByMetadata() {
        return visible().stream()
                .mapToInt(key -> Integer.parseInt(metadata(key).get("sluice-records")))
                .sum();
    }

    List<MultipartUpload> pendingUploads() {
        return reader.listMultipartUploads(new ListMultipartUploadsRequest(BUCKET))
                .getMultipartUploads();
    }

    /** Of the task's requests; those of this test are listings. */
    List<String> operations() {
        return emulator.calls().stream()
                .map(OssEmulator.Call::operation)
                .filter(operation -> !operation.startsWith("List"))
                .toList();
    }

    long count(String operation) {
        return operations().stream().filter(operation::equals).count();
    }

    static long bufferUsed() {
        try {
            var server = ManagementFactory.getPlatformMBeanServer();
            Set<ObjectName> tasks = server.queryNames(new ObjectName("dev.sluice:type=sink-task,*"), null);
            return (long) server.getAttribute(tasks.iterator().next(), "BufferUsedBytes");
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("sluice-oss"))
                .toList();
    }
}
