package dev.sluice.testkit.oss;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.oss.ClientBuilderConfiguration;
import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSClientBuilder;
import com.aliyun.oss.model.AppendObjectRequest;
import com.aliyun.oss.model.BucketVersioningConfiguration;
import com.aliyun.oss.model.CompleteMultipartUploadRequest;
import com.aliyun.oss.model.DeleteObjectsRequest;
import com.aliyun.oss.model.GetBucketWormResult;
import com.aliyun.oss.model.InitiateMultipartUploadRequest;
import com.aliyun.oss.model.PartETag;
import com.aliyun.oss.model.SetBucketVersioningRequest;
import com.aliyun.oss.model.UploadPartRequest;
import dev.sluice.testkit.harness.ManualClock;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Retention policies (WORM), by the emulator's clock. */
class OssRetentionTest {
    private static final String BUCKET = OssContract.BUCKET;

    private final ManualClock clock = new ManualClock(Instant.parse("2030-01-01T00:00:00Z"));

    @TempDir
    Path folder;

    private OssEmulator emulator;
    private OSS oss;

    @BeforeEach
    void start() {
        emulator =
                OssEmulator.builder().bucket(BUCKET).clock(clock).folder(folder).build();
        emulator.start();
        oss = client();
    }

    @AfterEach
    void stop() {
        oss.shutdown();
        emulator.close();
    }

    /** A client whose clock goes like the emulator's. */
    private OSS client() {
        ClientBuilderConfiguration configuration = new ClientBuilderConfiguration();
        configuration.setTickOffset(clock.instant().toEpochMilli());
        configuration.setMaxErrorRetry(0);
        return new OSSClientBuilder()
                .build(
                        emulator.endpoint().toString(),
                        emulator.accessKeyId(),
                        emulator.accessKeySecret(),
                        configuration);
    }

    private void advance(Duration by) {
        clock.advance(by);
        oss.shutdown();
        oss = client();
    }

    @Test
    void aPolicyIsMadeThenLockedThenOnlyExtended() {
        OssContract.refusal("NoSuchWORMConfiguration", () -> oss.getBucketWorm(BUCKET));
        OssContract.refusal("InvalidWORMConfiguration", () -> oss.initiateBucketWorm(BUCKET, 0));
        String first = oss.initiateBucketWorm(BUCKET, 5).getWormId();
        OssContract.refusal("WORMConfigurationLocked", () -> oss.initiateBucketWorm(BUCKET, 5));
        oss.abortBucketWorm(BUCKET);
        OssContract.refusal("NoSuchWORMConfiguration", () -> oss.completeBucketWorm(BUCKET, first));

        String id = oss.initiateBucketWorm(BUCKET, 5).getWormId();
        assertThat(oss.getBucketWorm(BUCKET).getWormState()).isEqualTo("InProgress");
        OssContract.refusal("InvalidWORMConfiguration", () -> oss.extendBucketWorm(BUCKET, id, 6));
        OssContract.refusal("NoSuchWORMConfiguration", () -> oss.completeBucketWorm(BUCKET, "another"));
        oss.completeBucketWorm(BUCKET, id);
        OssContract.refusal("WORMConfigurationLocked", () -> oss.abortBucketWorm(BUCKET));
        OssContract.refusal("InvalidWORMConfiguration", () -> oss.extendBucketWorm(BUCKET, id, 4));
        oss.extendBucketWorm(BUCKET, id, 6);
        GetBucketWormResult policy = oss.getBucketWorm(BUCKET);
        assertThat(policy.getWormId()).isEqualTo(id);
        assertThat(policy.getWormState()).isEqualTo("Locked");
        assertThat(policy.getRetentionPeriodInDays()).isEqualTo(6);
        assertThat(policy.getCreationDate().toInstant()).isEqualTo(clock.instant());
    }

    @Test
    void aPolicyThatIsNotLockedHoldsForADay() {
        append(0);
        oss.initiateBucketWorm(BUCKET, 5);
        OssContract.refusal("FileImmutable", () -> append(1));
        advance(Duration.ofHours(25));
        append(1);
        OssContract.refusal("NoSuchWORMConfiguration", () -> oss.getBucketWorm(BUCKET));
        oss.initiateBucketWorm(BUCKET, 5);
    }

    @Test
    void inALockedBucketAnObjectCanBeMadeAndNotTouchedAgainUntilItsTimeIsOver() throws Exception {
        lock(2);
        append(0);
        OssContract.refusal("FileImmutable", () -> append(1));
        OssContract.refusal("FileImmutable", () -> put("log"));
        OssContract.refusal("FileImmutable", () -> oss.deleteObject(BUCKET, "log"));
        OssContract.refusal("FileImmutable", () -> oss.copyObject(BUCKET, "log", BUCKET, "log"));
        OssContract.refusal("FileImmutable", () -> upload("log"));
        upload("parts");
        DeleteObjectsRequest delete = new DeleteObjectsRequest(BUCKET).withKeys(List.of("log", "missing"));
        assertThat(oss.deleteObjects(delete).getDeletedObjects()).containsExactly("missing");
        stop();
        start();
        OssContract.refusal("FileImmutable", () -> append(1));
        assertThat(OssContract.text(oss.getObject(BUCKET, "log"))).isEqualTo("x");

        advance(Duration.ofDays(2));
        append(1);
        OssContract.refusal("FileImmutable", () -> append(2));
        oss.deleteObject(BUCKET, "parts");
    }

    @Test
    void inALockedBucketWithVersionsANewOneMayComeAndNoOldOneMayGo() {
        oss.setBucketVersioning(new SetBucketVersioningRequest(
                BUCKET, new BucketVersioningConfiguration(BucketVersioningConfiguration.ENABLED)));
        lock(2);
        append(0);
        String version = oss.getObjectMetadata(BUCKET, "log").getVersionId();
        OssContract.refusal("FileImmutable", () -> append(1));
        OssContract.refusal("FileImmutable", () -> oss.deleteVersion(BUCKET, "log", version));
        put("log");
        oss.deleteObject(BUCKET, "log");
        append(0);
    }

    private void lock(int days) {
        oss.completeBucketWorm(BUCKET, oss.initiateBucketWorm(BUCKET, days).getWormId());
    }

    private void append(long position) {
        oss.appendObject(new AppendObjectRequest(BUCKET, "log", stream()).withPosition(position));
    }

    private void put(String key) {
        oss.putObject(BUCKET, key, stream());
    }

    private void upload(String key) {
        String id = oss.initiateMultipartUpload(new InitiateMultipartUploadRequest(BUCKET, key))
                .getUploadId();
        PartETag part = oss.uploadPart(new UploadPartRequest(BUCKET, key, id, 1, stream(), 1))
                .getPartETag();
        oss.completeMultipartUpload(
                new CompleteMultipartUploadRequest(BUCKET, key, id, new ArrayList<>(List.of(part))));
    }

    private static ByteArrayInputStream stream() {
        return new ByteArrayInputStream(new byte[] {'x'});
    }
}
