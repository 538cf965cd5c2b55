package dev.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.TableStoreException;
import com.alicloud.openservices.tablestore.model.CapacityUnit;
import com.alicloud.openservices.tablestore.model.CreateTableRequest;
import com.alicloud.openservices.tablestore.model.PrimaryKeyType;
import com.alicloud.openservices.tablestore.model.ReservedThroughput;
import com.alicloud.openservices.tablestore.model.TableMeta;
import com.alicloud.openservices.tablestore.model.TableOptions;
import com.aliyun.oss.ClientBuilderConfiguration;
import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSClientBuilder;
import com.aliyun.oss.OSSException;
import com.aliyun.oss.model.AppendObjectRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
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
        for (String endpoint : new String[] {emulator.oss(), emulator.tablestore(), emulator.sts()}) {
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

    @Test
    void eachEndpointTellsThatItIsUp() throws Exception {
        assertThat(ask("GET", emulator.oss() + "/_sluice/health", ""))
                .isEqualTo("{\"status\":\"up\",\"service\":\"oss\"}");
        assertThat(ask("GET", emulator.tablestore() + "/_sluice/health", ""))
                .isEqualTo("{\"status\":\"up\",\"service\":\"tablestore\"}");
        assertThat(ask("GET", emulator.sts() + "/_sluice/health", ""))
                .isEqualTo("{\"status\":\"up\",\"service\":\"sts\"}");
    }

    @Test
    void aFaultThatIsSetOverHttpMeetsTheNextCall() throws Exception {
        assertThat(
                        ask(
                                "POST",
                                emulator.oss() + "/_sluice/faults",
                                "{\"fault\":\"error\",\"status\":500,\"code\":\"InternalError\",\"operation\":\"GetBucketInfo\"}"))
                .contains("\"times\":1");
        ask(
                "POST",
                emulator.tablestore() + "/_sluice/faults",
                "{\"fault\":\"error\",\"status\":403,\"code\":\"Nobody\"}");
        ClientBuilderConfiguration once = new ClientBuilderConfiguration();
        once.setMaxErrorRetry(0);
        OSS client = new OSSClientBuilder().build(emulator.oss(), "k", "s", once);
        SyncClient tables = new SyncClient(emulator.tablestore(), "k", "s", "i");
        try {
            assertThatThrownBy(() -> client.getBucketInfo("things"))
                    .isInstanceOfSatisfying(
                            OSSException.class,
                            e -> assertThat(e.getErrorCode()).isEqualTo("InternalError"));
            assertThat(client.getBucketInfo("things").getBucket().getName()).isEqualTo("things");
            assertThatThrownBy(tables::listTable)
                    .isInstanceOfSatisfying(
                            TableStoreException.class,
                            e -> assertThat(e.getErrorCode()).isEqualTo("Nobody"));
            assertThat(tables.listTable().getTableNames()).isEmpty();
        } finally {
            client.shutdown();
            tables.shutdown();
        }
        assertThat(ask("GET", emulator.oss() + "/_sluice/calls", ""))
                .containsSubsequence("\"status\":500", "\"fault\":\"error\"", "\"status\":200", "\"fault\":null");
    }

    @Test
    void aFolderKeepsTheDataAlsoWhenTheProcessIsKilled() throws Exception {
        Path data = temp.resolve("data");
        String[] flags = {"--bucket", "things", "--instance", "i", "--folder", data.toString()};
        try (EmulatorProcess first = EmulatorProcess.start(Files.createDirectory(temp.resolve("first")), flags)) {
            OSS client = new OSSClientBuilder().build(first.oss(), "k", "s");
            SyncClient tables = new SyncClient(first.tablestore(), "k", "s", "i");
            try {
                client.putObject("things", "a/b", new ByteArrayInputStream("hello".getBytes(StandardCharsets.UTF_8)));
                TableMeta meta = new TableMeta("kept");
                meta.addPrimaryKeyColumn("id", PrimaryKeyType.INTEGER);
                tables.createTable(new CreateTableRequest(
                        meta, new TableOptions(-1, 1), new ReservedThroughput(new CapacityUnit(0, 0))));
            } finally {
                client.shutdown();
                tables.shutdown();
            }
            first.process().destroyForcibly();
            assertThat(first.process().waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
        try (EmulatorProcess second = EmulatorProcess.start(Files.createDirectory(temp.resolve("second")), flags)) {
            OSS client = new OSSClientBuilder().build(second.oss(), "k", "s");
            SyncClient tables = new SyncClient(second.tablestore(), "k", "s", "i");
            try (InputStream content = client.getObject("things", "a/b").getObjectContent()) {
                assertThat(content).hasContent("hello");
                assertThat(tables.listTable().getTableNames()).containsExactly("kept");
            } finally {
                client.shutdown();
                tables.shutdown();
            }
        }
    }

    @Test
    void theOthersLetInWhatStsGivesOut() throws Exception {
        String metadata = emulator.sts() + "/latest/meta-data/ram/security-credentials/";
        assertThat(ask("GET", metadata, "")).isEqualTo("sluice");
        assertGoodAtTheOthers(ask("GET", metadata + "sluice", ""));
        assertGoodAtTheOthers(ask("GET", emulator.sts() + "/?" + assumeRole(), ""));
    }

    private void assertGoodAtTheOthers(String json) {
        String id = field(json, "AccessKeyId");
        String secret = field(json, "AccessKeySecret");
        String token = field(json, "SecurityToken");
        OSS client = new OSSClientBuilder().build(emulator.oss(), id, secret, token);
        SyncClient tables = new SyncClient(emulator.tablestore(), id, secret, "i", token);
        try {
            assertThat(client.doesBucketExist("things")).isTrue();
            assertThat(client.listObjectsV2("things").getObjectSummaries()).isEmpty();
            assertThat(tables.listTable().getTableNames()).isEmpty();
        } finally {
            client.shutdown();
            tables.shutdown();
        }
    }

    private static String field(String json, String name) {
        Matcher field = Pattern.compile('"' + name + "\":\"([^\"]*)\"").matcher(json);
        assertThat(field.find()).as("%s in %s", name, json).isTrue();
        return field.group(1);
    }

    /** The query of an AssumeRole that is signed by hand, as the service's documentation tells. */
    private static String assumeRole() throws GeneralSecurityException {
        // In the order of the names; what is in the values here needs no other encoding than the form's.
        String query = "AccessKeyId=k&Action=AssumeRole&Format=JSON&RoleArn="
                + URLEncoder.encode("acs:ram::1234567890123456:role/sluice", StandardCharsets.UTF_8)
                + "&RoleSessionName=me&SignatureMethod=HMAC-SHA1&SignatureNonce=once&SignatureVersion=1.0&Timestamp="
                + URLEncoder.encode(
                        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(), StandardCharsets.UTF_8)
                + "&Version=2015-04-01";
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec("s&".getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
        byte[] signature = mac.doFinal(
                ("GET&%2F&" + URLEncoder.encode(query, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8));
        return query + "&Signature="
                + URLEncoder.encode(Base64.getEncoder().encodeToString(signature), StandardCharsets.UTF_8);
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

    @Test
    void theCommitLogOfAPartitionIsPrintedByTheConnectorsOwnConfig() throws Exception {
        String line = "{\"v\":1,\"type\":\"snapshot\",\"writer\":\"327d9de250a1fa06\",\"snapshot\":0,"
                + "\"time\":\"2026-11-22T04:05:09.470923075Z\",\"next\":-1,\"offsets\":\"AwA=\",\"unpublished\":[],"
                + "\"crc\":\"61010c26\"}\n";
        OSS client = new OSSClientBuilder().build(emulator.oss(), "k", "s");
        try {
            client.appendObject(new AppendObjectRequest(
                            "things",
                            "topics/_sluice/c/t/0.log",
                            new ByteArrayInputStream(line.getBytes(StandardCharsets.UTF_8)))
                    .withPosition(0L));
        } finally {
            client.shutdown();
        }
        Path config = Files.writeString(
                temp.resolve("c.properties"),
                "name=c\nconnector.class=OssSinkConnector\ntopics=t\noss.bucket=things\noss.access.key.id=k\n"
                        + "oss.access.key.secret=s\noss.endpoint=" + emulator.oss() + "\n");

        assertThat(log(0, "--config", config.toString(), "--topic", "t", "--partition", "0"))
                .contains("327d9de250a1fa06");
        assertThat(log(1, "--config", config.toString(), "--topic", "t", "--partition", "1"))
                .contains("topics/_sluice/c/t/1.log");
    }

    /** What the command prints, on either stream. */
    private String log(int exitCode, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("log"));
        all.addAll(List.of(arguments));
        Path output = Files.createTempFile(temp, "log", ".out");
        Process process = SluiceLauncher.start(output.toFile(), output.toFile(), all.toArray(String[]::new));
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS))
                    .as("ended in time")
                    .isTrue();
            String printed = Files.readString(output);
            assertThat(process.exitValue()).as(printed).isEqualTo(exitCode);
            return printed;
        } finally {
            process.destroyForcibly();
        }
    }
}
