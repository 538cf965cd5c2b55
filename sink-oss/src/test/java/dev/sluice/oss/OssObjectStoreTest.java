package dev.sluice.oss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.aliyun.oss.OSS;
import dev.sluice.core.credentials.Credentials;
import dev.sluice.core.credentials.CredentialsProvider;
import dev.sluice.core.failure.Failure;
import dev.sluice.core.failure.FailureKind;
import dev.sluice.core.flow.MemoryBudget;
import dev.sluice.oss.commit.LogStore;
import dev.sluice.oss.commit.PreparedObject;
import dev.sluice.oss.commit.UploadedPart;
import dev.sluice.testkit.fault.Fault;
import dev.sluice.testkit.oss.OssEmulator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class OssObjectStoreTest {
    private static final String BUCKET = "a-bucket";
    private static final ObjectHead HEAD = new ObjectHead("x.json", "application/json", Map.of());

    private final OssEmulator emulator =
            OssEmulator.builder().accessKey("an-id", "a-secret").bucket(BUCKET).build();
    private final OssFailures failures = new OssFailures();

    @BeforeEach
    void start() {
        emulator.start();
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = "cn-hangzhou")
    void anObjectIsStoredWholeWithEitherSignature(String region) throws IOException {
        byte[] bytes = new byte[3_000_000];
        new java.util.Random(1).nextBytes(bytes);
        OSS reader = emulator.client();

        try (ObjectStore store = store(region)) {
            store.put(
                    new ObjectHead("topics/汉字 +%/x.json", "application/json", Map.of("a", "1")),
                    content(bytes),
                    Records.transfer());
        }

        try (var stored = reader.getObject(BUCKET, "topics/汉字 +%/x.json")) {
            assertThat(stored.getObjectContent().readAllBytes()).isEqualTo(bytes);
            assertThat(stored.getObjectMetadata().getUserMetadata()).containsEntry("a", "1");
        } finally {
            reader.shutdown();
        }
    }

    @Test
    void anObjectThatIsGivenUpDuringTheUploadNeverBecomesOne() {
        byte[] bytes = new byte[3_000_000];
        AtomicInteger reads = new AtomicInteger();
        OSS reader = emulator.client();

        try (ObjectStore store = store(null)) {
            Throwable error = catchThrowable(() -> store.put(
                    HEAD, content(bytes), new Transfer(InstantSource.system(), () -> reads.incrementAndGet() > 10)));

            assertThat(error).isNotNull();
            assertThat(reads.get()).isGreaterThan(10);
            assertThat(reader.doesObjectExist(BUCKET, "x.json")).isFalse();
        } finally {
            reader.shutdown();
        }
    }

    @Test
    void theDelayThatTheServiceAskedForIsKept() {
        emulator.faults()
                .inject(
                        new Fault.ServiceError(503, "UploadTrafficRateLimitExceeded", Duration.ofMillis(1234)),
                        "PutObject",
                        1);
        try (ObjectStore store = store(null)) {
            Failure failure = failures.classify(catchThrowable(() -> put(store)));

            assertThat(failure.kind()).isEqualTo(FailureKind.THROTTLED);
            assertThat(failure.retryAfter()).isEqualTo(Duration.ofMillis(1234));
        }
    }

    @Test
    void theClientRepeatsNothing() {
        emulator.faults().inject(new Fault.ServiceError(500, "InternalError"), "PutObject", 1);
        emulator.faults().inject(new Fault.DropConnection(), "PutObject", 1);
        try (ObjectStore store = store(null)) {
            Failure answered = failures.classify(catchThrowable(() -> put(store)));
            Failure dropped = failures.classify(catchThrowable(() -> put(store)));

            assertThat(answered.kind()).isEqualTo(FailureKind.TRANSIENT);
            assertThat(dropped.kind()).isEqualTo(FailureKind.TRANSIENT);
        }
        assertThat(emulator.calls()).hasSize(2);
    }

    @Test
    void aWrongSecretIsReportedWithoutWhatWasSigned() {
        try (ObjectStore store = open(
                service(emulator.endpoint().toString(), null),
                fixed(new Credentials("an-id", "wrong", "a-token-of-value", null)))) {
            Throwable error = catchThrowable(() -> put(store));

            assertThat(failures.classify(error).code()).isIn("SignatureDoesNotMatch", "SecurityTokenNotSupported");
            assertThat(error.toString()).doesNotContain("a-token-of-value", "x-oss-security-token", "ResponseError");
        }
    }

    @Test
    void aProbeTellsAMissingKeyFromAMissingBucket() {
        try (ObjectStore store = store(null)) {
            assertThatCode(() -> store.probe("nothing")).doesNotThrowAnyException();
            put(store);
            assertThatCode(() -> store.probe("x.json")).doesNotThrowAnyException();
        }
        ServiceOptions elsewhere = new ServiceOptions(
                emulator.endpoint().toString(), null, "other-bucket", 1, Duration.ofSeconds(5), Duration.ofSeconds(5));
        try (ObjectStore store = open(elsewhere, credentials())) {
            assertThat(failures.classify(catchThrowable(() -> store.probe("nothing"))))
                    .satisfies(failure -> assertThat(failure.code()).isEqualTo("NoSuchBucket"));
        }
    }

    @Test
    void aRefusedConnectionIsTransient() {
        emulator.stop();
        try (ObjectStore store = store(null)) {
            assertThat(failures.classify(catchThrowable(() -> put(store))).kind())
                    .isEqualTo(FailureKind.TRANSIENT);
        }
    }

    @Test
    void aServiceThatNeverAnswersIsTransientAfterTheSocketTimeout() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                ObjectStore store = open(
                        new ServiceOptions(
                                "http://127.0.0.1:" + silent.getLocalPort(),
                                null,
                                BUCKET,
                                1,
                                Duration.ofMillis(200),
                                Duration.ofMillis(200)),
                        credentials())) {
            Failure failure = failures.classify(catchThrowable(() -> put(store)));

            assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT);
            assertThat(failure.code()).isEqualTo("SocketTimeout");
        }
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = "cn-hangzhou")
    void partsBecomeAnObjectWhenTheyArePublished(String region) throws IOException {
        OSS reader = emulator.client();
        try (ObjectStore store = store(region)) {
            PreparedObject prepared = prepared(store);
            assertThat(reader.doesObjectExist(BUCKET, "x.json")).isFalse();
            assertThat(store.pendingUploads("x"))
                    .extracting(PendingUpload::uploadId)
                    .containsExactly(prepared.uploadId());

            store.publish(prepared);

            try (var stored = reader.getObject(BUCKET, "x.json")) {
                assertThat(stored.getObjectContent().readAllBytes()).hasSize(200_010);
                assertThat(stored.getObjectMetadata().getContentType()).isEqualTo("application/json");
            }
            assertThat(store.pendingUploads("x")).isEmpty();
        } finally {
            reader.shutdown();
        }
    }

    @Test
    void publishingAgainAfterALostAnswerIsRight() {
        try (ObjectStore store = store(null)) {
            PreparedObject prepared = prepared(store);
            emulator.faults().inject(new Fault.AcceptThenDrop(), "CompleteMultipartUpload", 1);
            assertThat(failures.classify(catchThrowable(() -> store.publish(prepared)))
                            .kind())
                    .isEqualTo(FailureKind.TRANSIENT);

            assertThatCode(() -> store.publish(prepared)).doesNotThrowAnyException();
        }
    }

    @Test
    void anUploadThatIsGoneWithoutItsObjectIsNotPublished() {
        try (ObjectStore store = store(null)) {
            PreparedObject prepared = prepared(store);
            store.abort("x.json", prepared.uploadId());
            assertThatCode(() -> store.abort("x.json", prepared.uploadId())).doesNotThrowAnyException();

            assertThat(store.publish(prepared)).as("nothing is there").isFalse();
            put(store);
            assertThat(store.publish(prepared)).as("another object is there").isFalse();

            Failure failure = failures.classify(new UploadGoneException());
            assertThat(failure.code()).isEqualTo("NoSuchUpload");
            assertThat(failure.kind()).isEqualTo(FailureKind.FATAL);
            assertThat(failure.message()).contains("restart the task");
        }
    }

    @Test
    void aLogGrowsAtItsEndOnly() {
        try (ObjectStore store = store(null)) {
            assertThat(store.tail("a.log", 3)).isNull();
            assertThat(store.read("a.log", 0)).isEmpty();
            assertThat(store.append("a.log", 1, new byte[] {9}))
                    .as("there is nothing to append to")
                    .isFalse();

            assertThat(store.append("a.log", 0, new byte[] {1, 2, 3})).isTrue();
            assertThat(store.append("a.log", 0, new byte[] {4})).isFalse();
            assertThat(store.append("a.log", 3, new byte[] {4, 5})).isTrue();

            assertThat(tail(store, 3)).isEqualTo("2 [3, 4, 5]");
            assertThat(tail(store, 5)).isEqualTo("0 [1, 2, 3, 4, 5]");
            assertThat(tail(store, 100)).isEqualTo("0 [1, 2, 3, 4, 5]");
            assertThat(store.read("a.log", 3)).containsExactly(4, 5);
            assertThat(store.read("a.log", 5)).isEmpty();
            assertThat(store.keys("a")).containsExactly("a.log");
        }
    }

    private static String tail(ObjectStore store, int atMost) {
        LogStore.Tail tail = store.tail("a.log", atMost);
        assertThat(tail).isNotNull();
        return tail.start() + " " + Arrays.toString(tail.bytes());
    }

    @Test
    void aPartWhoseBytesWereChangedIsNotPublished() {
        try (ObjectStore store = store(null)) {
            PreparedObject prepared = prepared(store);
            UploadedPart first = prepared.parts().get(0);
            UploadedPart wrong =
                    new UploadedPart(first.number(), first.tag(), first.length(), Long.valueOf(1 + crcOf(first)));

            Failure failure = failures.classify(catchThrowable(() -> store.publish(new PreparedObject(
                    "x.json",
                    prepared.uploadId(),
                    List.of(wrong, prepared.parts().get(1))))));

            assertThat(failure.code()).isEqualTo("ChecksumMismatch");
        }
    }

    private static long crcOf(UploadedPart part) {
        assertThat(part.crc()).isNotNull();
        return part.crc();
    }

    @Test
    void anUploadThatTheServiceNeverReadsIsCutAndTransient() throws Exception {
        try (ServerSocket deaf = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                Uploads uploads = new Uploads(
                        open(service("http://127.0.0.1:" + deaf.getLocalPort(), null), credentials()),
                        new UploadPool("c-0", 2),
                        1 << 20,
                        Duration.ofMillis(300),
                        InstantSource.system())) {
            CompletableFuture<Throwable> failed = new CompletableFuture<>();
            uploads.run(() -> failed.complete(catchThrowable(() -> uploads.transfer(() -> false, transfer -> {
                uploads.store().put(HEAD, content(new byte[50_000_000]), transfer);
                return true;
            }))));
            Instant deadline = Instant.now().plusSeconds(20);
            while (!failed.isDone() && Instant.now().isBefore(deadline)) {
                uploads.watch(Instant.now());
                Thread.onSpinWait();
            }

            assertThat(failed).isDone();
            assertThat(failures.classify(failed.join()).kind()).isEqualTo(FailureKind.TRANSIENT);
            assertThat(uploads.nextLook()).isNull();
        }
    }

    @Test
    void afterACutTheStoreWorks() {
        try (ObjectStore store = store(null)) {
            store.cutConnections();
            assertThatCode(() -> put(store)).doesNotThrowAnyException();
        }
    }

    private static PreparedObject prepared(ObjectStore store) {
        return prepared(store, "x.json");
    }

    private static PreparedObject prepared(ObjectStore store, String key) {
        String id = store.begin(new ObjectHead(key, "application/json", Map.of()));
        return new PreparedObject(
                key,
                id,
                List.of(
                        store.sendPart(key, id, 1, content(new byte[200_000]), Records.transfer()),
                        store.sendPart(key, id, 2, content(new byte[10]), Records.transfer())));
    }

    @Test
    void whatTheServiceIsToldOfAnObjectIsKeptWithIt() throws IOException {
        ObjectOptions objects = OssOptions.read(Records.config(
                        "oss.object.acl", "public-read",
                        "oss.object.storage.class", "IA",
                        "oss.object.encryption", "kms",
                        "oss.object.encryption.kms.key.id", "a-key-id",
                        "oss.object.tags", "team=data, stage=raw 1",
                        "oss.object.metadata", "source=kafka",
                        "oss.object.content.type", "text/plain; charset=utf-8"))
                .objects();
        OSS reader = emulator.client();
        try (ObjectStore store = open(service(emulator.endpoint().toString(), "cn-x"), credentials(), objects)) {
            put(store);
            store.publish(prepared(store, "y.json"));
            for (String key : List.of("x.json", "y.json")) {
                var metadata = reader.getObjectMetadata(BUCKET, key);
                assertThat(metadata.getContentType()).isEqualTo("text/plain; charset=utf-8");
                assertThat(metadata.getUserMetadata()).containsEntry("source", "kafka");
                assertThat(metadata.getObjectStorageClass().toString()).isEqualTo("IA");
                assertThat(metadata.getServerSideEncryption()).isEqualTo("KMS");
                assertThat(metadata.getServerSideEncryptionKeyId()).isEqualTo("a-key-id");
                assertThat(reader.getObjectAcl(BUCKET, key).getPermission().toString())
                        .isEqualTo("public-read");
                assertThat(reader.getObjectTagging(BUCKET, key).getAllTags())
                        .isEqualTo(Map.of("team", "data", "stage", "raw 1"));
            }
        } finally {
            reader.shutdown();
        }
    }

    @Test
    void anObjectThatMustNotBeReplacedIsStoredOnceWhateverAnswersAreLost() {
        ObjectOptions objects =
                OssOptions.read(Records.config("forbid.overwrite", "true")).objects();
        try (ObjectStore store = open(service(emulator.endpoint().toString(), null), credentials(), objects)) {
            emulator.faults().inject(new Fault.AcceptThenDrop(), "PutObject", 1);
            assertThat(catchThrowable(() -> put(store))).isNotNull();
            assertThatCode(() -> put(store)).as("the same bytes").doesNotThrowAnyException();
            Failure other =
                    failures.classify(catchThrowable(() -> store.put(HEAD, content(new byte[11]), Records.transfer())));
            assertThat(other.kind()).isEqualTo(FailureKind.FATAL);
            assertThat(other.message()).contains("forbid.overwrite");

            emulator.faults().inject(new Fault.AcceptThenDrop(), "CompleteMultipartUpload", 1);
            PreparedObject prepared = prepared(store, "y.json");
            assertThat(catchThrowable(() -> store.publish(prepared))).isNotNull();
            assertThatCode(() -> store.publish(prepared)).doesNotThrowAnyException();
            assertThat(failures.classify(catchThrowable(() -> prepared(store, "y.json")))
                            .code())
                    .isEqualTo("FileAlreadyExists");
        }
    }

    @Test
    void requestsGoThroughTheProxyWithItsPassword() throws Exception {
        try (ServerSocket proxy = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            ConnectionOptions connection = OssOptions.read(Records.config(
                            "oss.proxy.host", "127.0.0.1",
                            "oss.proxy.port", Integer.toString(proxy.getLocalPort()),
                            "oss.proxy.username", "me",
                            "oss.proxy.password", "secret"))
                    .connection();
            ServiceOptions service = service("http://oss-cn-x.aliyuncs.com", null);
            CompletableFuture<String> asked = CompletableFuture.supplyAsync(() -> {
                try (var socket = proxy.accept();
                        var lines = new java.io.BufferedReader(new java.io.InputStreamReader(
                                socket.getInputStream(), java.nio.charset.StandardCharsets.US_ASCII))) {
                    StringBuilder head = new StringBuilder();
                    for (String line = lines.readLine(); line != null && !line.isEmpty(); line = lines.readLine()) {
                        head.append(line).append('\n');
                    }
                    return head.toString();
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            try (ObjectStore store = new OssObjectStore(
                    service, connection, OssOptions.read(Records.config()).objects(), credentials())) {
                assertThat(catchThrowable(() -> store.probe("x"))).isNotNull();
            }

            assertThat(asked.get(20, java.util.concurrent.TimeUnit.SECONDS))
                    .startsWith("GET http://a-bucket.oss-cn-x.aliyuncs.com/x ")
                    .contains("Proxy-Authorization: Basic bWU6c2VjcmV0");
            assertThat(connection.toString()).doesNotContain("secret");
        }
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.CsvSource({
        "auto, https://oss-cn-x.aliyuncs.com, https://a-bucket.oss-cn-x.aliyuncs.com/k?",
        "auto, http://127.0.0.1:90, http://127.0.0.1:90/a-bucket/k?",
        "auto, https://s.example.com, https://a-bucket.s.example.com/k?",
        "virtual, https://s.example.com, https://a-bucket.s.example.com/k?",
        "path, https://s.example.com, https://s.example.com/a-bucket/k?",
        "cname, https://files.example.com, https://files.example.com/k?",
    })
    void theBucketIsNamedWhereTheOptionSays(String addressing, String endpoint, String url) {
        OSS client = new OssClients(
                        service(endpoint, null),
                        OssOptions.read(Records.config("oss.addressing", addressing))
                                .connection(),
                        credentials())
                .open();
        try {
            assertThat(client.generatePresignedUrl(BUCKET, "k", java.util.Date.from(Instant.now()))
                            .toString())
                    .startsWith(url);
        } finally {
            client.shutdown();
        }
    }

    @Test
    void aTrustStoreIsReadOrRefusedWithItsName(@org.junit.jupiter.api.io.TempDir java.nio.file.Path folder)
            throws Exception {
        java.nio.file.Path file = folder.resolve("trust.p12");
        java.security.KeyStore trust = java.security.KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        try (var out = java.nio.file.Files.newOutputStream(file)) {
            trust.store(out, "right".toCharArray());
        }

        new OssClients(service("https://x", null), trusting(file, "right"), credentials())
                .open()
                .shutdown();
        assertThat(catchThrowable(() ->
                        new OssClients(service("https://x", null), trusting(file, "wrong"), credentials()).open()))
                .hasMessageContaining("oss.tls.truststore.location")
                .hasMessageNotContaining("wrong");
    }

    private static ConnectionOptions trusting(java.nio.file.Path file, String password) {
        return OssOptions.read(Records.config(
                        "oss.tls.truststore.location", file.toString(), "oss.tls.truststore.password", password))
                .connection();
    }

    private static ObjectStore open(ServiceOptions service, CredentialsProvider credentials) {
        return open(service, credentials, OssOptions.read(Records.config()).objects());
    }

    private static ObjectStore open(ServiceOptions service, CredentialsProvider credentials, ObjectOptions objects) {
        return new OssObjectStore(service, OssOptions.read(Records.config()).connection(), objects, credentials);
    }

    private ObjectStore store(String region) {
        return open(service(emulator.endpoint().toString(), region), credentials());
    }

    private static ServiceOptions service(String endpoint, String region) {
        return new ServiceOptions(endpoint, region, BUCKET, 4, Duration.ofSeconds(5), Duration.ofSeconds(5));
    }

    private static CredentialsProvider credentials() {
        return fixed(new Credentials("an-id", "a-secret", null, null));
    }

    private static CredentialsProvider fixed(Credentials credentials) {
        return new CredentialsProvider() {
            @Override
            public Credentials get() {
                return credentials;
            }

            @Override
            public void awaitFirst(Duration atMost) {}

            @Override
            public void close() {}
        };
    }

    private static void put(ObjectStore store) {
        store.put(HEAD, content(new byte[10]), Records.transfer());
    }

    private static ObjectContent content(byte[] bytes) {
        ObjectBuffer buffer = new ObjectBuffer(new MemoryBudget(1L << 30), 0);
        buffer.append(bytes);
        return buffer.content();
    }
}
