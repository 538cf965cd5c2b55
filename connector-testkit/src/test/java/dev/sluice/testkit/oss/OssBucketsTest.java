package dev.sluice.testkit.oss;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.oss.common.comm.SignVersion;
import com.aliyun.oss.model.Bucket;
import com.aliyun.oss.model.BucketInfo;
import com.aliyun.oss.model.CannedAccessControlList;
import com.aliyun.oss.model.CreateBucketRequest;
import com.aliyun.oss.model.InitiateMultipartUploadRequest;
import com.aliyun.oss.model.ListBucketsRequest;
import com.aliyun.oss.model.StorageClass;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(
        value = SignVersion.class,
        names = {"V1", "V4"})
class OssBucketsTest extends OssContract {
    @Parameter
    SignVersion version;

    @Override
    SignVersion signVersion() {
        return version;
    }

    @Test
    void aBucketIsMadeDescribedAndDeleted() {
        CreateBucketRequest request = new CreateBucketRequest("another");
        request.setStorageClass(StorageClass.IA);
        request.setCannedACL(CannedAccessControlList.PublicRead);
        oss.createBucket(request);

        assertThat(oss.doesBucketExist("another")).isTrue();
        BucketInfo info = oss.getBucketInfo("another");
        assertThat(info.getBucket().getName()).isEqualTo("another");
        assertThat(info.getBucket().getStorageClass()).isEqualTo(StorageClass.IA);
        assertThat(info.getBucket().getCreationDate()).isNotNull();
        assertThat(oss.getBucketAcl("another").getCannedACL()).isEqualTo(CannedAccessControlList.PublicRead);
        oss.setBucketAcl("another", CannedAccessControlList.Private);
        assertThat(oss.getBucketAcl("another").getCannedACL()).isEqualTo(CannedAccessControlList.Private);
        assertThat(oss.getBucketLocation("another")).isEqualTo("oss-cn-hangzhou");
        oss.deleteBucket("another");
        assertThat(oss.doesBucketExist("another")).isFalse();
    }

    @Test
    void makingOnesOwnBucketAgainChangesNothing() throws Exception {
        put("thing", "x");
        oss.createBucket(BUCKET);
        assertThat(get("thing")).isEqualTo("x");
    }

    @Test
    void bucketsAreListedInPages() {
        oss.createBucket("aaa-1");
        oss.createBucket("aaa-2");
        assertThat(oss.listBuckets()).extracting(Bucket::getName).containsExactly("aaa-1", "aaa-2", BUCKET);
        ListBucketsRequest first = new ListBucketsRequest("aaa", null, 1);
        assertThat(oss.listBuckets(first).getBucketList())
                .extracting(Bucket::getName)
                .containsExactly("aaa-1");
        assertThat(oss.listBuckets(first).isTruncated()).isTrue();
        ListBucketsRequest second =
                new ListBucketsRequest("aaa", oss.listBuckets(first).getNextMarker(), 1);
        assertThat(oss.listBuckets(second).getBucketList())
                .extracting(Bucket::getName)
                .containsExactly("aaa-2");
    }

    @Test
    void aBucketThatHoldsSomethingStays() {
        put("thing", "x");
        refusal("BucketNotEmpty", () -> oss.deleteBucket(BUCKET));
        oss.deleteObject(BUCKET, "thing");
        String upload = oss.initiateMultipartUpload(new InitiateMultipartUploadRequest(BUCKET, "k"))
                .getUploadId();
        refusal("BucketNotEmpty", () -> oss.deleteBucket(BUCKET));
        oss.abortMultipartUpload(new com.aliyun.oss.model.AbortMultipartUploadRequest(BUCKET, "k", upload));
        oss.deleteBucket(BUCKET);
    }

    @Test
    void aMissingBucketIsNamed() {
        assertThat(refusal("NoSuchBucket", () -> oss.listObjects("missing")).getRawResponseError())
                .contains("<BucketName>missing</BucketName>");
        refusal("NoSuchBucket", () -> oss.putObject("missing", "k", stream("x")));
        refusal("NoSuchBucket", () -> oss.deleteBucket("missing"));
    }
}
