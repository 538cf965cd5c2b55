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
        File output = temp.resolve("out").toFile();
        process = SluiceLauncher.start(
                output,
                temp.resolve("err").toFile(),
                "emulator",
                "--access-key-id",
                "k",
                "--access-key-secret",
                "s",
                "--bucket",
                "things",
                "--instance",
                "i");
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
