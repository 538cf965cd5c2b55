package dev.sluice.testkit.oss;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.oss.HttpMethod;
import com.aliyun.oss.OSS;
import com.aliyun.oss.model.DownloadFileRequest;
import com.aliyun.oss.model.GeneratePresignedUrlRequest;
import com.aliyun.oss.model.ObjectMetadata;
import com.aliyun.oss.model.UploadFileRequest;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ways of the SDK that are made of several operations, or go to the emulator by another name. */
class OssClientsTest {
    private static final String BUCKET = OssContract.BUCKET;

    @TempDir
    Path folder;

    @Test
    void aFileGoesUpAndComesDownInParts() throws Throwable {
        byte[] body = OssContract.noise(1_000_000);
        Path up = Files.write(folder.resolve("up"), body);
        Path down = folder.resolve("down");
        try (OssEmulator emulator = OssEmulator.builder().bucket(BUCKET).build()) {
            emulator.start();
            OSS oss = emulator.client();
            UploadFileRequest upload = new UploadFileRequest(BUCKET, "k", up.toString(), 300_000, 2);
            assertThat(oss.uploadFile(upload).getMultipartUploadResult().getETag())
                    .endsWith("-4");
            DownloadFileRequest download = new DownloadFileRequest(BUCKET, "k", down.toString(), 300_000);
            oss.downloadFile(download);
            assertThat(down).hasBinaryContent(body);
            oss.shutdown();
        }
    }

    @Test
    void aPresignedUrlIsEnoughToPutAndToGet() throws Exception {
        try (OssEmulator emulator = OssEmulator.builder().bucket(BUCKET).build()) {
            emulator.start();
            OSS oss = emulator.client();
            oss.putObject(presigned(oss, HttpMethod.PUT), OssContract.stream("hello"), 5, new HashMap<>());
            assertThat(OssContract.text(oss.getObject(presigned(oss, HttpMethod.GET), new HashMap<>())))
                    .isEqualTo("hello");
            oss.shutdown();
        }
    }

    @Test
    void aHostNameOfOnesOwnStandsForABucket() throws Exception {
        try (OssEmulator emulator = OssEmulator.builder()
                .bucket(BUCKET)
                .bucket("static")
                .cname("Static.Example.com", BUCKET)
                .build()) {
            emulator.start();
            OSS oss = emulator.client();
            oss.putObject(BUCKET, "k ü", OssContract.stream("hello"));
            // The signature is over bucket and key, wherever these stand; the SDK itself looks the name up.
            String target = "/k%20%C3%BC?" + presigned(oss, HttpMethod.GET).getQuery();
            Map<String, String> own = Map.of("Host", "static.example.com:8080");
            assertThat(RawHttp.exchange(emulator.endpoint(), "GET", target, own, new byte[0])
                            .body())
                    .isEqualTo("hello");
            Map<String, String> other = Map.of("Host", "static.example.org:8080");
            assertThat(RawHttp.exchange(emulator.endpoint(), "GET", target, other, new byte[0])
                            .status())
                    .isEqualTo(403);
            oss.shutdown();
        }
    }

    @Test
    void cheapEtagsAreNoMd5AndAPromisedMd5IsCheckedAllTheSame() throws Exception {
        try (OssEmulator emulator =
                OssEmulator.builder().bucket(BUCKET).cheapEtags().build()) {
            emulator.start();
            OSS oss = emulator.client();
            String etag =
                    oss.putObject(BUCKET, "k", OssContract.stream("hello")).getETag();
            assertThat(etag).matches("[0-9A-F]{32}").isNotEqualTo("5D41402ABC4B2A76B9719D911017C592");
            assertThat(oss.getObjectMetadata(BUCKET, "k").getETag()).isEqualTo(etag);
            ObjectMetadata promise = new ObjectMetadata();
            promise.setContentMD5("XUFAKrxLKna5cZ2REBfFkg==");
            oss.putObject(BUCKET, "k", OssContract.stream("hello"), promise);
            OssContract.refusal(
                    "InvalidDigest", () -> oss.putObject(BUCKET, "k", OssContract.stream("hullo"), promise));
            oss.shutdown();
        }
    }

    private static URL presigned(OSS oss, HttpMethod method) {
        GeneratePresignedUrlRequest request = new GeneratePresignedUrlRequest(BUCKET, "k ü", method);
        request.setExpiration(Date.from(Instant.now().plusSeconds(60)));
        return oss.generatePresignedUrl(request);
    }
}
