package dev.sluice.oss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.oss.OSS;
import com.aliyun.oss.model.BucketVersioningConfiguration;
import com.aliyun.oss.model.CreateBucketRequest;
import com.aliyun.oss.model.ServerSideEncryptionByDefault;
import com.aliyun.oss.model.ServerSideEncryptionConfiguration;
import com.aliyun.oss.model.SetBucketEncryptionRequest;
import com.aliyun.oss.model.SetBucketVersioningRequest;
import com.aliyun.oss.model.StorageClass;
import dev.sluice.testkit.fault.Fault;
import dev.sluice.testkit.harness.SinkTaskHarness;
import dev.sluice.testkit.oss.OssEmulator;
import java.time.Duration;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which buckets take {@code delivery.guarantee=exactly_once}; the others are found at start. */
class ExactlyOnceBucketTest {
    private static final String BUCKET = "a-bucket";
    private static final TopicPartition PARTITION = new TopicPartition("t", 0);

    private final OssEmulator emulator = OssEmulator.builder().bucket("another").build();
    private final SinkTaskHarness worker = SinkTaskHarness.ofEach(OssSinkTask::new);
    private OSS client;

    @BeforeEach
    void start() {
        emulator.start();
        client = emulator.client();
    }

    @AfterEach
    void stop() {
        worker.close();
        client.shutdown();
        emulator.close();
    }

    @Test
    void aBucketWithARetentionPolicyIsRefusedEachTime() {
        client.createBucket(BUCKET);
        client.initiateBucketWorm(BUCKET, 1);
        for (int start = 0; start < 2; start++) {
            assertThatThrownBy(this::run)
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("Nothing can be appended")
                    .hasMessageContaining("FileImmutable")
                    .hasMessageContaining("a bucket without retention policy")
                    .hasMessageContaining("delivery.guarantee=at_least_once");
        }
    }

    @Test
    void aBucketThatIsEncryptedWithANamedKeyIsRefused() {
        client.createBucket(BUCKET);
        ServerSideEncryptionConfiguration byDefault = new ServerSideEncryptionConfiguration();
        byDefault.setApplyServerSideEncryptionByDefault(
                new ServerSideEncryptionByDefault("KMS").withKMSMasterKeyID("9468da86"));
        client.setBucketEncryption(new SetBucketEncryptionRequest(BUCKET, byDefault));
        assertThatThrownBy(this::run).hasMessageContaining("not encrypted with a key of your own");
    }

    @Test
    void aMissingPermissionIsFound() {
        client.createBucket(BUCKET);
        emulator.faults().inject(new Fault.ServiceError(403, "AccessDenied"), "AppendObject", 1);
        assertThatThrownBy(this::run).hasMessageContaining("the permissions oss:PutObject and oss:GetObject");
    }

    @ParameterizedTest
    @ValueSource(strings = {BucketVersioningConfiguration.ENABLED, BucketVersioningConfiguration.SUSPENDED})
    void aBucketWithVersionsWillDo(String status) {
        client.createBucket(BUCKET);
        client.setBucketVersioning(new SetBucketVersioningRequest(BUCKET, new BucketVersioningConfiguration(status)));
        store();
        assertThat(client.listVersions(BUCKET, "topics/").getVersionSummaries())
                .as("an append makes no version")
                .hasSize(3);
    }

    @ParameterizedTest
    @EnumSource(StorageClass.class)
    void aBucketOfAnyStorageClassWillDo(StorageClass storageClass) {
        if (storageClass == StorageClass.Unknown) {
            return;
        }
        CreateBucketRequest create = new CreateBucketRequest(BUCKET);
        create.setStorageClass(storageClass);
        client.createBucket(create);
        store();
    }

    private void store() {
        run();
        worker.assign(PARTITION);
        for (int i = 0; i < 2; i++) {
            worker.produce(PARTITION, null, "k", null, "v" + i);
        }
        worker.pollUntil(
                () -> {
                    worker.commit();
                    return worker.committed(PARTITION) == 2;
                },
                Duration.ofSeconds(20));
        assertThat(client.doesObjectExist(BUCKET, "topics/t/partition=0/t+0+0000000000.json"))
                .isTrue();
    }

    private void run() {
        worker.start(Records.unscheduled(
                "oss.endpoint",
                emulator.endpoint().toString(),
                "oss.access.key.id",
                emulator.accessKeyId(),
                "oss.access.key.secret",
                emulator.accessKeySecret(),
                "flush.size",
                "2",
                "delivery.guarantee",
                "exactly_once"));
    }
}
