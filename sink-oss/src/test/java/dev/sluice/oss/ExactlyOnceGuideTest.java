package dev.sluice.oss;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.oss.OSS;
import com.aliyun.oss.model.OSSObjectSummary;
import dev.sluice.oss.commit.CommittedObject;
import dev.sluice.oss.commit.LogFormat.Written;
import dev.sluice.oss.commit.LogLine;
import dev.sluice.oss.commit.LogListing;
import dev.sluice.oss.commit.LogState;
import dev.sluice.oss.commit.LogStore.Tail;
import dev.sluice.testkit.fault.Fault;
import dev.sluice.testkit.harness.SinkTaskHarness;
import dev.sluice.testkit.oss.OssEmulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What docs/exactly-once.md says can be done, done. */
class ExactlyOnceGuideTest {
    private static final Path GUIDE = Path.of("../docs/exactly-once.md");
    private static final String BUCKET = "a-bucket";
    private static final TopicPartition ORDERS = new TopicPartition("orders", 0);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final OssEmulator emulator =
            OssEmulator.builder().accessKey("an-id", "a-secret").bucket(BUCKET).build();
    private final SinkTaskHarness worker = SinkTaskHarness.ofConnector(OssSinkConnector.class);
    private OSS client;

    @BeforeEach
    void start() {
        emulator.start();
        client = emulator.client();
    }

    @AfterEach
    void close() {
        worker.close();
        client.shutdown();
        emulator.close();
    }

    private Map<String, String> config(String guarantee, int recordsAnObject) {
        return new HashMap<>(Map.of(
                "name", "orders-sink",
                "topics", "orders",
                "oss.endpoint", emulator.endpoint().toString(),
                "oss.bucket", BUCKET,
                "oss.access.key.id", "an-id",
                "oss.access.key.secret", "a-secret",
                "flush.size", Integer.toString(recordsAnObject),
                "rotate.schedule.interval.ms", "-1",
                "rotate.idle.ms", "200",
                "delivery.guarantee", guarantee));
    }

    /** Stores all that the topic has after so many records more. */
    private void store(Map<String, String> config, int more) {
        worker.start(config);
        worker.assign(ORDERS);
        for (int i = 0; i < more; i++) {
            worker.produce(ORDERS, Schema.STRING_SCHEMA, i % 3 == 0 ? "a" : "b", Schema.STRING_SCHEMA, "value");
        }
        worker.pollUntil(
                () -> {
                    worker.commit();
                    return worker.committed(ORDERS) == worker.end(ORDERS);
                },
                PATIENCE);
    }

    private List<String> objects() {
        return client.listObjects(BUCKET).getObjectSummaries().stream()
                .map(OSSObjectSummary::getKey)
                .filter(key -> !key.contains("/_sluice/"))
                .toList();
    }

    private byte[] bytes(String key) {
        try (var content = client.getObject(BUCKET, key).getObjectContent()) {
            return content.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Long> offsetsInObjects() {
        List<Long> offsets = new ArrayList<>();
        for (String key : objects()) {
            Envelopes.parse(new String(bytes(key), StandardCharsets.UTF_8))
                    .forEach(record -> offsets.add(((Number) record.get("offset")).longValue()));
        }
        return offsets.stream().sorted().toList();
    }

    private static List<Long> upTo(long end) {
        return LongStream.range(0, end).boxed().toList();
    }

    @Test
    void theLinesOfTheGuideAreWholeAndSayWhatTheGuideSays() throws IOException {
        Matcher example = Pattern.compile("```jsonl\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(GUIDE));
        assertThat(example.find()).isTrue();
        LogState state = new LogState();
        List<CommittedObject> objects = new ArrayList<>();
        List<Integer> torn = new ArrayList<>();
        LogListing.list(0, new Tail(0, example.group(1).getBytes(StandardCharsets.UTF_8)), new LogListing.Visitor() {
            @Override
            public void line(int object, long position, Written line) {
                state.apply(line.line(), line.writer());
                if (line.line() instanceof LogLine.Committed committed) {
                    objects.add(committed.object());
                }
            }

            @Override
            public void torn(int object, long position, int length) {
                torn.add(length);
            }
        });
        assertThat(torn).isEmpty();
        List<String> runs = new ArrayList<>();
        objects.get(0).offsets().visit((from, to) -> runs.add(from + "-" + (to - 1)));
        assertThat(runs).containsExactly("1-2", "4-5", "7-7");
        assertThat(state.done().next()).isEqualTo(9);
    }

    @Test
    void backToAtLeastOnceAndAgainToExactlyOnceWithTheOffsetsSet() {
        store(config("exactly_once", 10), 20);
        worker.stop();
        store(config("at_least_once", 10), 20);
        worker.stop();

        // As the worker does for a PATCH of the offsets with what GET said they are.
        assertThat(new OssSinkConnector().alterOffsets(config("exactly_once", 7), Map.of(ORDERS, 40L)))
                .isTrue();
        store(config("exactly_once", 7), 20);
        worker.stop();

        assertThat(offsetsInObjects()).isEqualTo(upTo(60));
    }

    @Test
    void withoutThatTheOldLogIsBelieved() {
        store(config("exactly_once", 10), 20);
        worker.stop();
        store(config("at_least_once", 10), 20);
        worker.stop();
        store(config("exactly_once", 7), 20);
        worker.stop();
        assertThat(offsetsInObjects())
                .as("what at_least_once stored is stored again")
                .hasSizeGreaterThan(60);
    }

    @Test
    void anObjectThatAReaderRemovedBeforeTheLogSaidSoIsStoredAgain() {
        Map<String, String> config = config("exactly_once", 10);
        worker.start(config);
        worker.assign(ORDERS);
        for (int i = 0; i < 10; i++) {
            worker.produce(ORDERS, null, null, Schema.STRING_SCHEMA, "value");
        }
        // The object is there, and the worker never hears of it.
        emulator.faults().inject(new Fault.AcceptThenDrop(), "CompleteMultipartUpload", 100);
        worker.pollUntil(() -> !objects().isEmpty(), PATIENCE);
        worker.kill();
        client.deleteObject(BUCKET, objects().get(0));
        emulator.faults().clear();

        store(config, 0);
        worker.stop();
        assertThat(offsetsInObjects()).isEqualTo(upTo(10));
    }

    @Test
    void anObjectThatAReaderRemovedLaterIsNotStoredAgain() {
        Map<String, String> config = config("exactly_once", 10);
        store(config, 10);
        // The next line says that the object is published.
        worker.stop();
        store(config, 10);
        worker.kill();
        client.deleteObject(BUCKET, objects().get(0));
        store(config, 0);
        worker.stop();
        assertThat(offsetsInObjects())
                .isEqualTo(LongStream.range(10, 20).boxed().toList());
    }
}
