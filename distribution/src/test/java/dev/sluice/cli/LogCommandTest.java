package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.oss.OSS;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.oss.OssSinkConnector;
import dev.sluice.testkit.fault.Fault;
import dev.sluice.testkit.harness.SinkTaskHarness;
import dev.sluice.testkit.oss.OssEmulator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

final class LogCommandTest {
    private static final String BUCKET = "a-bucket";
    private static final String SECRET = "a-very-secret-text";
    private static final TopicPartition ORDERS = new TopicPartition("orders", 0);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final OssEmulator emulator =
            OssEmulator.builder().accessKey("an-id", SECRET).bucket(BUCKET).build();

    @BeforeEach
    void start() {
        emulator.start();
    }

    @AfterEach
    void close() {
        emulator.close();
    }

    private int run(Object... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        CommandLine line = SluiceCommand.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        String[] texts = new String[arguments.length];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = arguments[i].toString();
        }
        int exit = line.execute(texts);
        assertThat(out.toString() + err).doesNotContain(SECRET).doesNotContain("\tat ");
        return exit;
    }

    private Map<String, String> config() {
        Map<String, String> config = new LinkedHashMap<>(Map.of(
                "name", "orders-sink",
                "connector.class", "OssSinkConnector",
                "topics", "orders",
                "oss.endpoint", emulator.endpoint().toString(),
                "oss.bucket", BUCKET,
                "oss.access.key.id", "an-id",
                "oss.access.key.secret", SECRET,
                "flush.size", "10",
                "delivery.guarantee", "exactly_once",
                "delivery.log.max.bytes", "1024"));
        config.put("rotate.schedule.interval.ms", "-1");
        return config;
    }

    private Path properties(Map<String, String> config) throws IOException {
        Properties properties = new Properties();
        properties.putAll(config);
        Path file = folder.resolve("orders.properties");
        try (var writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
        }
        return file;
    }

    /** Stores twenty records in objects of ten; the log is short, so it goes on in other objects. */
    private void storeTwenty() {
        try (SinkTaskHarness worker = SinkTaskHarness.ofConnector(OssSinkConnector.class)) {
            storeTwenty(worker);
        }
    }

    private void storeTwenty(SinkTaskHarness worker) {
        worker.start(config());
        worker.assign(ORDERS);
        produce(worker, 0, 20);
        worker.pollUntil(() -> committed(worker) == 20, PATIENCE);
        worker.stop();
    }

    private static void produce(SinkTaskHarness worker, int from, int to) {
        for (int i = from; i < to; i++) {
            worker.produce(ORDERS, null, null, Schema.STRING_SCHEMA, "value " + i);
        }
    }

    private static long committed(SinkTaskHarness worker) {
        worker.commit();
        return worker.committed(ORDERS);
    }

    @Test
    void theLogOfARunningConnectorIsReadWithItsOwnConfig() throws IOException {
        storeTwenty();
        Path file = properties(config());

        assertThat(run("log", "--config", file, "--topic", "orders", "--partition", 0, "--all"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString())
                .contains("log object 0", "log object 1")
                .containsPattern("claim +[0-9a-f]{16}  orders-sink-0")
                .containsPattern("object +[0-9a-f]{16}  topics/orders/\\S+  10 records  offsets 0-9  [\\d,]+ bytes")
                .containsPattern("object +[0-9a-f]{16}  topics/orders/\\S+  10 records  offsets 10-19")
                .contains("goes on in log object 1")
                .containsPattern("next offset +20")
                .containsPattern("done above it +0")
                .containsPattern("partition has +writer [0-9a-f]{16}")
                .containsPattern("torn lines +0");
        String everything = out.toString();

        assertThat(run("log", "--config", file, "--topic", "orders", "--partition", 0))
                .isZero();
        assertThat(out.toString())
                .as("what counts now")
                .hasSizeLessThan(everything.length())
                .contains("snapshot")
                .containsPattern("next offset +20");
    }

    @Test
    void theManifestNamesWhatIsPublishedAndNothingElse() throws IOException {
        try (SinkTaskHarness worker = SinkTaskHarness.ofConnector(OssSinkConnector.class)) {
            storeTwenty(worker);
            // Who takes the partition over says of all before it that it is published.
            worker.start(config());
            worker.assign(ORDERS);
            emulator.faults().inject(new Fault.DropConnection(), "CompleteMultipartUpload", 1000);
            produce(worker, 20, 30);
            worker.pollUntil(() -> emulator.faults().remaining() < 1000, PATIENCE);
            worker.kill();
        }
        emulator.faults().clear();
        Path file = properties(config());

        assertThat(run("log", "--config", file, "--topic", "orders", "--partition", 0, "--manifest"))
                .isZero();
        assertThat(out.toString().lines().map(line -> line.split("\t")[1])).containsExactlyInAnyOrder("0-9", "10-19");
        assertThat(out.toString().lines()).allSatisfy(line -> {
            assertThat(line.split("\t")).hasSize(4);
            assertThat(objectLength(line.split("\t")[0])).isEqualTo(Long.parseLong(line.split("\t")[3]));
        });

        assertThat(run("log", "--config", file, "--topic", "orders", "--partition", 0, "--manifest", "--json"))
                .isZero();
        ObjectMapper json = new ObjectMapper();
        List<JsonNode> objects = new ArrayList<>();
        for (String line : out.toString().lines().toList()) {
            objects.add(json.readTree(line));
        }
        assertThat(objects)
                .extracting(object -> object.path("offsets").toString())
                .containsExactlyInAnyOrder("[[0,9]]", "[[10,19]]");
        assertThat(objects).allSatisfy(object -> {
            assertThat(object.path("records").asInt()).isEqualTo(10);
            assertThat(objectLength(object.path("key").asText()))
                    .isEqualTo(object.path("bytes").asLong());
        });
    }

    @Test
    void machinesGetTheSame() throws IOException {
        storeTwenty();
        assertThat(run(
                        "log",
                        "--config",
                        properties(config()),
                        "--topic",
                        "orders",
                        "--partition",
                        0,
                        "--all",
                        "--json"))
                .isZero();
        JsonNode log = new ObjectMapper().readTree(out.toString());
        assertThat(log.path("lines").findValuesAsText("type")).contains("snapshot", "claim", "object", "sealed");
        assertThat(log.at("/lines/0/position").asInt()).isZero();
        assertThat(log.at("/summary/next").asInt()).isEqualTo(20);
        assertThat(log.at("/summary/done")).isEmpty();
        assertThat(log.at("/summary/torn").asInt()).isZero();
    }

    @Test
    void anObjectThatIsCommittedAndNotPublishedIsNamed() throws IOException {
        try (SinkTaskHarness worker = SinkTaskHarness.ofConnector(OssSinkConnector.class)) {
            worker.start(config());
            worker.assign(ORDERS);
            emulator.faults()
                    .inject(new Fault.ServiceError(503, "ServiceUnavailable"), "CompleteMultipartUpload", 1000);
            produce(worker, 0, 10);
            worker.pollUntil(
                    () -> emulator.calls().stream()
                            .anyMatch(call -> call.operation().equals("CompleteMultipartUpload")),
                    PATIENCE);
            worker.kill();
        }
        assertThat(run("log", "--config", properties(config()), "--topic", "orders", "--partition", 0, "--all"))
                .isZero();
        assertThat(out.toString()).containsPattern("not published +1\\R +topics/orders/");
        assertThat(run("log", "--config", properties(config()), "--topic", "orders", "--partition", 0, "--manifest"))
                .isZero();
        assertThat(out.toString()).isEmpty();

        emulator.faults().clear();
        assertThat(new OssSinkConnector().alterOffsets(config(), Map.of(ORDERS, 0L)))
                .isTrue();
        assertThat(run("log", "--config", properties(config()), "--topic", "orders", "--partition", 0, "--manifest"))
                .isZero();
        assertThat(out.toString())
                .as("who sets offsets publishes it first, and says so")
                .contains("\t0-9\t10\t");
    }

    @Test
    void aDownloadedLogIsReadAndATornLineCounted() throws IOException {
        storeTwenty();
        Path first = download(0);
        Path second = download(1);
        Files.writeString(second, "\n{\"v\":1,\"type\":\"saf", StandardOpenOption.APPEND);

        assertThat(run("log", "--all", first, second)).as(err.toString()).isZero();
        assertThat(out.toString())
                .contains("log object 0", "log object 1")
                .contains("18 bytes at position")
                .containsPattern("torn lines +1");

        assertThat(run("log", first, second)).isZero();
        assertThat(out.toString())
                .as("the latest snapshot is in the second one")
                .doesNotContain("log object 0")
                .contains("snapshot");
    }

    private Path download(int number) throws IOException {
        OSS client = emulator.client();
        String key = "topics/_sluice/orders-sink/orders/0" + (number == 0 ? "" : "-" + number) + ".log";
        Path file = folder.resolve(number + ".log");
        try (var content = client.getObject(BUCKET, key).getObjectContent()) {
            Files.write(file, content.readAllBytes());
        } finally {
            client.shutdown();
        }
        return file;
    }

    private long objectLength(String key) {
        OSS client = emulator.client();
        try {
            return client.headObject(BUCKET, key).getContentLength();
        } finally {
            client.shutdown();
        }
    }

    @Test
    void aMissingLogSaysWhereItWouldBe() throws IOException {
        Path file = properties(config());
        assertThat(run("log", "--config", file, "--topic", "orders", "--partition", 3))
                .isEqualTo(1);
        assertThat(err.toString().strip())
                .contains("There is no commit log of orders-3", "topics/_sluice/orders-sink/orders/3.log")
                .doesNotContain("\n");
    }

    @Test
    void aConfigAsItIsPostedWithASecretFromAFile() throws IOException {
        storeTwenty();
        Path secret = folder.resolve("secret.properties");
        Files.writeString(secret, "secret=" + SECRET + "\n");
        Map<String, String> config = config();
        config.remove("name");
        config.put("oss.access.key.secret", "${file:" + secret + ":secret}");
        Path file = folder.resolve("orders.json");
        Files.writeString(file, new ObjectMapper().writeValueAsString(Map.of("name", "orders-sink", "config", config)));
        assertThat(run("log", "--config", file, "--topic", "orders", "--partition", 0))
                .as(err.toString())
                .isZero();

        config.put("oss.access.key.secret", "${vault:oss:secret}");
        Files.writeString(file, new ObjectMapper().writeValueAsString(Map.of("name", "orders-sink", "config", config)));
        assertThat(run("log", "--config", file, "--topic", "orders", "--partition", 0))
                .isEqualTo(1);
        assertThat(err.toString()).contains("fills in oss.access.key.secret").contains("only env, file and dir");
    }

    @Test
    void whatIsWrongWithTheConfigIsSaidInOneLine() throws IOException {
        Map<String, String> nameless = config();
        nameless.remove("name");
        Map<String, String> nowhere = config();
        nowhere.remove("oss.bucket");
        Map<String, String> locked = config();
        locked.put("oss.access.key.secret", "another");
        for (Map.Entry<Map<String, String>, String> wrong : List.of(
                Map.entry(nameless, "name"),
                Map.entry(nowhere, "oss.bucket"),
                Map.entry(locked, "SignatureDoesNotMatch"))) {
            assertThat(run("log", "--config", properties(wrong.getKey()), "--topic", "orders", "--partition", 0))
                    .isEqualTo(1);
            assertThat(err.toString().strip())
                    .startsWith("sluice: ")
                    .contains(wrong.getValue())
                    .doesNotContain("\n");
        }
        Path broken = folder.resolve("broken.json");
        Files.writeString(broken, "{\"oss.access.key.secret\":\"" + SECRET + "\",");
        assertThat(run("log", "--config", broken, "--topic", "orders", "--partition", 0))
                .isEqualTo(1);
        assertThat(run("log", folder.resolve("none.log"))).isEqualTo(1);
        assertThat(err.toString()).contains("There is no file");
        assertThat(run("log", broken)).isEqualTo(1);
        assertThat(err.toString()).contains("No line of a commit log");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "log",
                "log --config x.json",
                "log --config x.json --topic orders",
                "log --config x.json --topic orders --partition -1",
                "log --config x.json --topic orders --partition zero",
                "log --config x.json --topic orders --partition 0 0.log",
                "log --topic orders 0.log"
            })
    void wrongUsageEndsWithTwoAndSaysHow(String arguments) {
        assertThat(run((Object[]) arguments.split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains("Usage: sluice log");
    }
}
