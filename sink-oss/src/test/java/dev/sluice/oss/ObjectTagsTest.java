package dev.sluice.oss;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.oss.OSS;
import com.aliyun.oss.model.OSSObjectSummary;
import dev.sluice.testkit.fault.Fault;
import dev.sluice.testkit.harness.SinkTaskHarness;
import dev.sluice.testkit.oss.OssEmulator;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ObjectTagsTest {
    private static final TopicPartition P0 = new TopicPartition("t", 0);
    private static final int LARGE = 400_000;

    private final OssEmulator emulator = OssEmulator.builder()
            .accessKey("an-id", "a-secret")
            .bucket("a-bucket")
            .build();

    @BeforeEach
    void start() {
        emulator.start();
    }

    @AfterEach
    void close() {
        emulator.close();
    }

    /** The tags of every object, by key, when all records are stored in objects of two. */
    private Map<String, Map<String, String>> tags(int records, int bytes, String... options) {
        try (SinkTaskHarness worker = SinkTaskHarness.ofConnector(OssSinkConnector.class)) {
            for (int i = 0; i < records; i++) {
                worker.produce(P0, null, null, Schema.STRING_SCHEMA, "x".repeat(bytes));
            }
            Map<String, String> config = Records.unscheduled(options);
            config.put("oss.endpoint", emulator.endpoint().toString());
            config.put("flush.size", "2");
            config.put("retry.backoff.ms", "1");
            worker.start(config);
            worker.assign(P0);
            worker.pollUntil(
                    () -> {
                        worker.commit();
                        return worker.committed(P0) == records;
                    },
                    Duration.ofSeconds(30));
        }
        OSS reader = emulator.client();
        try {
            Map<String, Map<String, String>> tags = new TreeMap<>();
            for (OSSObjectSummary object : reader.listObjects("a-bucket").getObjectSummaries()) {
                tags.put(
                        object.getKey(),
                        reader.getObjectTagging("a-bucket", object.getKey()).getAllTags());
            }
            return tags;
        } finally {
            reader.shutdown();
        }
    }

    private long calls(String operation) {
        return emulator.calls().stream()
                .filter(call -> call.operation().equals(operation))
                .count();
    }

    @Test
    void aSmallObjectHasAllOfThemFromTheStart() {
        assertThat(tags(4, 10, "oss.object.tags.counts", "true", "oss.object.tags", "team=data"))
                .isEqualTo(Map.of(
                        "topics/t/partition=0/t+0+0000000000.json",
                        Map.of("team", "data", "startOffset", "0", "endOffset", "1", "recordCount", "2"),
                        "topics/t/partition=0/t+0+0000000002.json",
                        Map.of("team", "data", "startOffset", "2", "endOffset", "3", "recordCount", "2")));
        assertThat(calls("PutObjectTagging")).isZero();
    }

    @Test
    void anObjectInPartsHasThemWhenItCountsAsStoredWhateverGoesWrong() {
        emulator.faults().inject(new Fault.ServiceError(503, "TotalQpsLimitExceeded"), "PutObjectTagging", 1);
        emulator.faults().inject(new Fault.AcceptThenDrop(), "PutObjectTagging", 1);

        assertThat(tags(
                        2,
                        LARGE,
                        "s3.object.tagging",
                        "true",
                        "oss.part.size",
                        "102400",
                        "oss.object.tags",
                        "team=data"))
                .isEqualTo(Map.of(
                        "topics/t/partition=0/t+0+0000000000.json",
                        Map.of("team", "data", "startOffset", "0", "endOffset", "1", "recordCount", "2")));
        assertThat(calls("InitiateMultipartUpload")).isEqualTo(1);
        assertThat(calls("PutObjectTagging")).isEqualTo(3);
    }

    @Test
    void withoutTheOptionNothingIsAskedOfTheService() {
        assertThat(tags(2, LARGE, "oss.part.size", "102400").values()).containsExactly(Map.of());
        assertThat(calls("PutObjectTagging")).isZero();
    }

    @Test
    void aValueThatIsStoredApartHasNoCounts() {
        Map<String, Map<String, String>> tags = tags(
                2, 100, "oss.object.tags.counts", "true", "value.max.bytes", "10", "value.overflow", "side_object");

        assertThat(tags)
                .hasSize(3)
                .allSatisfy((key, of) -> assertThat(of.isEmpty()).isEqualTo(key.contains("~values")));
    }

    @Test
    void thereAreTenAndThreeAreTaken() {
        assertThat(errors("oss.object.tags", "a=1,b=2,c=3,d=4,e=5,f=6,g=7", "oss.object.tags.counts", "true"))
                .isEmpty();
        assertThat(errors("oss.object.tags", "a=1,b=2,c=3,d=4,e=5,f=6,g=7,h=8", "oss.object.tags.counts", "true"))
                .containsOnlyKeys("oss.object.tags");
        assertThat(errors("oss.object.tags", "endOffset=1", "oss.object.tags.counts", "true"))
                .containsOnlyKeys("oss.object.tags");
        assertThat(errors("oss.object.tags", "endOffset=1")).isEmpty();
    }

    private static Map<String, Object> errors(String... options) {
        Map<String, Object> errors = new TreeMap<>();
        new OssSinkConnector()
                .validate(Records.config(options)).configValues().stream()
                        .filter(value -> !value.errorMessages().isEmpty())
                        .forEach(value -> errors.put(value.name(), value.errorMessages()));
        return errors;
    }
}
