package dev.sluice.testkit.oss;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.oss.ClientBuilderConfiguration;
import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSClientBuilder;
import com.aliyun.oss.model.ObjectMetadata;
import com.aliyun.oss.model.RestoreConfiguration;
import com.aliyun.oss.model.RestoreJobParameters;
import com.aliyun.oss.model.RestoreTier;
import dev.sluice.testkit.harness.ManualClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OssRestoreTest {
    private static final String BUCKET = OssContract.BUCKET;

    private final ManualClock clock = new ManualClock(Instant.parse("2030-01-01T00:00:00Z"));
    private final OssEmulator emulator =
            OssEmulator.builder().bucket(BUCKET).clock(clock).build();
    private OSS oss;

    @BeforeEach
    void start() {
        emulator.start();
        oss = client();
    }

    /** A client whose clock goes like the emulator's. */
    private OSS client() {
        ClientBuilderConfiguration configuration = new ClientBuilderConfiguration();
        configuration.setTickOffset(clock.instant().toEpochMilli());
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

    @AfterEach
    void stop() {
        oss.shutdown();
        emulator.close();
    }

    @Test
    void anArchivedObjectThawsForSomeDays() throws Exception {
        put("k", "Archive");
        OssContract.refusal("InvalidObjectState", () -> read("k"));
        assertThat(oss.restoreObject(BUCKET, "k").getStatusCode()).isEqualTo(202);
        ObjectMetadata thawing = oss.getObjectMetadata(BUCKET, "k");
        assertThat(thawing.getObjectRawRestore()).isEqualTo("ongoing-request=\"true\"");
        assertThat(thawing.isRestoreCompleted()).isFalse();
        OssContract.refusal("RestoreAlreadyInProgress", () -> oss.restoreObject(BUCKET, "k"));
        OssContract.refusal("InvalidObjectState", () -> read("k"));

        advance(Duration.ofMinutes(1));
        assertThat(oss.getObjectMetadata(BUCKET, "k").isRestoreCompleted()).isTrue();
        assertThat(read("k")).isEqualTo("hello");
        assertThat(oss.restoreObject(BUCKET, "k", new RestoreConfiguration(3)).getStatusCode())
                .isEqualTo(200);
        advance(Duration.ofDays(2));
        assertThat(read("k")).isEqualTo("hello");
        advance(Duration.ofDays(1));
        OssContract.refusal("InvalidObjectState", () -> read("k"));
        assertThat(oss.getObjectMetadata(BUCKET, "k").getObjectRawRestore()).isNull();
    }

    @Test
    void aColdArchiveTakesAsLongAsItsTier() throws Exception {
        put("k", "ColdArchive");
        oss.restoreObject(
                BUCKET, "k", new RestoreConfiguration(1, new RestoreJobParameters(RestoreTier.RESTORE_TIER_EXPEDITED)));
        advance(Duration.ofMinutes(59));
        OssContract.refusal("InvalidObjectState", () -> read("k"));
        advance(Duration.ofMinutes(1));
        assertThat(read("k")).isEqualTo("hello");
    }

    @Test
    void whatIsNotArchivedCannotBeRestored() {
        put("k", "IA");
        OssContract.refusal("OperationNotSupported", () -> oss.restoreObject(BUCKET, "k"));
        OssContract.refusal("NoSuchKey", () -> oss.restoreObject(BUCKET, "missing"));
    }

    private void put(String key, String storageClass) {
        ObjectMetadata metadata = new ObjectMetadata();
        metadata.setHeader("x-oss-storage-class", storageClass);
        metadata.setContentLength(5);
        oss.putObject(BUCKET, key, OssContract.stream("hello"), metadata);
    }

    private String read(String key) throws Exception {
        return OssContract.text(oss.getObject(BUCKET, key));
    }
}
