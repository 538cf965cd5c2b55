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
import dev.sluice.testkit.fault.Fault;
import dev.sluice.testkit.oss.OssEmulator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class OssObjectStoreTest {
    private static final String BUCKET = "a-bucket";

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
            store.put("topics/汉字 +%/x.json", content(bytes), "application/json", Map.of("a", "1"), () -> false);
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
                    "x.json", content(bytes), "application/json", Map.of(), () -> reads.incrementAndGet() > 10));

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
        try (ObjectStore store = new OssObjectStore(
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
        try (ObjectStore store = new OssObjectStore(elsewhere, credentials())) {
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
                ObjectStore store = new OssObjectStore(
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

    private ObjectStore store(String region) {
        return new OssObjectStore(service(emulator.endpoint().toString(), region), credentials());
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
        store.put("x.json", content(new byte[10]), "application/json", Map.of(), () -> false);
    }

    private static ObjectContent content(byte[] bytes) {
        ObjectBuffer buffer = new ObjectBuffer(new MemoryBudget(1L << 30), 0);
        buffer.append(bytes);
        return buffer.content();
    }
}
