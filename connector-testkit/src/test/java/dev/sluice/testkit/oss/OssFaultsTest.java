package dev.sluice.testkit.oss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.aliyun.oss.ClientException;
import com.aliyun.oss.HttpMethod;
import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSException;
import com.aliyun.oss.common.comm.SignVersion;
import com.aliyun.oss.model.AppendObjectRequest;
import com.aliyun.oss.model.CompleteMultipartUploadRequest;
import com.aliyun.oss.model.DeleteObjectsRequest;
import com.aliyun.oss.model.GeneratePresignedUrlRequest;
import com.aliyun.oss.model.InitiateMultipartUploadRequest;
import com.aliyun.oss.model.ListPartsRequest;
import com.aliyun.oss.model.PartETag;
import com.aliyun.oss.model.UploadPartRequest;
import dev.sluice.testkit.fault.Fault;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults, recorded calls, and the emulator's coming and going. */
class OssFaultsTest extends OssContract {
    @Override
    SignVersion signVersion() {
        return SignVersion.V4;
    }

    @Test
    void aDroppedCallHasNoEffect() throws Exception {
        emulator.faults().inject(new Fault.DropConnection(), "PutObject", 1);
        assertThatThrownBy(() -> put("k", "x")).isInstanceOf(ClientException.class);
        assertThat(oss.doesObjectExist(BUCKET, "k")).isFalse();
        put("k", "y");
        assertThat(get("k")).isEqualTo("y");
        assertThat(emulator.calls().get(0))
                .extracting("operation", "resource", "status", "fault")
                .containsExactly("PutObject", BUCKET + "/k", 0, new Fault.DropConnection());
    }

    @Test
    void anAcceptedCallThatIsDroppedHasItsEffect() throws Exception {
        emulator.faults().inject(new Fault.AcceptThenDrop(), "AppendObject", 1);
        AppendObjectRequest append = new AppendObjectRequest(BUCKET, "log", stream("line\n")).withPosition(0L);
        assertThatThrownBy(() -> oss.appendObject(append)).isInstanceOf(ClientException.class);
        assertThat(get("log")).isEqualTo("line\n");
        assertThat(emulator.calls().get(0).status()).isZero();
    }

    @Test
    void anAcceptedAppendComesTooLateASecondTime() throws Exception {
        emulator.faults().inject(new Fault.AcceptThenDrop(), "AppendObject", 1);
        assertThatThrownBy(() -> append("line\n")).isInstanceOf(ClientException.class);
        refusal("PositionNotEqualToLength", () -> append("line\n"));
        assertThat(get("log")).isEqualTo("line\n");
    }

    private void append(String line) {
        oss.appendObject(new AppendObjectRequest(BUCKET, "log", stream(line)).withPosition(0L));
    }

    @Test
    void anAcceptedPartIsThereAndMayBeSentAgain() {
        String id = oss.initiateMultipartUpload(new InitiateMultipartUploadRequest(BUCKET, "k"))
                .getUploadId();
        emulator.faults().inject(new Fault.AcceptThenDrop(), "UploadPart", 1);
        assertThatThrownBy(() -> part(id)).isInstanceOf(ClientException.class);
        assertThat(oss.listParts(new ListPartsRequest(BUCKET, "k", id)).getParts())
                .hasSize(1);
        assertThat(part(id).getPartNumber()).isEqualTo(1);
    }

    @Test
    void anAcceptedCompletionMadeTheObjectAndEndedTheUpload() throws Exception {
        String id = oss.initiateMultipartUpload(new InitiateMultipartUploadRequest(BUCKET, "k"))
                .getUploadId();
        CompleteMultipartUploadRequest complete =
                new CompleteMultipartUploadRequest(BUCKET, "k", id, new ArrayList<>(List.of(part(id))));
        emulator.faults().inject(new Fault.AcceptThenDrop(), "CompleteMultipartUpload", 1);
        assertThatThrownBy(() -> oss.completeMultipartUpload(complete)).isInstanceOf(ClientException.class);
        assertThat(get("k")).isEqualTo("part");
        refusal("NoSuchUpload", () -> oss.completeMultipartUpload(complete));
    }

    private PartETag part(String id) {
        return oss.uploadPart(new UploadPartRequest(BUCKET, "k", id, 1, stream("part"), 4))
                .getPartETag();
    }

    @Test
    void aPlannedErrorIsTheServicesOwnAndHasNoEffect() throws Exception {
        emulator.faults().inject(new Fault.ServiceError(503, "SlowDown", Duration.ofMillis(1500)), "PutObject", 2);
        refusal("SlowDown", () -> put("k", "x"));
        GeneratePresignedUrlRequest request = new GeneratePresignedUrlRequest(BUCKET, "k", HttpMethod.PUT);
        request.setExpiration(Date.from(Instant.now().plusSeconds(60)));
        URI url = oss.generatePresignedUrl(request).toURI();
        RawHttp.Answer answer = RawHttp.exchange(
                emulator.endpoint(), "PUT", url.getRawPath() + "?" + url.getRawQuery(), Map.of(), bytes("x"));
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.headers())
                .containsEntry("x-oss-qos-delay-time", "1500")
                .containsEntry("retry-after", "2");
        assertThat(oss.doesObjectExist(BUCKET, "k")).isFalse();
        put("k", "y");
        assertThat(get("k")).isEqualTo("y");
    }

    @Test
    void aPlannedErrorOfHeadReachesTheClient() {
        emulator.faults().inject(new Fault.ServiceError(500, "InternalError"), "HeadObject", 1);
        refusal("InternalError", () -> oss.getObjectMetadata(BUCKET, "k"));
    }

    @Test
    void aDelayedCallIsAnsweredLater() throws Exception {
        Duration delay = Duration.ofMillis(200);
        emulator.faults().inject(new Fault.Delay(delay), "PutObject", 1);
        long start = System.nanoTime();
        put("k", "x");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(delay);
        assertThat(get("k")).isEqualTo("x");
    }

    @Test
    void stoppingEndsADelayedCallWithoutEffect() throws Exception {
        emulator.faults().inject(new Fault.Delay(Duration.ofHours(1)), "PutObject", 1);
        CompletableFuture<Void> call = CompletableFuture.runAsync(() -> put("k", "x"));
        while (emulator.faults().remaining() > 0) {
            Thread.onSpinWait();
        }
        emulator.stop();
        assertThatThrownBy(() -> call.get(30, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(ClientException.class);
        emulator.start();
        assertThat(oss.doesObjectExist(BUCKET, "k")).isFalse();
    }

    @Test
    void anAnswerThatNobodyGetsLetsGoOfItsContent(@TempDir Path folder) throws Exception {
        try (OssEmulator keeping =
                OssEmulator.builder().bucket(BUCKET).folder(folder).build()) {
            keeping.start();
            OSS client = keeping.client();
            try {
                client.putObject(BUCKET, "k", stream("x"));
                assertThat(bodies(folder)).hasSize(1);
                keeping.faults().inject(new Fault.AcceptThenDrop(), "GetObject", 1);
                assertThatThrownBy(() -> client.getObject(BUCKET, "k")).isInstanceOf(ClientException.class);
                keeping.faults().inject(new Fault.Stall(Fault.Moment.AFTER_EFFECT), "GetObject", 1);
                CompletableFuture<Void> stalled = CompletableFuture.runAsync(() -> client.getObject(BUCKET, "k"));
                while (keeping.waitingCalls() == 0) {
                    Thread.onSpinWait();
                }
                keeping.stop();
                assertThatThrownBy(() -> stalled.get(30, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
                keeping.start();
                client.deleteObject(BUCKET, "k");
                assertThat(bodies(folder)).as("files of what is deleted").isEmpty();
            } finally {
                client.shutdown();
            }
        }
    }

    private static List<Path> bodies(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("bodies"))) {
            return files.toList();
        }
    }

    @Test
    void someKeysOfAMultipleDeleteFail() {
        emulator.faults().inject(new Fault.FailRows(Set.of(0, 2), "Any"), "*", 1);
        put("a", "x");
        put("b", "x");
        put("c&<", "x");
        DeleteObjectsRequest delete = new DeleteObjectsRequest(BUCKET).withKeys(List.of("a", "b", "c&<"));
        assertThat(oss.deleteObjects(delete).getDeletedObjects()).containsExactly("b");
        assertThat(oss.doesObjectExist(BUCKET, "a")).isTrue();
        assertThat(oss.doesObjectExist(BUCKET, "b")).isFalse();
        assertThat(oss.doesObjectExist(BUCKET, "c&<")).isTrue();
        assertThat(oss.deleteObjects(delete).getDeletedObjects())
                .as("the next one is healthy")
                .hasSize(3);
        assertThatThrownBy(() -> emulator.faults().inject(new Fault.FailRows(Set.of(0), "Any"), "PutObject", 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("DeleteMultipleObjects");
    }

    @Test
    void aCallThatIsNotLetInDoesNotMeetAFault() throws Exception {
        emulator.faults().inject(new Fault.DropConnection(), "*", 1);
        assertThat(RawHttp.exchange(emulator.endpoint(), "GET", "/" + BUCKET + "/k", Map.of(), bytes(""))
                        .status())
                .isEqualTo(403);
        assertThat(emulator.faults().remaining()).isEqualTo(1);
    }

    @Test
    void aFaultMeetsOnlyItsOwnOperation() throws Exception {
        emulator.faults().inject(new Fault.ServiceError(503, "SlowDown"), "UploadPart", 1);
        put("k", "x");
        assertThat(get("k")).isEqualTo("x");
        assertThat(emulator.faults().remaining()).isEqualTo(1);
    }

    @Test
    void callsAreRecordedByTheServicesNames() {
        put("k", "x");
        oss.doesObjectExist(BUCKET, "k");
        oss.listBuckets();
        assertThatThrownBy(() -> oss.getObject(BUCKET, "missing")).isInstanceOf(OSSException.class);
        assertThat(emulator.calls())
                .extracting("operation", "bucket", "key", "status", "code", "fault")
                .containsExactly(
                        tuple("PutObject", BUCKET, "k", 200, "", null),
                        tuple("GetObjectMeta", BUCKET, "k", 200, "", null),
                        tuple("ListBuckets", null, null, 200, "", null),
                        tuple("GetObject", BUCKET, "missing", 404, "NoSuchKey", null));
        emulator.clearCalls();
        assertThat(emulator.calls()).isEmpty();
    }

    @Test
    void aStopClosesThePortAndKeepsTheData() throws Exception {
        put("k", "x");
        URI endpoint = emulator.endpoint();
        emulator.stop();
        assertThatThrownBy(() -> get("k")).isInstanceOf(ClientException.class);
        emulator.start();
        assertThat(emulator.endpoint()).isEqualTo(endpoint);
        assertThat(get("k")).isEqualTo("x");
    }

    @Test
    void theReadyMadeClientWorks() throws Exception {
        com.aliyun.oss.OSS ready = emulator.client();
        ready.putObject(BUCKET, "k", stream("x"));
        ready.shutdown();
        assertThat(get("k")).isEqualTo("x");
    }

    @Test
    void aBuilderRefusesWhatCannotBe() {
        assertThatThrownBy(() -> OssEmulator.builder().bucket("No Bucket"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> OssEmulator.builder().port(70_000)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> OssEmulator.builder().accessKey("", "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> OssEmulator.builder().build().endpoint()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aBucketThatIsThereFromTheStartMayHaveAShortNameButNobodyCanCreateOne() throws Exception {
        try (OssEmulator small =
                OssEmulator.builder().accessKey("k", "s").bucket("b").build()) {
            small.start();
            assertThat(signed(small, "PUT", "/b/key", "content").status()).isEqualTo(200);
            assertThat(signed(small, "GET", "/b/key", "").body()).isEqualTo("content");
            assertThat(signed(small, "PUT", "/c/", "").body()).contains("InvalidBucketName");
            assertThat(signed(small, "GET", "/c/key", "").body()).contains("InvalidBucketName");
        }
    }

    /** A request with a V1 signature of key k and secret s. */
    private static RawHttp.Answer signed(OssEmulator oss, String method, String target, String body) throws Exception {
        String date = java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME.format(
                java.time.ZonedDateTime.now(java.time.ZoneOffset.UTC));
        javax.crypto.Mac mac = javax.crypto.Mac.getInstance("HmacSHA1");
        mac.init(new javax.crypto.spec.SecretKeySpec(new byte[] {'s'}, "HmacSHA1"));
        byte[] signature = mac.doFinal(
                (method + "\n\n\n" + date + "\n" + target).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return RawHttp.exchange(
                oss.endpoint(),
                method,
                target,
                java.util.Map.of(
                        "Date",
                        date,
                        "Authorization",
                        "OSS k:" + java.util.Base64.getEncoder().encodeToString(signature)),
                body.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
