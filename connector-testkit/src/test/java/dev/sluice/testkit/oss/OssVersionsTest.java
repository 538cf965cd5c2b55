package dev.sluice.testkit.oss;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.oss.common.comm.SignVersion;
import com.aliyun.oss.model.AppendObjectRequest;
import com.aliyun.oss.model.BucketVersioningConfiguration;
import com.aliyun.oss.model.CannedAccessControlList;
import com.aliyun.oss.model.CopyObjectRequest;
import com.aliyun.oss.model.CopyObjectResult;
import com.aliyun.oss.model.DeleteObjectsRequest;
import com.aliyun.oss.model.DeleteVersionsRequest;
import com.aliyun.oss.model.DeleteVersionsRequest.KeyVersion;
import com.aliyun.oss.model.DeleteVersionsResult.DeletedVersion;
import com.aliyun.oss.model.GenericRequest;
import com.aliyun.oss.model.GetObjectRequest;
import com.aliyun.oss.model.ListVersionsRequest;
import com.aliyun.oss.model.OSSObject;
import com.aliyun.oss.model.OSSVersionSummary;
import com.aliyun.oss.model.ObjectMetadata;
import com.aliyun.oss.model.SetBucketVersioningRequest;
import com.aliyun.oss.model.SetObjectTaggingRequest;
import com.aliyun.oss.model.VersionListing;
import java.util.ArrayList;
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
class OssVersionsTest extends OssContract {
    @Parameter
    SignVersion version;

    @Override
    SignVersion signVersion() {
        return version;
    }

    @Test
    void aBucketHasNoVersionsUntilTheyAreEnabled() throws Exception {
        assertThat(oss.getBucketVersioning(BUCKET).getStatus()).isNotEqualTo(BucketVersioningConfiguration.ENABLED);
        assertThat(oss.putObject(BUCKET, "k", stream("x")).getVersionId()).isNull();
        assertThat(oss.getObjectMetadata(BUCKET, "k").getVersionId()).isNull();
        versioning(BucketVersioningConfiguration.ENABLED);
        assertThat(oss.getBucketVersioning(BUCKET).getStatus()).isEqualTo(BucketVersioningConfiguration.ENABLED);
        assertThat(oss.getObjectMetadata(BUCKET, "k").getVersionId()).isEqualTo("null");
        versioning(BucketVersioningConfiguration.SUSPENDED);
        assertThat(oss.getBucketVersioning(BUCKET).getStatus()).isEqualTo(BucketVersioningConfiguration.SUSPENDED);
        assertThat(get("k", "null")).isEqualTo("x");
    }

    @Test
    void everyWriteMakesAVersionThatCanBeReadForEver() throws Exception {
        versioning(BucketVersioningConfiguration.ENABLED);
        String first = putVersion("k", "first");
        String second = putVersion("k", "second");
        assertThat(first).isNotEqualTo(second);
        assertThat(get("k")).isEqualTo("second");
        assertThat(get("k", first)).isEqualTo("first");
        assertThat(get("k", second)).isEqualTo("second");
        OSSObject old = oss.getObject(new GetObjectRequest(BUCKET, "k", first));
        assertThat(old.getObjectMetadata().getVersionId()).isEqualTo(first);
        assertThat(text(old)).isEqualTo("first");
        assertThat(oss.getObjectMetadata(new GenericRequest(BUCKET, "k", first)).getContentLength())
                .isEqualTo(5);
        assertThat(oss.getSimplifiedObjectMeta(new GenericRequest(BUCKET, "k", first))
                        .getVersionId())
                .isEqualTo(first);
        refusal("NoSuchVersion", () -> get("k", "CAEQnothing"));
    }

    @Test
    void aDeletionHidesTheObjectBehindAMarker() throws Exception {
        versioning(BucketVersioningConfiguration.ENABLED);
        String first = putVersion("k", "first");
        oss.deleteObject(BUCKET, "k");
        refusal("NoSuchKey", () -> get("k"));
        assertThat(oss.doesObjectExist(BUCKET, "k")).isFalse();
        assertThat(oss.listObjects(BUCKET).getObjectSummaries()).isEmpty();
        assertThat(get("k", first)).isEqualTo("first");

        OSSVersionSummary hidden = versions().get(0);
        assertThat(versions()).hasSize(2);
        assertThat(hidden.getVersionId()).isEqualTo(first);
        assertThat(hidden.isLatest()).isFalse();
        assertThat(hidden.getSize()).isEqualTo(5);
        assertThat(marker("k").isLatest()).isTrue();
        String marker = marker("k").getVersionId();
        refusal("MethodNotAllowed", () -> get("k", marker));

        // Without its marker the object is there again.
        oss.deleteVersion(BUCKET, "k", marker);
        assertThat(get("k")).isEqualTo("first");
        oss.deleteVersion(BUCKET, "k", first);
        refusal("NoSuchKey", () -> get("k"));
        assertThat(versions()).isEmpty();
        oss.deleteVersion(BUCKET, "k", first);
    }

    @Test
    void withoutItsCurrentVersionTheOneBeforeIsCurrent() throws Exception {
        versioning(BucketVersioningConfiguration.ENABLED);
        putVersion("k", "first");
        String second = putVersion("k", "second");
        oss.deleteVersion(BUCKET, "k", second);
        assertThat(get("k")).isEqualTo("first");
        assertThat(oss.listObjects(BUCKET).getObjectSummaries())
                .extracting(s -> s.getSize())
                .containsExactly(5L);
    }

    @Test
    void whileSuspendedTheNullVersionIsWrittenOver() throws Exception {
        put("k", "before");
        versioning(BucketVersioningConfiguration.ENABLED);
        String kept = putVersion("k", "kept");
        versioning(BucketVersioningConfiguration.SUSPENDED);
        assertThat(putVersion("k", "suspended 1")).isEqualTo("null");
        assertThat(putVersion("k", "suspended 2")).isEqualTo("null");
        assertThat(versions()).extracting(OSSVersionSummary::getVersionId).containsExactly("null", kept);
        assertThat(get("k")).isEqualTo("suspended 2");
        oss.deleteObject(BUCKET, "k");
        assertThat(versions()).hasSize(2);
        assertThat(marker("k").getVersionId()).isEqualTo("null");
        assertThat(get("k", kept)).isEqualTo("kept");
    }

    @Test
    void aCopyMayTakeAnOldVersion() throws Exception {
        versioning(BucketVersioningConfiguration.ENABLED);
        String first = putVersion("k ü", "first");
        putVersion("k ü", "second");
        CopyObjectRequest copy = new CopyObjectRequest(BUCKET, "k ü", first, BUCKET, "to");
        CopyObjectResult result = oss.copyObject(copy);
        assertThat(get("to")).isEqualTo("first");
        assertThat(result.getVersionId()).isNotEmpty().isNotEqualTo("null");
        assertThat(get("to", result.getVersionId())).isEqualTo("first");
        // How one brings an old version back.
        oss.copyObject(new CopyObjectRequest(BUCKET, "k ü", first, BUCKET, "k ü"));
        assertThat(get("k ü")).isEqualTo("first");
        assertThat(versions()).hasSize(4);
    }

    @Test
    void labelsBelongToOneVersion() {
        versioning(BucketVersioningConfiguration.ENABLED);
        String first = putVersion("k", "first");
        String second = putVersion("k", "second");
        SetObjectTaggingRequest tags = new SetObjectTaggingRequest(BUCKET, "k", Map.of("a", "b"));
        tags.setVersionId(first);
        oss.setObjectTagging(tags);
        assertThat(oss.getObjectTagging(BUCKET, "k").getAllTags()).isEmpty();
        assertThat(oss.getObjectTagging(new GenericRequest(BUCKET, "k", first)).getTag("a"))
                .isEqualTo("b");
        oss.deleteObjectTagging(new GenericRequest(BUCKET, "k", first));
        assertThat(oss.getObjectTagging(new GenericRequest(BUCKET, "k", first)).getAllTags())
                .isEmpty();
        oss.setObjectAcl(BUCKET, "k", CannedAccessControlList.PublicRead);
        assertThat(oss.getObjectAcl(new GenericRequest(BUCKET, "k", first))
                        .getPermission()
                        .toString())
                .isEqualTo("default");
        assertThat(oss.getObjectAcl(new GenericRequest(BUCKET, "k", second))
                        .getPermission()
                        .toString())
                .isEqualTo("public-read");
    }

    @Test
    void versionsAreListedInPagesAndRolledUp() {
        versioning(BucketVersioningConfiguration.ENABLED);
        List<String> expected = new ArrayList<>();
        for (String key : List.of("a b", "dir/1", "dir/2", "ü")) {
            String older = putVersion(key, "older");
            String newer = putVersion(key, "newer");
            expected.add(key + " " + newer);
            expected.add(key + " " + older);
        }
        for (int size = 1; size < 9; size++) {
            List<String> seen = new ArrayList<>();
            ListVersionsRequest request =
                    new ListVersionsRequest().withBucketName(BUCKET).withMaxResults(size);
            VersionListing page;
            do {
                page = oss.listVersions(request);
                page.getVersionSummaries().forEach(s -> seen.add(s.getKey() + " " + s.getVersionId()));
                request.setKeyMarker(page.getNextKeyMarker());
                request.setVersionIdMarker(page.getNextVersionIdMarker());
            } while (page.isTruncated());
            assertThat(seen).as("pages of " + size).isEqualTo(expected);
        }
        ListVersionsRequest rolled =
                new ListVersionsRequest().withBucketName(BUCKET).withMaxResults(3);
        rolled.setDelimiter("/");
        VersionListing first = oss.listVersions(rolled);
        assertThat(first.getVersionSummaries()).hasSize(2);
        assertThat(first.getCommonPrefixes()).containsExactly("dir/");
        rolled.setKeyMarker(first.getNextKeyMarker());
        VersionListing second = oss.listVersions(rolled);
        assertThat(second.getVersionSummaries())
                .extracting(OSSVersionSummary::getKey)
                .containsExactly("ü", "ü");
        assertThat(second.getCommonPrefixes()).isEmpty();
        assertThat(oss.listVersions(BUCKET, "dir/").getVersionSummaries()).hasSize(4);
    }

    @Test
    void manyVersionsAreDeletedAtOnce() {
        versioning(BucketVersioningConfiguration.ENABLED);
        String first = putVersion("k", "first");
        putVersion("other", "x");
        oss.deleteObjects(new DeleteObjectsRequest(BUCKET).withKeys(List.of("other")));
        String marker = marker("other").getVersionId();
        List<DeletedVersion> deleted = oss.deleteVersions(new DeleteVersionsRequest(BUCKET)
                        .withKeys(List.of(new KeyVersion("k", first), new KeyVersion("other", marker))))
                .getDeletedVersions();
        assertThat(deleted).extracting(DeletedVersion::getKey).containsExactly("k", "other");
        assertThat(deleted).extracting(DeletedVersion::getVersionId).containsExactly(first, marker);
        assertThat(deleted).extracting(DeletedVersion::isDeleteMarker).containsExactly(false, true);
        assertThat(oss.doesObjectExist(BUCKET, "k")).isFalse();
        assertThat(oss.doesObjectExist(BUCKET, "other")).isTrue();
    }

    @Test
    void anAppendChangesItsVersionAndAPutEndsIt() throws Exception {
        versioning(BucketVersioningConfiguration.ENABLED);
        append("log", "he", 0);
        append("log", "llo", 2);
        assertThat(versions()).hasSize(1);
        String log = versions().get(0).getVersionId();
        put("log", "else");
        refusal("ObjectNotAppendable", () -> append("log", "!", 5));
        assertThat(get("log", log)).isEqualTo("hello");
        oss.deleteVersion(BUCKET, "log", versions().get(0).getVersionId());
        append("log", "!", 5);
        assertThat(get("log")).isEqualTo("hello!");
    }

    @Test
    void aBucketWithOldVersionsIsNotEmptyAndForbidOverwriteMeansNothing() throws Exception {
        versioning(BucketVersioningConfiguration.ENABLED);
        ObjectMetadata forbid = new ObjectMetadata();
        forbid.setHeader("x-oss-forbid-overwrite", "true");
        oss.putObject(BUCKET, "k", stream("first"), forbid);
        oss.putObject(BUCKET, "k", stream("second"), forbid);
        assertThat(get("k")).isEqualTo("second");
        oss.deleteObject(BUCKET, "k");
        refusal("BucketNotEmpty", () -> oss.deleteBucket(BUCKET));
        versions().forEach(v -> oss.deleteVersion(BUCKET, "k", v.getVersionId()));
        oss.deleteBucket(BUCKET);
    }

    private void versioning(String status) {
        oss.setBucketVersioning(
                new SetBucketVersioningRequest(BUCKET, new BucketVersioningConfiguration().withStatus(status)));
    }

    private String putVersion(String key, String text) {
        return oss.putObject(BUCKET, key, stream(text)).getVersionId();
    }

    private String get(String key, String versionId) throws Exception {
        return text(oss.getObject(new GetObjectRequest(BUCKET, key, versionId)));
    }

    private OSSVersionSummary marker(String key) {
        return versions().stream()
                .filter(version -> version.isDeleteMarker() && version.getKey().equals(key))
                .findFirst()
                .orElseThrow();
    }

    /** In their order, but the SDK puts the delete markers behind all others. */
    private List<OSSVersionSummary> versions() {
        return oss.listVersions(new ListVersionsRequest().withBucketName(BUCKET))
                .getVersionSummaries();
    }

    private void append(String key, String text, long position) {
        AppendObjectRequest request = new AppendObjectRequest(BUCKET, key, stream(text));
        request.setPosition(position);
        oss.appendObject(request);
    }
}
