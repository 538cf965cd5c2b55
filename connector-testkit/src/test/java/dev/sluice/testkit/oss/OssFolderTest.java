package dev.sluice.testkit.oss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.oss.OSS;
import com.aliyun.oss.model.AbortMultipartUploadRequest;
import com.aliyun.oss.model.AppendObjectRequest;
import com.aliyun.oss.model.BucketVersioningConfiguration;
import com.aliyun.oss.model.CompleteMultipartUploadRequest;
import com.aliyun.oss.model.GetObjectRequest;
import com.aliyun.oss.model.InitiateMultipartUploadRequest;
import com.aliyun.oss.model.ListVersionsRequest;
import com.aliyun.oss.model.OSSObject;
import com.aliyun.oss.model.ObjectMetadata;
import com.aliyun.oss.model.PartETag;
import com.aliyun.oss.model.SetBucketVersioningRequest;
import com.aliyun.oss.model.UploadPartRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OssFolderTest {
    private static final String BUCKET = OssContract.BUCKET;

    @TempDir
    Path folder;

    private OssEmulator emulator;
    private OSS oss;

    @BeforeEach
    void start() {
        emulator = OssEmulator.builder().folder(folder).bucket(BUCKET).build();
        emulator.start();
        oss = emulator.client();
    }

    @AfterEach
    void stop() {
        oss.shutdown();
        emulator.close();
    }

    private void restart() {
        stop();
        start();
    }

    @Test
    void objectsComeBackAsTheyWere() throws Exception {
        ObjectMetadata metadata = new ObjectMetadata();
        metadata.setContentType("text/markdown");
        metadata.addUserMetadata("who", "Jürgen");
        metadata.setObjectTagging(Map.of("a", "b c"));
        String etag = oss.putObject(BUCKET, "dir ü/k", OssContract.stream("hello"), metadata)
                .getETag();
        byte[] big = OssContract.noise(3_000_000);
        oss.putObject(BUCKET, "big", new ByteArrayInputStream(big));
        put("gone", "x");
        put("changed", "before");
        put("changed", "after");
        oss.deleteObject(BUCKET, "gone");
        oss.createSymlink(BUCKET, "link", "big");
        put("empty", "");
        restart();

        ObjectMetadata back = oss.getObjectMetadata(BUCKET, "dir ü/k");
        assertThat(back.getETag()).isEqualTo(etag);
        assertThat(back.getContentType()).isEqualTo("text/markdown");
        assertThat(back.getUserMetadata()).containsOnly(Map.entry("who", "Jürgen"));
        assertThat(oss.getObjectTagging(BUCKET, "dir ü/k").getTag("a")).isEqualTo("b c");
        assertThat(get("dir ü/k")).isEqualTo("hello");
        assertThat(oss.getObject(BUCKET, "link").getObjectContent().readAllBytes())
                .isEqualTo(big);
        assertThat(oss.listObjects(BUCKET).getObjectSummaries())
                .extracting(s -> s.getKey())
                .containsExactly("big", "changed", "dir ü/k", "empty", "link");
        assertThat(get("changed")).isEqualTo("after");
        assertThat(get("empty")).isEmpty();
    }

    @Test
    void bucketsComeBackWithTheirSettings() {
        oss.createBucket("another");
        oss.createBucket("gone-again");
        oss.deleteBucket("gone-again");
        oss.setBucketTagging("another", Map.of("team", "search"));
        restart();
        assertThat(oss.listBuckets()).extracting(b -> b.getName()).containsExactly("another", BUCKET);
        assertThat(oss.getBucketTagging("another").getTag("team")).isEqualTo("search");
    }

    @Test
    void versionsComeBackAndNewOnesHaveOtherIds() throws Exception {
        oss.setBucketVersioning(new SetBucketVersioningRequest(
                BUCKET, new BucketVersioningConfiguration().withStatus(BucketVersioningConfiguration.ENABLED)));
        put("k", "first");
        put("k", "second");
        oss.deleteObject(BUCKET, "k");
        restart();
        OssContract.refusal("NoSuchKey", () -> get("k"));
        put("k", "third");
        List<String> ids =
                oss.listVersions(new ListVersionsRequest().withBucketName(BUCKET)).getVersionSummaries().stream()
                        .map(v -> v.getVersionId())
                        .toList();
        assertThat(ids).hasSize(4).doesNotHaveDuplicates();
        assertThat(OssContract.text(oss.getObject(new GetObjectRequest(BUCKET, "k", ids.get(2)))))
                .isEqualTo("first");
    }

    @Test
    void uploadsAndLogsGoOn() throws Exception {
        byte[] first = OssContract.noise(200_000);
        String id = oss.initiateMultipartUpload(new InitiateMultipartUploadRequest(BUCKET, "parts"))
                .getUploadId();
        PartETag one = part(id, 1, first);
        append("log", "hel", 0);
        restart();
        PartETag two = part(id, 2, OssContract.bytes("end"));
        oss.completeMultipartUpload(
                new CompleteMultipartUploadRequest(BUCKET, "parts", id, new ArrayList<>(List.of(one, two))));
        append("log", "lo", 3);
        restart();
        assertThat(get("log")).isEqualTo("hello");
        assertThat(oss.getObjectMetadata(BUCKET, "parts").getContentLength()).isEqualTo(200_003);
        oss.copyObject(BUCKET, "parts", BUCKET, "copy");
        oss.deleteObject(BUCKET, "parts");
        restart();
        byte[] copy = oss.getObject(BUCKET, "copy").getObjectContent().readAllBytes();
        assertThat(copy).startsWith(first).endsWith(OssContract.bytes("end"));
    }

    @Test
    void whatIsDeletedLeavesNoFile() throws Exception {
        put("k", "hello");
        oss.copyObject(BUCKET, "k", BUCKET, "copy");
        oss.copyObject(BUCKET, "k", BUCKET, "k");
        put("k", "again");
        assertThat(files()).isEqualTo(2);
        oss.deleteObject(BUCKET, "k");
        assertThat(get("copy")).isEqualTo("hello");
        oss.deleteObject(BUCKET, "copy");
        ObjectMetadata forbid = new ObjectMetadata();
        forbid.setHeader("x-oss-forbid-overwrite", "true");
        put("taken", "x");
        OssContract.refusal("FileAlreadyExists", () -> oss.putObject(BUCKET, "taken", OssContract.stream("y"), forbid));
        String id = oss.initiateMultipartUpload(new InitiateMultipartUploadRequest(BUCKET, "parts"))
                .getUploadId();
        part(id, 1, OssContract.bytes("x"));
        part(id, 1, OssContract.bytes("y"));
        oss.abortMultipartUpload(new AbortMultipartUploadRequest(BUCKET, "parts", id));
        assertThat(files()).isEqualTo(1);
    }

    @Test
    void aRecordThatWasCutOffCountsForNothing() throws Exception {
        put("k", "hello");
        oss.shutdown();
        emulator.close();
        Path journal = folder.resolve("journal");
        byte[] whole = Files.readAllBytes(journal);
        Files.write(journal, new byte[] {0, 0, 1, 0, 5, 5, 5, 5, 4, 0}, StandardOpenOption.APPEND);
        Files.writeString(folder.resolve("bodies").resolve("999"), "of a request that nobody answered");
        start();
        assertThat(get("k")).isEqualTo("hello");
        assertThat(files()).isEqualTo(1);
        assertThat(Files.readAllBytes(journal)).hasSizeLessThanOrEqualTo(whole.length);
    }

    @Test
    void aFolderIsForOneEmulatorAtATime() {
        assertThatThrownBy(() -> OssEmulator.builder().folder(folder).build())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("another emulator");
        emulator.close();
        OssEmulator.builder().folder(folder).build().close();
    }

    private long files() throws IOException {
        try (Stream<Path> all = Files.list(folder.resolve("bodies"))) {
            return all.count();
        }
    }

    private void put(String key, String text) {
        oss.putObject(BUCKET, key, OssContract.stream(text));
    }

    private String get(String key) throws IOException {
        try (OSSObject object = oss.getObject(BUCKET, key);
                InputStream in = object.getObjectContent()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void append(String key, String text, long position) {
        AppendObjectRequest request = new AppendObjectRequest(BUCKET, key, OssContract.stream(text));
        request.setPosition(position);
        oss.appendObject(request);
    }

    private PartETag part(String id, int number, byte[] bytes) {
        UploadPartRequest request = new UploadPartRequest();
        request.setBucketName(BUCKET);
        request.setKey("parts");
        request.setUploadId(id);
        request.setPartNumber(number);
        request.setPartSize(bytes.length);
        request.setInputStream(new ByteArrayInputStream(bytes));
        return oss.uploadPart(request).getPartETag();
    }
}
