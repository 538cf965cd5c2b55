package dev.sluice.testkit.oss;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.oss.HttpMethod;
import com.aliyun.oss.OSSException;
import com.aliyun.oss.common.comm.SignVersion;
import com.aliyun.oss.model.GeneratePresignedUrlRequest;
import com.aliyun.oss.model.GetObjectRequest;
import com.aliyun.oss.model.InitiateMultipartUploadRequest;
import com.aliyun.oss.model.ObjectMetadata;
import com.aliyun.oss.model.PutObjectRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Errors and limits, many of which the SDK would not let through: those go over plain HTTP with a presigned URL. */
class OssErrorsTest extends OssContract {
    @Override
    SignVersion signVersion() {
        return SignVersion.V1;
    }

    @Test
    void anErrorHasTheServicesBody() {
        OSSException refusal = refusal("NoSuchKey", () -> oss.getObject(BUCKET, "a<b"));
        assertThat(refusal.getRawResponseError())
                .startsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?>")
                .contains("<Error><Code>NoSuchKey</Code><Message>")
                .contains("<Key>a&lt;b</Key>");
        assertThat(refusal.getHostId()).isEqualTo("127.0.0.1");
        assertThat(refusal.getRequestId()).matches("[0-9A-F]{24}");
    }

    @Test
    void anErrorOfHeadTravelsInAHeader() throws Exception {
        refusal("NoSuchKey", () -> oss.getObjectMetadata(BUCKET, "missing"));
        RawHttp.Answer answer = send("HEAD", HttpMethod.HEAD, "missing", Map.of(), Map.of(), "");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body()).isEmpty();
        assertThat(new String(Base64.getDecoder().decode(answer.headers().get("x-oss-err")), StandardCharsets.UTF_8))
                .contains("<Code>NoSuchKey</Code>");
    }

    @Test
    void namesAreChecked() throws Exception {
        for (String key : new String[] {"k".repeat(1024), "ü".repeat(512), "/k", "\\k"}) {
            String target = "/" + BUCKET + "/" + Percent.encode(key);
            RawHttp.Answer refused = RawHttp.exchange(
                    emulator.endpoint(), "PUT", target, signedV1("PUT", "/" + BUCKET + "/" + key, ""), bytes("x"));
            assertThat(refused.body()).as(key).contains("<Code>InvalidObjectName</Code>");
        }
        put("k".repeat(1023), "x");
        for (String bucket : new String[] {"UPPER", "ab", "-abc", "a_b"}) {
            RawHttp.Answer refused = RawHttp.exchange(
                    emulator.endpoint(),
                    "PUT",
                    "/" + bucket + "/",
                    signedV1("PUT", "/" + bucket + "/", ""),
                    new byte[0]);
            assertThat(refused.body()).as(bucket).contains("<Code>InvalidBucketName</Code>");
        }
    }

    @Test
    void metadataHasALimit() {
        ObjectMetadata metadata = new ObjectMetadata();
        metadata.addUserMetadata("big", "x".repeat(8192));
        refusal("InvalidArgument", () -> oss.putObject(BUCKET, "k", stream("x"), metadata));
        ObjectMetadata fitting = new ObjectMetadata();
        fitting.addUserMetadata("big", "x".repeat(8192 - "x-oss-meta-big".length()));
        oss.putObject(BUCKET, "k", stream("x"), fitting);
        assertThat(oss.getObjectMetadata(BUCKET, "k").getUserMetadata().get("big"))
                .hasSize(8192 - 14);
    }

    @Test
    void valuesTheServiceDoesNotKnowAreRefused() {
        refusal("InvalidArgument", () -> oss.putObject(with("x-oss-storage-class", "Warm")));
        refusal("InvalidArgument", () -> oss.putObject(with("x-oss-object-acl", "everybody")));
        refusal("InvalidEncryptionAlgorithmError", () -> oss.putObject(with("x-oss-server-side-encryption", "ROT13")));
        refusal(
                "InvalidTag",
                () -> oss.putObject(with("x-oss-tagging", "a=1&b=2&c=3&d=4&e=5&f=6&g=7&h=8&i=9&j=10&k=11")));
        assertThat(oss.doesObjectExist(BUCKET, "k")).isFalse();
    }

    @Test
    void anArchivedObjectCannotBeRead() {
        oss.putObject(with("x-oss-storage-class", "Archive"));
        refusal("InvalidObjectState", () -> oss.getObject(new GetObjectRequest(BUCKET, "k")));
        assertThat(oss.getObjectMetadata(BUCKET, "k").getContentLength()).isEqualTo(1);
    }

    @Test
    void whatIsNotImplementedSaysSo() throws Exception {
        assertThat(refusal("NotImplemented", () -> oss.getBucketReplication(BUCKET))
                        .getRawResponseError())
                .contains("replication");
        refusal("NotImplemented", () -> oss.putObject(with("x-oss-callback", "e30=")));
        RawHttp.Answer answer = send("GET", HttpMethod.GET, "k", Map.of("x-oss-process", "image/info"), Map.of(), "");
        assertThat(answer.status()).isEqualTo(501);
        assertThat(emulator.calls()).last().satisfies(call -> {
            assertThat(call.operation()).isEqualTo("GetObject with x-oss-process");
            assertThat(call.status()).isEqualTo(501);
        });
    }

    @Test
    void aBodyThatIsNotXmlIsRefused() throws Exception {
        String id = oss.initiateMultipartUpload(new InitiateMultipartUploadRequest(BUCKET, "k"))
                .getUploadId();
        String bomb = "<!DOCTYPE x [<!ENTITY e \"boom\">]><CompleteMultipartUpload>&e;</CompleteMultipartUpload>";
        for (String body : new String[] {"no xml", "", "<Other/>", "<CompleteMultipartUpload/>", bomb}) {
            RawHttp.Answer answer = send("POST", HttpMethod.POST, "k", Map.of("uploadId", id), Map.of(), body);
            assertThat(answer.status()).as(body).isEqualTo(400);
            assertThat(answer.body()).as(body).contains("<Code>MalformedXML</Code>");
        }
    }

    @Test
    void partsOutOfOrderAndOutOfRangeAreRefused() throws Exception {
        String id = oss.initiateMultipartUpload(new InitiateMultipartUploadRequest(BUCKET, "k"))
                .getUploadId();
        for (String number : new String[] {"0", "10001", "x"}) {
            RawHttp.Answer answer =
                    send("PUT", HttpMethod.PUT, "k", Map.of("uploadId", id, "partNumber", number), Map.of(), "x");
            assertThat(answer.body()).as(number).contains("<Code>InvalidArgument</Code>");
        }
        send("PUT", HttpMethod.PUT, "k", Map.of("uploadId", id, "partNumber", "2"), Map.of(), "x");
        String part = "<Part><PartNumber>2</PartNumber><ETag>9DD4E461268C8034F5C8564E155C67A6</ETag></Part>";
        RawHttp.Answer twice = send(
                "POST",
                HttpMethod.POST,
                "k",
                Map.of("uploadId", id),
                Map.of(),
                "<CompleteMultipartUpload>" + part + part + "</CompleteMultipartUpload>");
        assertThat(twice.body()).contains("<Code>InvalidPartOrder</Code>");
    }

    @Test
    void aWrongAppendPositionIsAnsweredWithTheRightOne() throws Exception {
        Map<String, String> start = Map.of("append", "", "position", "0");
        assertThat(send("POST", HttpMethod.POST, "log", start, Map.of(), "hello")
                        .headers())
                .containsEntry("x-oss-next-append-position", "5");
        RawHttp.Answer refused = send("POST", HttpMethod.POST, "log", start, Map.of(), "again");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.headers())
                .containsEntry("x-oss-next-append-position", "5")
                .containsEntry("x-oss-hash-crc64ecma", Crc64.text(Crc64.update(0, bytes("hello"), 0, 5)));
        assertThat(send("POST", HttpMethod.POST, "log", Map.of("append", ""), Map.of(), "x")
                        .body())
                .contains("<Code>MissingArgument</Code>");
        assertThat(send("POST", HttpMethod.POST, "log", Map.of("append", "", "position", "x"), Map.of(), "x")
                        .body())
                .contains("<Code>InvalidArgument</Code>");
    }

    @Test
    void listLimitsAreKept() throws Exception {
        for (String wrong : new String[] {"0", "1001", "-1", "x"}) {
            String path = "/" + BUCKET + "/?max-keys=" + wrong;
            RawHttp.Answer answer = RawHttp.exchange(
                    emulator.endpoint(), "GET", path, signedV1("GET", "/" + BUCKET + "/", ""), new byte[0]);
            assertThat(answer.body()).as(wrong).contains("<Code>InvalidArgument</Code>");
        }
    }

    @Test
    void halfABodyLeavesNothing() throws Exception {
        RawHttp.Answer answer =
                send("PUT", HttpMethod.PUT, "torn", Map.of(), Map.of("Content-Length", "1000"), "only this much");
        assertThat(answer.body()).contains("<Code>IncompleteBody</Code>");
        RawHttp.Answer chunked = sendChunked("torn", "5\r\nhello\r\n5\r\nwor");
        assertThat(chunked.status()).isNotEqualTo(200);
        assertThat(oss.doesObjectExist(BUCKET, "torn")).isFalse();
        assertThat(sendChunked("whole", "5\r\nhello\r\n0\r\n\r\n").status()).isEqualTo(200);
        assertThat(get("whole")).isEqualTo("hello");
    }

    @Test
    void aLengthThatIsTooGreatOrMissingIsRefused() throws Exception {
        RawHttp.Answer huge = send("PUT", HttpMethod.PUT, "k", Map.of(), Map.of("Content-Length", "5368709121"), "");
        assertThat(huge.body()).contains("<Code>EntityTooLarge</Code>");
        URI url = presign(HttpMethod.PUT, "k", Map.of());
        String request = "PUT " + url.getRawPath() + "?" + url.getRawQuery()
                + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
        assertThat(RawHttp.send(emulator.endpoint(), bytes(request)).body())
                .contains("<Code>MissingContentLength</Code>");
    }

    private static PutObjectRequest with(String header, String value) {
        PutObjectRequest request = new PutObjectRequest(BUCKET, "k", stream("x"));
        request.addHeader(header, value);
        return request;
    }

    private RawHttp.Answer sendChunked(String key, String chunks) throws Exception {
        URI url = presign(HttpMethod.PUT, key, Map.of());
        String head = "PUT " + url.getRawPath() + "?" + url.getRawQuery()
                + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n";
        return RawHttp.send(emulator.endpoint(), bytes(head + chunks));
    }

    private RawHttp.Answer send(
            String method,
            HttpMethod signedFor,
            String key,
            Map<String, String> query,
            Map<String, String> headers,
            String body)
            throws Exception {
        URI url = presign(signedFor, key, query);
        return RawHttp.exchange(
                emulator.endpoint(), method, url.getRawPath() + "?" + url.getRawQuery(), headers, bytes(body));
    }

    private URI presign(HttpMethod method, String key, Map<String, String> query) throws Exception {
        GeneratePresignedUrlRequest request = new GeneratePresignedUrlRequest(BUCKET, key, method);
        request.setExpiration(Date.from(Instant.now().plusSeconds(60)));
        // The SDK signs and sends a sub-resource without value only when that is null.
        Map<String, String> parameters = new HashMap<>(query);
        parameters.replaceAll((name, value) -> value.isEmpty() ? null : value);
        request.setQueryParameter(parameters);
        return oss.generatePresignedUrl(request).toURI();
    }

    /** Headers of a V1 signature for a resource that the SDK would not name. */
    private Map<String, String> signedV1(String method, String resource, String contentType) {
        String date = HttpDates.http(Instant.now());
        String text = method + "\n\n" + contentType + "\n" + date + "\n" + resource;
        byte[] mac = RequestVerifier.hmac("HmacSHA1", bytes(emulator.accessKeySecret()), text);
        String signature = Base64.getEncoder().encodeToString(mac);
        return Map.of("Date", date, "Authorization", "OSS " + emulator.accessKeyId() + ":" + signature);
    }
}
