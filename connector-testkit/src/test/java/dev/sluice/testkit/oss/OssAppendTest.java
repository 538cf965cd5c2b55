package dev.sluice.testkit.oss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.oss.HttpMethod;
import com.aliyun.oss.InconsistentException;
import com.aliyun.oss.OSSException;
import com.aliyun.oss.common.comm.SignVersion;
import com.aliyun.oss.model.AppendObjectRequest;
import com.aliyun.oss.model.AppendObjectResult;
import com.aliyun.oss.model.BucketVersioningConfiguration;
import com.aliyun.oss.model.CreateBucketRequest;
import com.aliyun.oss.model.GeneratePresignedUrlRequest;
import com.aliyun.oss.model.GetObjectRequest;
import com.aliyun.oss.model.OSSObject;
import com.aliyun.oss.model.ObjectMetadata;
import com.aliyun.oss.model.ServerSideEncryptionByDefault;
import com.aliyun.oss.model.ServerSideEncryptionConfiguration;
import com.aliyun.oss.model.SetBucketEncryptionRequest;
import com.aliyun.oss.model.SetBucketVersioningRequest;
import com.aliyun.oss.model.StorageClass;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(
        value = SignVersion.class,
        names = {"V1", "V4"})
class OssAppendTest extends OssContract {
    @Parameter
    SignVersion version;

    @Override
    SignVersion signVersion() {
        return version;
    }

    @Test
    void eachAppendTellsWhereTheNextOneGoes() throws Exception {
        AppendObjectResult first = append("log", 0, bytes("one\n"), null);
        assertThat(first.getNextPosition()).isEqualTo(4);
        // With the CRC so far the SDK checks the service's CRC of the whole object.
        AppendObjectResult second = append("log", 4, bytes("two\n"), first.getClientCRC());
        assertThat(second.getNextPosition()).isEqualTo(8);
        assertThat(second.getServerCRC()).isEqualTo(second.getClientCRC()).isNotNull();
        assertThat(get("log")).isEqualTo("one\ntwo\n");
        ObjectMetadata head = oss.getObjectMetadata(BUCKET, "log");
        assertThat(head.getObjectType()).isEqualTo("Appendable");
        assertThat(head.getRawMetadata()).containsEntry("x-oss-next-append-position", "8");
    }

    @Test
    void appendsOfAllSizesAddUp() throws Exception {
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        Long crc = null;
        for (int size : new int[] {0, 10, 3, 5000, 1, 1 << 20, 7, 3_000_000, 9, 12}) {
            byte[] more = noise(size);
            crc = append("log", expected.size(), more, crc).getClientCRC();
            expected.write(more);
        }
        assertThat(oss.getObject(BUCKET, "log").getObjectContent().readAllBytes())
                .isEqualTo(expected.toByteArray());
    }

    @Test
    void aWrongPositionIsRefused() throws Exception {
        append("log", 0, bytes("one\n"), null);
        for (long wrong : new long[] {0, 3, 5}) {
            refusal("PositionNotEqualToLength", () -> append("log", wrong, bytes("x"), null));
        }
        refusal("PositionNotEqualToLength", () -> append("new", 1, bytes("x"), null));
        assertThat(get("log")).isEqualTo("one\n");
        assertThat(oss.doesObjectExist(BUCKET, "new")).isFalse();
    }

    @Test
    void anObjectThatWasPutCannotBeAppendedTo() throws Exception {
        put("thing", "x");
        refusal("ObjectNotAppendable", () -> append("thing", 1, bytes("y"), null));
        append("log", 0, bytes("old"), null);
        put("log", "new");
        assertThat(oss.getObjectMetadata(BUCKET, "log").getObjectType()).isEqualTo("Normal");
        refusal("ObjectNotAppendable", () -> append("log", 3, bytes("y"), null));
        assertThat(get("log")).isEqualTo("new");
        oss.deleteObject(BUCKET, "log");
        append("log", 0, bytes("again"), null);
        assertThat(get("log")).isEqualTo("again");
    }

    @Test
    void aCopyOfALogIsAnObjectOfItsOwn() throws Exception {
        append("log", 0, bytes("one"), null);
        append("log", 3, bytes("two"), null);
        oss.copyObject(BUCKET, "log", BUCKET, "copy");
        append("log", 6, bytes("three"), null);
        assertThat(get("copy")).isEqualTo("onetwo");
        assertThat(get("log")).isEqualTo("onetwothree");
        refusal("ObjectNotAppendable", () -> append("copy", 6, bytes("x"), null));
    }

    @Test
    void ofManyAppendsAtOnePositionOneWins() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (int round = 0; round < 20; round++) {
                long position = round * 2L;
                List<Future<Boolean>> tries = new ArrayList<>();
                for (int writer = 0; writer < 8; writer++) {
                    byte[] line = bytes(writer + "\n");
                    tries.add(threads.submit(() -> {
                        try {
                            append("log", position, line, null);
                            return true;
                        } catch (OSSException e) {
                            assertThat(e.getErrorCode()).isEqualTo("PositionNotEqualToLength");
                            return false;
                        }
                    }));
                }
                int winners = 0;
                for (Future<Boolean> attempt : tries) {
                    winners += attempt.get() ? 1 : 0;
                }
                assertThat(winners).isEqualTo(1);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(get("log")).hasSize(40);
    }

    @Test
    void aRefusalTellsThePositionInAHeaderThatTheSdkHides() throws Exception {
        append("log", 0, bytes("one\n"), null);
        GeneratePresignedUrlRequest request = new GeneratePresignedUrlRequest(BUCKET, "log", HttpMethod.POST);
        request.setExpiration(Date.from(Instant.now().plusSeconds(60)));
        request.setQueryParameter(Map.of("append", "", "position", "3"));
        URI url = oss.generatePresignedUrl(request).toURI();
        RawHttp.Answer answer = RawHttp.exchange(
                emulator.endpoint(), "POST", url.getRawPath() + "?" + url.getRawQuery(), Map.of(), bytes("x"));
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.headers()).containsEntry("x-oss-next-append-position", "4");
    }

    @Test
    void anEmptyAppendMakesTheObjectAndMayComeAgain() throws Exception {
        assertThat(append("log", 0, new byte[0], null).getNextPosition()).isZero();
        assertThat(append("log", 0, new byte[0], null).getNextPosition()).isZero();
        append("log", 0, bytes("one"), null);
        refusal("PositionNotEqualToLength", () -> append("log", 0, new byte[0], null));
        assertThat(append("log", 3, new byte[0], null).getNextPosition()).isEqualTo(3);
        assertThat(get("log")).isEqualTo("one");
    }

    @Test
    void theClientMissesItsOwnMistakeAboutTheCrcSoFar() throws Exception {
        append("log", 0, bytes("one"), null);
        assertThatThrownBy(() -> append("log", 3, bytes("two"), 1L)).isInstanceOf(InconsistentException.class);
        assertThat(get("log")).as("it was stored before it was compared").isEqualTo("onetwo");
    }

    @Test
    void theEndOfALogIsReadByASuffixRange() throws Exception {
        append("log", 0, bytes("one\n"), null);
        append("log", 4, bytes("two\n"), null);
        assertThat(text(range(-1, 4, false))).isEqualTo("two\n");
        assertThat(text(range(4, -1, false))).isEqualTo("two\n");
        OSSObject tooMuch = range(-1, 9, false);
        assertThat(tooMuch.getResponse().getStatusCode())
                .as("the range is ignored")
                .isEqualTo(200);
        assertThat(text(tooMuch)).isEqualTo("one\ntwo\n");
        OSSObject all = range(-1, 9, true);
        assertThat(all.getObjectMetadata().getRawMetadata()).containsEntry("Content-Range", "bytes 0-7/8");
        assertThat(text(all)).isEqualTo("one\ntwo\n");
        assertThat(text(range(8, -1, false))).isEqualTo("one\ntwo\n");
        assertThat(refusal("InvalidRange", () -> range(8, -1, true)).getRawResponseError())
                .contains("RangeRequested");
        append("empty", 0, new byte[0], null);
        GetObjectRequest empty = new GetObjectRequest(BUCKET, "empty");
        empty.setRange(-1, 4);
        assertThat(text(oss.getObject(empty))).isEmpty();
    }

    private OSSObject range(long from, long to, boolean standard) {
        GetObjectRequest request = new GetObjectRequest(BUCKET, "log");
        request.setRange(from, to);
        if (standard) {
            request.addHeader("x-oss-range-behavior", "standard");
        }
        return oss.getObject(request);
    }

    @Test
    void aBucketWithVersionsIsAppendedToWithoutMakingAny() throws Exception {
        for (String status : List.of(BucketVersioningConfiguration.ENABLED, BucketVersioningConfiguration.SUSPENDED)) {
            oss.setBucketVersioning(new SetBucketVersioningRequest(BUCKET, new BucketVersioningConfiguration(status)));
            String key = "log-" + status;
            append(key, 0, bytes("one"), null);
            append(key, 3, bytes("two"), null);
            refusal("PositionNotEqualToLength", () -> append(key, 3, bytes("two"), null));
            assertThat(get(key)).isEqualTo("onetwo");
            assertThat(oss.listVersions(BUCKET, key).getVersionSummaries()).hasSize(1);
            oss.deleteObject(BUCKET, key);
            refusal("PositionNotEqualToLength", () -> append(key, 6, bytes("x"), null));
            append(key, 0, bytes("again"), null);
            assertThat(get(key)).isEqualTo("again");
        }
    }

    @Test
    void aColdBucketCannotBeAppendedToUnlessTheObjectIsWarm() throws Exception {
        for (StorageClass cold : List.of(StorageClass.ColdArchive, StorageClass.DeepColdArchive)) {
            refusal("OperationNotSupported", () -> append(BUCKET, "log", cold));
            String bucket = "b-" + cold.toString().toLowerCase(Locale.ROOT);
            CreateBucketRequest create = new CreateBucketRequest(bucket);
            create.setStorageClass(cold);
            oss.createBucket(create);
            refusal("OperationNotSupported", () -> append(bucket, "log", null));
            append(bucket, "log", StorageClass.Standard);
            assertThat(text(oss.getObject(bucket, "log"))).isEqualTo("x");
        }
        append(BUCKET, "archived", StorageClass.Archive);
        refusal("InvalidObjectState", () -> oss.getObject(BUCKET, "archived"));
    }

    private void append(String bucket, String key, StorageClass storageClass) {
        ObjectMetadata metadata = new ObjectMetadata();
        if (storageClass != null) {
            metadata.setHeader("x-oss-storage-class", storageClass.toString());
        }
        oss.appendObject(new AppendObjectRequest(bucket, key, stream("x"), metadata).withPosition(0L));
    }

    @Test
    void anAppendableObjectMayBeEncryptedButNotWithAKeyThatIsNamed() {
        ObjectMetadata metadata = new ObjectMetadata();
        metadata.setServerSideEncryption("KMS");
        oss.appendObject(new AppendObjectRequest(BUCKET, "log", stream("x"), metadata).withPosition(0L));
        assertThat(oss.getObjectMetadata(BUCKET, "log").getServerSideEncryption())
                .isEqualTo("KMS");
        metadata.setServerSideEncryptionKeyId("9468da86");
        refusal(
                "OperationNotSupported",
                () -> oss.appendObject(
                        new AppendObjectRequest(BUCKET, "other", stream("x"), metadata).withPosition(0L)));
        ServerSideEncryptionConfiguration byDefault = new ServerSideEncryptionConfiguration();
        byDefault.setApplyServerSideEncryptionByDefault(
                new ServerSideEncryptionByDefault("KMS").withKMSMasterKeyID("9468da86"));
        oss.setBucketEncryption(new SetBucketEncryptionRequest(BUCKET, byDefault));
        refusal("OperationNotSupported", () -> append("third", 0, bytes("x"), null));
    }

    @Test
    void anAppendableObjectGrowsToFiveGigabytes() throws Exception {
        ContentStore contents = ContentStore.passing(1000, true);
        Bucket bucket = new Bucket(
                "b", Instant.EPOCH, "Standard", "private", new Ids(InstantSource.system(), 0), Journal.none());
        ReceivedBody one = ReceivedBody.copyOf(stream("x"), 1, contents);
        StoredObject log = StoredObject.appendable(one, Instant.EPOCH, Attributes.NONE);
        long almost = (5L << 30) - 1;
        // Only the length of it counts here.
        StoredObject long5 = new StoredObject(
                log.type(),
                new Content(List.of(), List.of(almost)),
                log.etag(),
                log.crc64(),
                null,
                Instant.EPOCH,
                Attributes.NONE,
                log.versionId(),
                null,
                null);
        bucket.restore("log", List.of(long5));
        assertThat(bucket.append("log", almost, one, Instant.EPOCH, Attributes.NONE)
                        .length())
                .isEqualTo(5L << 30);
        assertThatThrownBy(() -> bucket.append("log", 5L << 30, one, Instant.EPOCH, Attributes.NONE))
                .isInstanceOfSatisfying(
                        OssError.class, error -> assertThat(error.code()).isEqualTo("EntityTooLarge"));
    }

    private AppendObjectResult append(String key, long position, byte[] more, Long crcSoFar) {
        AppendObjectRequest request =
                new AppendObjectRequest(BUCKET, key, new ByteArrayInputStream(more)).withPosition(position);
        if (crcSoFar != null) {
            request.setInitCRC(crcSoFar);
        } else if (position == 0) {
            request.setInitCRC(0L);
        }
        return oss.appendObject(request);
    }
}
