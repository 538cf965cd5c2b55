package dev.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.TableStoreException;
import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSClientBuilder;
import com.aliyun.oss.OSSException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sluice emulator} as a process of its own, with the official SDKs as its clients. */
final class EmulatorCommandIT {

    @TempDir
    Path temp;

    private EmulatorProcess emulator;

    @BeforeEach
    void start() throws Exception {
        emulator = EmulatorProcess.start(temp, "--bucket", "things", "--instance", "i");
    }

    @AfterEach
    void kill() {
        emulator.close();
    }

    @Test
    void officialClientsWorkAndAWrongSecretIsRefused() {
        OSS client = new OSSClientBuilder().build(emulator.oss(), "k", "s");
        OSS stranger = new OSSClientBuilder().build(emulator.oss(), "k", "wrong");
        SyncClient tables = new SyncClient(emulator.tablestore(), "k", "s", "i");
        SyncClient strangerOfTables = new SyncClient(emulator.tablestore(), "k", "wrong", "i");
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
        emulator.process().toHandle().destroy();
        assertThat(emulator.process().waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(emulator.process().exitValue()).isZero();
        for (String endpoint : new String[] {emulator.oss(), emulator.tablestore()}) {
            assertThatThrownBy(() -> connect(URI.create(endpoint))).isInstanceOf(IOException.class);
        }
        assertThat(Files.readString(temp.resolve("out")).lines())
                .as("lines on standard output")
                .hasSize(1);
        assertThat(Files.readString(temp.resolve("err"))).isEmpty();
    }

    @Test
    void withTheFlagEachRequestIsOneLineOnStandardError() throws Exception {
        Path folder = Files.createDirectory(temp.resolve("logged"));
        try (EmulatorProcess logging =
                EmulatorProcess.start(folder, "--bucket", "things", "--instance", "i", "--log-requests")) {
            assertThat(ask("GET", logging.oss() + "/_sluice/health", "")).contains("\"status\":\"up\"");
            assertThat(ask("POST", logging.tablestore() + "/_sluice/faults", "{\"fault\":\"throttle\"}"))
                    .contains("throttle");
            OSS client = new OSSClientBuilder().build(logging.oss(), "k", "s");
            SyncClient tables = new SyncClient(logging.tablestore(), "k", "s", "i");
            try {
                client.putObject("things", "a/b", new ByteArrayInputStream("hello".getBytes(StandardCharsets.UTF_8)));
                URL url = client.generatePresignedUrl(
                        "things", "a/b", Date.from(Instant.now().plusSeconds(60)));
                assertThat(ask("GET", url.toString(), "")).isEqualTo("hello");
                tables.listTable();
            } finally {
                client.shutdown();
                tables.shutdown();
            }
            String log = Files.readString(folder.resolve("err"));
            assertThat(log)
                    .containsPattern(
                            "method=PUT operation=PutObject resource=things/a/b status=200 code=- ms=\\d+ id=\\w+")
                    .containsPattern("method=GET operation=GetObject resource=things/a/b status=200")
                    .containsPattern("operation=ListTable resource=- status=503 code=OTSServerBusy .* fault=throttle")
                    .containsPattern("operation=ListTable resource=- status=200 code=- .* fault=-")
                    .doesNotContain("Signature", "OSS k:", "_sluice", "hello");
            assertThat(log.lines()).hasSize(4);
        }
    }

    private static String ask(String method, String uri, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(uri))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static void connect(URI endpoint) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(endpoint.getHost(), endpoint.getPort()), 1_000);
        }
    }
}
