package dev.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.TableStoreException;
import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSClientBuilder;
import com.aliyun.oss.OSSException;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sluice emulator} as a process of its own, with the official SDKs as its clients. */
final class EmulatorCommandIT {

    private static final Pattern READY =
            Pattern.compile("ready oss=(http://127\\.0\\.0\\.1:\\d+) tablestore=(http://127\\.0\\.0\\.1:\\d+)\\R");

    @TempDir
    Path temp;

    private Process process;
    private String oss;
    private String tablestore;

    @BeforeEach
    void start() throws Exception {
        start("emulator", "--access-key-id", "k", "--access-key-secret", "s", "--bucket", "things", "--instance", "i");
    }

    private void start(String... arguments) throws Exception {
        File output = temp.resolve("out").toFile();
        process = SluiceLauncher.start(output, temp.resolve("err").toFile(), arguments);
        Matcher ready = awaitReady(output.toPath());
        oss = ready.group(1);
        tablestore = ready.group(2);
    }

    @AfterEach
    void kill() {
        process.destroyForcibly();
    }

    @Test
    void officialClientsWorkAndAWrongSecretIsRefused() {
        OSS client = new OSSClientBuilder().build(oss, "k", "s");
        OSS stranger = new OSSClientBuilder().build(oss, "k", "wrong");
        SyncClient tables = new SyncClient(tablestore, "k", "s", "i");
        SyncClient strangerOfTables = new SyncClient(tablestore, "k", "wrong", "i");
        try {
            client.putObject("things", "a/b", new ByteArrayInputStream("hello".getBytes(StandardCharsets.UTF_8)));
            assertThat(client.listObjectsV2("things").getObjectSummaries())
                    .singleElement()
                    .satisfies(summary -> assertThat(summary.getSize()).isEqualTo(5));
            assertThatThrownBy(() -> stranger.listObjectsV2("things"))
                    .isInstanceOfSatisfying(
                            OSSException.class,
                            e -> assertThat(e.getErrorCode()).isEqualTo("SignatureDoesNotMatch"));
            assertThat(tables.listTable().getTableNames()).isEmpty();
            assertThatThrownBy(strangerOfTables::listTable)
                    .isInstanceOfSatisfying(
                            TableStoreException.class,
                            e -> assertThat(e.getErrorCode()).isEqualTo("OTSAuthFailed"));
        } finally {
            client.shutdown();
            stranger.shutdown();
            tables.shutdown();
            strangerOfTables.shutdown();
        }
    }

    @Test
    void termEndsItWithZeroAndClosesThePorts() throws Exception {
        process.toHandle().destroy();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        for (String endpoint : new String[] {oss, tablestore}) {
            assertThatThrownBy(() -> connect(URI.create(endpoint))).isInstanceOf(IOException.class);
        }
        assertThat(Files.readString(temp.resolve("out")).lines())
                .as("lines on standard output")
                .hasSize(1);
        assertThat(Files.readString(temp.resolve("err"))).isEmpty();
    }

    @Test
    void withTheFlagEachRequestIsOneLineOnStandardError() throws Exception {
        kill();
        start(
                "emulator",
                "--access-key-id",
                "k",
                "--access-key-secret",
                "s3cret",
                "--bucket",
                "things",
                "--log-requests");
        assertThat(ask("GET", oss + "/_sluice/health", "")).contains("\"status\":\"up\"");
        assertThat(ask("POST", tablestore + "/_sluice/faults", "{\"fault\":\"throttle\"}"))
                .contains("throttle");
        OSS client = new OSSClientBuilder().build(oss, "k", "s3cret");
        SyncClient tables = new SyncClient(tablestore, "k", "s3cret", "sluice");
        try {
            client.putObject("things", "a/b", new ByteArrayInputStream(new byte[5]));
            tables.listTable();
        } finally {
            client.shutdown();
            tables.shutdown();
        }
        String log = Files.readString(temp.resolve("err"));
        assertThat(log)
                .containsPattern("method=PUT operation=PutObject resource=things/a/b status=200 code=- ms=\\d+ id=\\w+")
                .containsPattern("operation=ListTable resource=- status=503 code=OTSServerBusy .* fault=throttle")
                .containsPattern("operation=ListTable resource=- status=200 code=- .* fault=-")
                .doesNotContain("s3cret", "OSS k:", "_sluice");
        assertThat(log.lines()).hasSize(3);
    }

    private static String ask(String method, String uri, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(uri))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private Matcher awaitReady(Path output) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (System.nanoTime() < deadline) {
            Matcher ready = READY.matcher(Files.readString(output));
            if (ready.matches()) {
                return ready;
            }
            // Waits for its end, which is the one thing that would make further asking useless.
            assertThat(process.waitFor(50, TimeUnit.MILLISECONDS)).as("ended").isFalse();
        }
        throw new AssertionError("not ready in time: " + Files.readString(output));
    }

    private static void connect(URI endpoint) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(endpoint.getHost(), endpoint.getPort()), 1_000);
        }
    }
}
