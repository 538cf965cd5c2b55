package dev.sluice.testkit.oss;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.oss.common.comm.SignVersion;
import com.aliyun.oss.model.AccessMonitor;
import com.aliyun.oss.model.BucketReferer;
import com.aliyun.oss.model.BucketStat;
import com.aliyun.oss.model.BucketVersioningConfiguration;
import com.aliyun.oss.model.DescribeRegionsRequest;
import com.aliyun.oss.model.InitiateMultipartUploadRequest;
import com.aliyun.oss.model.LifecycleRule;
import com.aliyun.oss.model.ObjectMetadata;
import com.aliyun.oss.model.Payer;
import com.aliyun.oss.model.SSEAlgorithm;
import com.aliyun.oss.model.ServerSideEncryptionByDefault;
import com.aliyun.oss.model.ServerSideEncryptionConfiguration;
import com.aliyun.oss.model.SetBucketCORSRequest;
import com.aliyun.oss.model.SetBucketEncryptionRequest;
import com.aliyun.oss.model.SetBucketLifecycleRequest;
import com.aliyun.oss.model.SetBucketLoggingRequest;
import com.aliyun.oss.model.SetBucketVersioningRequest;
import com.aliyun.oss.model.SetBucketWebsiteRequest;
import com.aliyun.oss.model.UserQos;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(
        value = SignVersion.class,
        names = {"V1", "V4"})
class OssBucketDocumentsTest extends OssContract {
    @Parameter
    SignVersion version;

    @Override
    SignVersion signVersion() {
        return version;
    }

    @Test
    void lifecycleRulesAreKept() {
        refusal("NoSuchLifecycle", () -> oss.getBucketLifecycle(BUCKET));
        SetBucketLifecycleRequest request = new SetBucketLifecycleRequest(BUCKET);
        request.AddLifecycleRule(new LifecycleRule("old logs", "logs/", LifecycleRule.RuleStatus.Enabled, 30));
        oss.setBucketLifecycle(request);
        LifecycleRule rule = oss.getBucketLifecycle(BUCKET).get(0);
        assertThat(rule.getId()).isEqualTo("old logs");
        assertThat(rule.getPrefix()).isEqualTo("logs/");
        assertThat(rule.getExpirationDays()).isEqualTo(30);
        oss.deleteBucketLifecycle(BUCKET);
        refusal("NoSuchLifecycle", () -> oss.getBucketLifecycle(BUCKET));
        refusal("NoSuchBucket", () -> oss.getBucketLifecycle("missing"));
    }

    @Test
    void tagsOfABucketAreKept() {
        assertThat(oss.getBucketTagging(BUCKET).getAllTags()).isEmpty();
        oss.setBucketTagging(BUCKET, Map.of("team", "search"));
        assertThat(oss.getBucketTagging(BUCKET).getAllTags()).containsOnly(Map.entry("team", "search"));
        oss.deleteBucketTagging(BUCKET);
        assertThat(oss.getBucketTagging(BUCKET).getAllTags()).isEmpty();
    }

    @Test
    void corsRulesAreKept() {
        refusal("NoSuchCORSConfiguration", () -> oss.getBucketCORSRules(BUCKET));
        SetBucketCORSRequest.CORSRule rule = new SetBucketCORSRequest.CORSRule();
        rule.addAllowdOrigin("https://example.com");
        rule.addAllowedMethod("GET");
        SetBucketCORSRequest request = new SetBucketCORSRequest(BUCKET);
        request.addCorsRule(rule);
        oss.setBucketCORS(request);
        assertThat(oss.getBucketCORSRules(BUCKET).get(0).getAllowedOrigins()).containsExactly("https://example.com");
        oss.deleteBucketCORSRules(BUCKET);
        refusal("NoSuchCORSConfiguration", () -> oss.getBucketCORSRules(BUCKET));
    }

    @Test
    void refererWebsiteAndLoggingAreKept() {
        assertThat(oss.getBucketReferer(BUCKET).isAllowEmptyReferer()).isTrue();
        oss.setBucketReferer(BUCKET, new BucketReferer(false, List.of("http://a.example")));
        assertThat(oss.getBucketReferer(BUCKET).isAllowEmptyReferer()).isFalse();
        assertThat(oss.getBucketReferer(BUCKET).getRefererList()).containsExactly("http://a.example");

        refusal("NoSuchWebsiteConfiguration", () -> oss.getBucketWebsite(BUCKET));
        SetBucketWebsiteRequest website = new SetBucketWebsiteRequest(BUCKET);
        website.setIndexDocument("index.html");
        oss.setBucketWebsite(website);
        assertThat(oss.getBucketWebsite(BUCKET).getIndexDocument()).isEqualTo("index.html");
        oss.deleteBucketWebsite(BUCKET);
        refusal("NoSuchWebsiteConfiguration", () -> oss.getBucketWebsite(BUCKET));

        assertThat(oss.getBucketLogging(BUCKET).getTargetBucket()).isNull();
        SetBucketLoggingRequest logging = new SetBucketLoggingRequest(BUCKET);
        logging.setTargetBucket(BUCKET);
        logging.setTargetPrefix("access/");
        oss.setBucketLogging(logging);
        assertThat(oss.getBucketLogging(BUCKET).getTargetPrefix()).isEqualTo("access/");
        oss.deleteBucketLogging(BUCKET);
        assertThat(oss.getBucketLogging(BUCKET).getTargetBucket()).isNull();
    }

    @Test
    void theEncryptionOfABucketIsThatOfItsNewObjects() {
        refusal("NoSuchServerSideEncryptionRule", () -> oss.getBucketEncryption(BUCKET));
        ServerSideEncryptionConfiguration configuration = new ServerSideEncryptionConfiguration()
                .withApplyServerSideEncryptionByDefault(
                        new ServerSideEncryptionByDefault(SSEAlgorithm.KMS).withKMSMasterKeyID("key-1"));
        oss.setBucketEncryption(new SetBucketEncryptionRequest(BUCKET, configuration));
        assertThat(oss.getBucketEncryption(BUCKET)
                        .getApplyServerSideEncryptionByDefault()
                        .getSSEAlgorithm())
                .isEqualTo("KMS");
        put("k", "x");
        ObjectMetadata own = new ObjectMetadata();
        own.setServerSideEncryption("AES256");
        oss.putObject(BUCKET, "own", stream("x"), own);
        assertThat(oss.getObjectMetadata(BUCKET, "k").getServerSideEncryption()).isEqualTo("KMS");
        assertThat(oss.getObjectMetadata(BUCKET, "k").getServerSideEncryptionKeyId())
                .isEqualTo("key-1");
        assertThat(oss.getObjectMetadata(BUCKET, "own").getServerSideEncryption())
                .isEqualTo("AES256");
        oss.deleteBucketEncryption(BUCKET);
        put("k", "x");
        assertThat(oss.getObjectMetadata(BUCKET, "k").getServerSideEncryption()).isNull();
    }

    @Test
    void aPolicyIsKeptWhenItIsJson() {
        refusal("NoSuchBucketPolicy", () -> oss.getBucketPolicy(BUCKET));
        String policy = "{\"Version\":\"1\",\"Statement\":[]}";
        oss.setBucketPolicy(BUCKET, policy);
        assertThat(oss.getBucketPolicy(BUCKET).getPolicyText()).isEqualTo(policy);
        refusal("InvalidPolicyDocument", () -> oss.setBucketPolicy(BUCKET, "{\"Version\":"));
        assertThat(oss.getBucketPolicy(BUCKET).getPolicyText()).isEqualTo(policy);
        oss.deleteBucketPolicy(BUCKET);
        refusal("NoSuchBucketPolicy", () -> oss.getBucketPolicy(BUCKET));
    }

    @Test
    void smallSettingsAreKept() {
        assertThat(oss.getBucketRequestPayment(BUCKET).getPayer()).isEqualTo(Payer.BucketOwner);
        oss.setBucketRequestPayment(BUCKET, Payer.Requester);
        assertThat(oss.getBucketRequestPayment(BUCKET).getPayer()).isEqualTo(Payer.Requester);
        assertThat(oss.getBucketStorageCapacity(BUCKET).getStorageCapacity()).isEqualTo(-1);
        oss.setBucketStorageCapacity(BUCKET, new UserQos(5));
        assertThat(oss.getBucketStorageCapacity(BUCKET).getStorageCapacity()).isEqualTo(5);
        oss.putBucketAccessMonitor(BUCKET, AccessMonitor.AccessMonitorStatus.Enabled.toString());
        assertThat(oss.getBucketAccessMonitor(BUCKET).getStatus()).isEqualTo("Enabled");
        refusal("NoSuchTransferAccelerationConfiguration", () -> oss.getBucketTransferAcceleration(BUCKET));
        oss.setBucketTransferAcceleration(BUCKET, true);
        assertThat(oss.getBucketTransferAcceleration(BUCKET).isEnabled()).isTrue();
        assertThat(oss.getBucketResourceGroup(BUCKET).getResourceGroupId()).isEqualTo("rg-default");
    }

    @Test
    void aBucketCountsWhatItHolds() {
        oss.setBucketVersioning(new SetBucketVersioningRequest(
                BUCKET, new BucketVersioningConfiguration().withStatus(BucketVersioningConfiguration.ENABLED)));
        put("a", "hello");
        put("a", "hello, hello");
        ObjectMetadata rare = new ObjectMetadata();
        rare.setHeader("x-oss-storage-class", "IA");
        oss.putObject(BUCKET, "b", stream("123"), rare);
        oss.deleteObject(BUCKET, "b");
        oss.initiateMultipartUpload(new InitiateMultipartUploadRequest(BUCKET, "c"));

        BucketStat stat = oss.getBucketStat(BUCKET);
        assertThat(stat.getStorageSize()).isEqualTo(20);
        assertThat(stat.getObjectCount()).isEqualTo(3);
        assertThat(stat.getMultipartUploadCount()).isEqualTo(1);
        assertThat(stat.getStandardStorage()).isEqualTo(17);
        assertThat(stat.getInfrequentAccessObjectCount()).isEqualTo(1);
    }

    @Test
    void aBucketAndTheRegionsCanBeAskedFor() {
        assertThat(oss.getBucketMetadata(BUCKET).getBucketRegion()).isEqualTo("oss-cn-hangzhou");
        refusal("NoSuchBucket", () -> oss.getBucketMetadata("missing"));
        assertThat(oss.describeRegions(new DescribeRegionsRequest()).getRegionInfoList())
                .extracting(region -> region.getRegion())
                .containsExactly("oss-cn-hangzhou");
    }
}
