package dev.sluice.testkit.oss;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.oss.common.comm.SignVersion;
import com.aliyun.oss.model.CannedAccessControlList;
import com.aliyun.oss.model.CopyObjectRequest;
import com.aliyun.oss.model.DeleteObjectsRequest;
import com.aliyun.oss.model.GetObjectRequest;
import com.aliyun.oss.model.OSSObject;
import com.aliyun.oss.model.ObjectAcl;
import com.aliyun.oss.model.ObjectMetadata;
import com.aliyun.oss.model.ObjectPermission;
import com.aliyun.oss.model.PutObjectRequest;
import com.aliyun.oss.model.PutObjectResult;
import com.aliyun.oss.model.SimplifiedObjectMeta;
import com.aliyun.oss.model.StorageClass;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
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
class OssObjectsTest extends OssContract {
    @Parameter
    SignVersion version;

    @Override
    SignVersion signVersion() {
        return version;
    }

    @Test
    void anObjectComesBackAsItWasPut() throws Exception {
        PutObjectResult result = oss.putObject(BUCKET, "a/b c+d%/ключ.txt", stream("hello"));

        assertThat(result.getETag()).isEqualTo("5D41402ABC4B2A76B9719D911017C592");
        assertThat(result.getServerCRC()).isEqualTo(result.getClientCRC()).isNotNull();
        OSSObject object = oss.getObject(BUCKET, "a/b c+d%/ключ.txt");
        assertThat(object.getObjectMetadata().getContentType()).isEqualTo("text/plain");
        assertThat(object.getObjectMetadata().getContentLength()).isEqualTo(5);
        assertThat(object.getObjectMetadata().getETag()).isEqualTo(result.getETag());
        assertThat(text(object)).isEqualTo("hello");
    }

    @Test
    void bodiesOfEverySizeSurviveWithAndWithoutADeclaredLength() throws Exception {
        for (int size : new int[] {0, 1, 16_384, 16_385, 5_000_000, 9_000_000}) {
            byte[] body = noise(size);
            ObjectMetadata declared = new ObjectMetadata();
            declared.setContentLength(size);
            oss.putObject(BUCKET, "declared", new ByteArrayInputStream(body), declared);
            oss.putObject(BUCKET, "chunked", new ByteArrayInputStream(body));
            for (String key : List.of("declared", "chunked")) {
                byte[] back = oss.getObject(BUCKET, key).getObjectContent().readAllBytes();
                assertThat(back).as(key + " of " + size).isEqualTo(body);
            }
        }
    }

    @Test
    void headersAndUserMetadataAreStoredAndReturned() throws Exception {
        ObjectMetadata metadata = new ObjectMetadata();
        metadata.setContentType("application/x-thing;charset=UTF-8");
        metadata.setCacheControl("no-cache");
        metadata.setContentDisposition("attachment;filename=\"x y.txt\"");
        metadata.setContentEncoding("identity");
        metadata.setExpirationTime(Date.from(Instant.parse("2030-01-01T00:00:00Z")));
        metadata.setHeader("x-oss-storage-class", "IA");
        metadata.setServerSideEncryption("AES256");
        metadata.addUserMetadata("author", "Jürgen");
        metadata.setObjectAcl(CannedAccessControlList.PublicRead);
        metadata.setObjectTagging(Map.of("k1", "v 1", "k2", "x"));
        oss.putObject(BUCKET, "thing", stream("x"), metadata);

        ObjectMetadata back = oss.getObjectMetadata(BUCKET, "thing");
        assertThat(back.getContentType()).isEqualTo("application/x-thing;charset=UTF-8");
        assertThat(back.getCacheControl()).isEqualTo("no-cache");
        assertThat(back.getContentDisposition()).isEqualTo("attachment;filename=\"x y.txt\"");
        assertThat(back.getContentEncoding()).isEqualTo("identity");
        assertThat(back.getExpirationTime()).isEqualTo(Date.from(Instant.parse("2030-01-01T00:00:00Z")));
        assertThat(back.getObjectStorageClass()).isEqualTo(StorageClass.IA);
        assertThat(back.getServerSideEncryption()).isEqualTo("AES256");
        assertThat(back.getUserMetadata()).containsOnly(Map.entry("author", "Jürgen"));
        assertThat(back.getObjectType()).isEqualTo("Normal");
        assertThat(back.getContentLength()).isEqualTo(1);
        assertThat(back.getRawMetadata()).containsEntry("x-oss-tagging-count", "2");
        assertThat(oss.getObjectAcl(BUCKET, "thing").getPermission()).isEqualTo(ObjectPermission.PublicRead);
        assertThat(oss.getObjectTagging(BUCKET, "thing").getAllTags())
                .containsOnly(Map.entry("k1", "v 1"), Map.entry("k2", "x"));
    }

    @Test
    void aclAndTagsCanBeChangedLater() {
        put("thing", "x");
        oss.setObjectAcl(BUCKET, "thing", CannedAccessControlList.Private);
        oss.setObjectTagging(BUCKET, "thing", Map.of("a", "b"));

        ObjectAcl acl = oss.getObjectAcl(BUCKET, "thing");
        assertThat(acl.getPermission()).isEqualTo(ObjectPermission.Private);
        assertThat(oss.getObjectTagging(BUCKET, "thing").getTag("a")).isEqualTo("b");
        oss.deleteObjectTagging(BUCKET, "thing");
        assertThat(oss.getObjectTagging(BUCKET, "thing").getAllTags()).isEmpty();
    }

    @Test
    void metaIsTheShortFormOfHead() {
        put("thing", "hello");
        SimplifiedObjectMeta meta = oss.getSimplifiedObjectMeta(BUCKET, "thing");
        assertThat(meta.getSize()).isEqualTo(5);
        assertThat(meta.getETag()).isEqualTo("5D41402ABC4B2A76B9719D911017C592");
        assertThat(Duration.between(meta.getLastModified().toInstant(), Instant.now())
                        .abs())
                .isLessThan(Duration.ofMinutes(1));
        assertThat(oss.doesObjectExist(BUCKET, "thing")).isTrue();
        assertThat(oss.doesObjectExist(BUCKET, "nothing")).isFalse();
    }

    @Test
    void deletingWhatIsNotThereIsNoError() {
        put("thing", "x");
        oss.deleteObject(BUCKET, "thing");
        oss.deleteObject(BUCKET, "thing");
        refusal("NoSuchKey", () -> oss.getObject(BUCKET, "thing"));
    }

    @Test
    void manyAreDeletedAtOnce() {
        put("a b", "x");
        put("ü&<>", "x");
        put("kept", "x");
        List<String> keys = List.of("a b", "ü&<>", "missing");

        assertThat(oss.deleteObjects(new DeleteObjectsRequest(BUCKET).withKeys(keys))
                        .getDeletedObjects())
                .containsExactlyElementsOf(keys);
        assertThat(oss.listObjects(BUCKET).getObjectSummaries())
                .extracting(s -> s.getKey())
                .containsExactly("kept");
        assertThat(oss.deleteObjects(new DeleteObjectsRequest(BUCKET)
                                .withKeys(List.of("kept"))
                                .withQuiet(true))
                        .getDeletedObjects())
                .isEmpty();
        assertThat(oss.doesObjectExist(BUCKET, "kept")).isFalse();
    }

    @Test
    void aRangeIsPartOfTheObject() throws Exception {
        put("thing", "0123456789");
        assertThat(range(2, 4)).isEqualTo("234");
        assertThat(range(7, -1)).isEqualTo("789");
        assertThat(range(-1, 3)).isEqualTo("789");
        OSSObject part = oss.getObject(new GetObjectRequest(BUCKET, "thing").withRange(0, 0));
        assertThat(part.getObjectMetadata().getRawMetadata()).containsEntry("Content-Range", "bytes 0-0/10");
        assertThat(text(part)).isEqualTo("0");
    }

    @Test
    void aRangeNotInsideTheObjectIsIgnoredUnlessTheStandardIsAskedFor() throws Exception {
        put("thing", "0123456789");
        assertThat(range(5, 20)).isEqualTo("0123456789");
        assertThat(range(10, 20)).isEqualTo("0123456789");

        GetObjectRequest overEnd = new GetObjectRequest(BUCKET, "thing");
        overEnd.setRange(5, 20);
        overEnd.addHeader("x-oss-range-behavior", "standard");
        assertThat(text(oss.getObject(overEnd))).isEqualTo("56789");
        GetObjectRequest behind = new GetObjectRequest(BUCKET, "thing");
        behind.setRange(10, 20);
        behind.addHeader("x-oss-range-behavior", "standard");
        refusal("InvalidRange", () -> oss.getObject(behind));
    }

    @Test
    void conditionsAreKept() throws Exception {
        String etag = oss.putObject(BUCKET, "thing", stream("x")).getETag();
        GetObjectRequest match = new GetObjectRequest(BUCKET, "thing");
        match.setMatchingETagConstraints(List.of(etag));
        assertThat(text(oss.getObject(match))).isEqualTo("x");
        GetObjectRequest other = new GetObjectRequest(BUCKET, "thing");
        other.setMatchingETagConstraints(List.of("0000"));
        refusal("PreconditionFailed", () -> oss.getObject(other));
        GetObjectRequest none = new GetObjectRequest(BUCKET, "thing");
        none.setNonmatchingETagConstraints(List.of(etag));
        refusal("NotModified", () -> oss.getObject(none));
        GetObjectRequest modified = new GetObjectRequest(BUCKET, "thing");
        modified.setModifiedSinceConstraint(Date.from(Instant.now().plusSeconds(60)));
        refusal("NotModified", () -> oss.getObject(modified));
        GetObjectRequest unmodified = new GetObjectRequest(BUCKET, "thing");
        unmodified.setUnmodifiedSinceConstraint(Date.from(Instant.now().minusSeconds(3600)));
        refusal("PreconditionFailed", () -> oss.getObject(unmodified));
    }

    @Test
    void aCopyTakesContentAndMetadata() throws Exception {
        ObjectMetadata metadata = new ObjectMetadata();
        metadata.addUserMetadata("who", "me");
        oss.putObject(BUCKET, "from ü/1", stream("hello"), metadata);

        assertThat(oss.copyObject(BUCKET, "from ü/1", BUCKET, "to").getETag())
                .isEqualTo("5D41402ABC4B2A76B9719D911017C592");
        assertThat(get("to")).isEqualTo("hello");
        assertThat(oss.getObjectMetadata(BUCKET, "to").getUserMetadata()).containsEntry("who", "me");

        CopyObjectRequest replacing = new CopyObjectRequest(BUCKET, "from ü/1", BUCKET, "to");
        ObjectMetadata other = new ObjectMetadata();
        other.addUserMetadata("who", "you");
        replacing.setNewObjectMetadata(other);
        oss.copyObject(replacing);
        assertThat(oss.getObjectMetadata(BUCKET, "to").getUserMetadata()).containsOnly(Map.entry("who", "you"));
        refusal("NoSuchKey", () -> oss.copyObject(BUCKET, "missing", BUCKET, "to"));
    }

    @Test
    void forbidOverwriteKeepsWhatIsThere() throws Exception {
        ObjectMetadata forbid = new ObjectMetadata();
        forbid.setHeader("x-oss-forbid-overwrite", "true");
        oss.putObject(BUCKET, "thing", stream("first"), forbid);
        assertThat(refusal("FileAlreadyExists", () -> oss.putObject(BUCKET, "thing", stream("second"), forbid))
                        .getMessage())
                .isNotEmpty();
        CopyObjectRequest copy = new CopyObjectRequest(BUCKET, "thing", BUCKET, "thing");
        copy.addHeader("x-oss-forbid-overwrite", "true");
        refusal("FileAlreadyExists", () -> oss.copyObject(copy));
        assertThat(get("thing")).isEqualTo("first");
        put("thing", "third");
        assertThat(get("thing")).isEqualTo("third");
    }

    @Test
    void aContentMd5IsChecked() {
        ObjectMetadata metadata = new ObjectMetadata();
        metadata.setContentMD5("XUFAKrxLKna5cZ2REBfFkg==");
        oss.putObject(new PutObjectRequest(BUCKET, "thing", stream("hello"), metadata));
        refusal("InvalidDigest", () -> oss.putObject(BUCKET, "other", stream("hullo"), metadata));
        assertThat(oss.doesObjectExist(BUCKET, "other")).isFalse();
    }

    private String range(long from, long to) throws Exception {
        return text(oss.getObject(new GetObjectRequest(BUCKET, "thing").withRange(from, to)));
    }
}
