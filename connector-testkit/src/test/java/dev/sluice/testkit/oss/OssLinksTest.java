package dev.sluice.testkit.oss;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.oss.common.comm.SignVersion;
import com.aliyun.oss.model.AppendObjectRequest;
import com.aliyun.oss.model.CreateSymlinkRequest;
import com.aliyun.oss.model.GetObjectRequest;
import com.aliyun.oss.model.OSSObject;
import com.aliyun.oss.model.OSSSymlink;
import com.aliyun.oss.model.ObjectMetadata;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(
        value = SignVersion.class,
        names = {"V1", "V4"})
class OssLinksTest extends OssContract {
    @Parameter
    SignVersion version;

    @Override
    SignVersion signVersion() {
        return version;
    }

    @Test
    void aLinkShowsItsTargetUnderItsOwnMetadata() throws Exception {
        put("dir ü/target", "hello");
        CreateSymlinkRequest request = new CreateSymlinkRequest(BUCKET, "link", "dir ü/target");
        ObjectMetadata metadata = new ObjectMetadata();
        metadata.setContentType("text/markdown");
        metadata.addUserMetadata("who", "link");
        request.setMetadata(metadata);
        oss.createSymlink(request);

        OSSSymlink link = oss.getSymlink(BUCKET, "link");
        assertThat(link.getTarget()).isEqualTo("dir ü/target");
        assertThat(link.getMetadata().getUserMetadata()).containsEntry("who", "link");
        OSSObject read = oss.getObject(BUCKET, "link");
        assertThat(read.getObjectMetadata().getContentType()).isEqualTo("text/markdown");
        assertThat(read.getObjectMetadata().getUserMetadata()).containsOnly(Map.entry("who", "link"));
        assertThat(read.getObjectMetadata().getETag()).isEqualTo("5D41402ABC4B2A76B9719D911017C592");
        assertThat(text(read)).isEqualTo("hello");
        assertThat(oss.getObjectMetadata(BUCKET, "link").getObjectType()).isEqualTo("Symlink");
        assertThat(oss.getObjectMetadata(BUCKET, "link").getContentLength()).isEqualTo(5);
        put("dir ü/target", "0123456789");
        assertThat(text(oss.getObject(new GetObjectRequest(BUCKET, "link").withRange(2, 4))))
                .isEqualTo("234");
    }

    @Test
    void deletingALinkLeavesItsTarget() throws Exception {
        put("target", "hello");
        oss.createSymlink(BUCKET, "link", "target");
        oss.deleteObject(BUCKET, "link");
        assertThat(get("target")).isEqualTo("hello");
        refusal("NoSuchKey", () -> oss.getSymlink(BUCKET, "link"));
    }

    @Test
    void aLinkToNothingOrToALinkCannotBeRead() {
        oss.createSymlink(BUCKET, "dangling", "nothing");
        refusal("SymlinkTargetNotExist", () -> oss.getObject(BUCKET, "dangling"));
        put("target", "x");
        oss.createSymlink(BUCKET, "one", "target");
        oss.createSymlink(BUCKET, "two", "one");
        refusal("InvalidTargetType", () -> oss.getObject(BUCKET, "two"));
        refusal("NotSymlink", () -> oss.getSymlink(BUCKET, "target"));
    }

    @Test
    void aLinkIsNoLogAndItsCopyIsALink() throws Exception {
        put("target", "hello");
        oss.createSymlink(BUCKET, "link", "target");
        AppendObjectRequest append = new AppendObjectRequest(BUCKET, "link", stream("x"));
        append.setPosition(0L);
        refusal("ObjectNotAppendable", () -> oss.appendObject(append));
        oss.copyObject(BUCKET, "link", BUCKET, "copy");
        assertThat(oss.getSymlink(BUCKET, "copy").getTarget()).isEqualTo("target");
        assertThat(get("copy")).isEqualTo("hello");
    }

    @Test
    void forbidOverwriteHoldsForLinks() throws Exception {
        put("taken", "x");
        put("target", "hello");
        CreateSymlinkRequest request = new CreateSymlinkRequest(BUCKET, "taken", "target");
        ObjectMetadata forbid = new ObjectMetadata();
        forbid.setHeader("x-oss-forbid-overwrite", "true");
        request.setMetadata(forbid);
        refusal("FileAlreadyExists", () -> oss.createSymlink(request));
        assertThat(get("taken")).isEqualTo("x");
    }
}
