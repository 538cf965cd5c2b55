package dev.sluice.oss;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.oss.OSS;
import com.aliyun.oss.model.ListObjectsRequest;
import com.aliyun.oss.model.OSSObjectSummary;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.testkit.harness.SinkTaskHarness;
import dev.sluice.testkit.oss.OssEmulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every config of the guide is valid as it stands, and with the endpoint of an emulator it stores what it says. */
class GuideExamplesTest {
    private static final Path GUIDE = Path.of("../docs/oss.md");
    private static final Pattern EXAMPLE = Pattern.compile("```json\\n(\\{.*?)```", Pattern.DOTALL);
    private static final Schema ORDER = SchemaBuilder.struct()
            .name("order")
            .field("country", Schema.STRING_SCHEMA)
            .field("id", Schema.INT64_SCHEMA)
            .build();

    @TestFactory
    List<DynamicTest> everyConfigOfTheGuideStoresRecords() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        var found = EXAMPLE.matcher(Files.readString(GUIDE));
        while (found.find()) {
            JsonNode example = new ObjectMapper().readTree(found.group(1));
            Map<String, String> config = new HashMap<>();
            example.path("config")
                    .properties()
                    .forEach(e -> config.put(e.getKey(), e.getValue().asText()));
            config.put("name", example.path("name").asText());
            tests.add(DynamicTest.dynamicTest(config.get("name"), () -> stores(config)));
        }
        assertThat(tests)
                .as("this sink's own, kafka-connect-oss's and the S3 sink's")
                .hasSizeGreaterThanOrEqualTo(3);
        return tests;
    }

    private static void stores(Map<String, String> config) {
        assertThat(new OssSinkConnector().validate(config).configValues())
                .allSatisfy(value -> assertThat(value.errorMessages()).isEmpty());
        String bucket = config.get("oss.bucket");
        try (OssEmulator emulator = OssEmulator.builder()
                .accessKey("an-id", "a-secret")
                .bucket(bucket)
                .build()) {
            emulator.start();
            config.put("oss.endpoint", emulator.endpoint().toString());
            config.put("oss.access.key.id", "an-id");
            config.put("oss.access.key.secret", "a-secret");
            config.remove("oss.network");
            int records = 2;
            config.put("flush.size", Integer.toString(records));
            config.put("rotate.schedule.interval.ms", "-1");
            String topic = config.get("topics");
            TopicPartition partition = new TopicPartition(topic, 0);
            OssSinkTask task = new OssSinkTask();
            OSS reader = emulator.client();
            try {
                SinkTaskHarness worker = SinkTaskHarness.of(task);
                worker.start(config);
                worker.assign(partition);
                task.put(List.of(order(topic, 0), order(topic, 1)));
                long end = System.nanoTime() + 20_000_000_000L;
                while (task.preCommit(new HashMap<>()).get(partition).offset() < records && System.nanoTime() < end) {
                    task.put(List.of());
                }
                List<String> keys = reader.listObjects(new ListObjectsRequest(bucket)).getObjectSummaries().stream()
                        .map(OSSObjectSummary::getKey)
                        .toList();
                assertThat(keys)
                        .singleElement()
                        .asString()
                        .startsWith(config.getOrDefault("topics.dir", "topics") + "/");
            } finally {
                task.stop();
                reader.shutdown();
            }
        }
    }

    private static SinkRecord order(String topic, long offset) {
        Struct order = new Struct(ORDER).put("country", "DE").put("id", offset);
        return Records.record(topic, 0, offset, Schema.STRING_SCHEMA, "k", ORDER, order, Records.TIME);
    }
}
