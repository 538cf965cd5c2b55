package dev.sluice.oss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.aliyun.oss.OSS;
import dev.sluice.core.failure.Failure;
import dev.sluice.core.failure.FailureKind;
import dev.sluice.testkit.harness.SinkTaskHarness;
import dev.sluice.testkit.oss.OssEmulator;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service whose certificate is signed by nobody that Java knows: TLS in front of the emulator. */
class TlsTest {
    private static final String BUCKET = "a-bucket";
    private static final String PASSWORD = "a-password";

    private final OssEmulator emulator =
            OssEmulator.builder().accessKey("an-id", "a-secret").bucket(BUCKET).build();

    @TempDir
    Path directory;

    private SSLServerSocket server;

    @BeforeEach
    void start() throws Exception {
        emulator.start();
        Path keys = directory.resolve("keys.p12");
        keytool("-genkeypair", "-alias", "a", "-keyalg", "RSA", "-keysize", "2048", "-dname", "CN=localhost");
        keytool(
                "-exportcert",
                "-alias",
                "a",
                "-file",
                directory.resolve("a.crt").toString());
        KeyStore store = KeyStore.getInstance(keys.toFile(), PASSWORD.toCharArray());
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        server = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 10, InetAddress.getLoopbackAddress());
        daemon(this::accept);

        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("a", store.getCertificate("a"));
        try (OutputStream file = Files.newOutputStream(trustStore())) {
            trusted.store(file, PASSWORD.toCharArray());
        }
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        emulator.close();
    }

    private Path trustStore() {
        return directory.resolve("trust.p12");
    }

    private void keytool(String... arguments) throws Exception {
        List<String> command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of(
                "-keystore", directory.resolve("keys.p12").toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
        if (arguments[0].equals("-genkeypair")) {
            command.addAll(List.of("-ext", "san=ip:127.0.0.1,dns:localhost"));
        }
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("keytool.txt").toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(directory.resolve("keytool.txt")))
                .isZero();
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "tls-in-front");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        URI behind = emulator.endpoint();
        while (true) {
            try {
                Socket client = server.accept();
                Socket service = new Socket(behind.getHost(), behind.getPort());
                daemon(() -> copy(client, service));
                daemon(() -> copy(service, client));
            } catch (IOException e) {
                if (server.isClosed()) {
                    return;
                }
            }
        }
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException e) {
            // Either side has ended; so does the other.
            return;
        }
    }

    private Map<String, String> config(String... keysAndValues) {
        Map<String, String> config = Records.config(keysAndValues);
        config.put("oss.endpoint", "https://127.0.0.1:" + server.getLocalPort());
        config.put("flush.size", "1");
        return config;
    }

    @Test
    void aTrustStoreNamesWhoIsTrusted() {
        OssSinkTask task = new OssSinkTask();
        OSS reader = emulator.client();
        TopicPartition partition = new TopicPartition("t", 0);
        try {
            SinkTaskHarness worker = SinkTaskHarness.of(task);
            worker.start(config(
                    "oss.tls.truststore.location", trustStore().toString(), "oss.tls.truststore.password", PASSWORD));
            worker.assign(partition);
            task.put(List.of(Records.record("t", 0, 0, "k", "v")));
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (task.preCommit(new HashMap<>()).get(partition).offset() < 1 && System.nanoTime() < end) {
                task.put(List.of());
            }
            assertThat(reader.doesObjectExist(BUCKET, "topics/t/partition=0/t+0+0000000000.json"))
                    .isTrue();
        } finally {
            task.stop();
            reader.shutdown();
        }
    }

    @Test
    void whoIsNotTrustedGetsNothing() {
        OssOptions options = OssOptions.read(config());
        try (ObjectStore store = new OssObjectStore(
                options.service(),
                options.connection(),
                options.objects(),
                options.credentials().start(java.time.InstantSource.system(), "t"))) {
            Failure failure = new OssFailures().classify(catchThrowable(() -> store.probe("x")));

            assertThat(failure.kind()).isEqualTo(FailureKind.FATAL);
            assertThat(failure.message()).contains("certificate is not accepted");
        }
        assertThat(emulator.calls()).isEmpty();
    }

    @Test
    void aTrustStoreWithAnotherPasswordStopsTheTask() {
        OssSinkTask task = new OssSinkTask();
        try {
            assertThat(catchThrowable(() -> task.start(config(
                            "oss.tls.truststore.location",
                            trustStore().toString(),
                            "oss.tls.truststore.password",
                            "another"))))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("oss.tls.truststore.password");
        } finally {
            task.stop();
        }
    }
}
