package dev.sluice.testkit.oss;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.oss.HttpMethod;
import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSException;
import com.aliyun.oss.common.auth.DefaultCredentialProvider;
import com.aliyun.oss.common.comm.SignVersion;
import com.aliyun.oss.model.CannedAccessControlList;
import com.aliyun.oss.model.GeneratePresignedUrlRequest;
import com.aliyun.oss.model.ResponseHeaderOverrides;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(
        value = SignVersion.class,
        names = {"V1", "V4"})
class OssSignaturesTest extends OssContract {
    private final HttpClient http = HttpClient.newHttpClient();

    @Parameter
    SignVersion version;

    @Override
    SignVersion signVersion() {
        return version;
    }

    @Test
    void aWrongSecretGetsTheServicesErrorWithTheStringToSign() {
        OSS wrong = client(emulator.endpoint(), emulator.accessKeyId(), "not the secret", version);
        OSSException refusal = refusal("SignatureDoesNotMatch", () -> wrong.putObject(BUCKET, "k", stream("x")));
        wrong.shutdown();

        assertThat(refusal.getRawResponseError())
                .contains("<OSSAccessKeyId>" + emulator.accessKeyId() + "</OSSAccessKeyId>")
                .contains(version == SignVersion.V1 ? "<StringToSign>PUT\n\n" : "<StringToSign>OSS4-HMAC-SHA256\n")
                .contains("<StringToSignBytes>")
                .doesNotContain(emulator.accessKeySecret());
        assertThat(oss.doesObjectExist(BUCKET, "k")).isFalse();
    }

    @Test
    void anUnknownKeyIsNotLetIn() {
        OSS wrong = client(emulator.endpoint(), "stranger", emulator.accessKeySecret(), version);
        refusal("InvalidAccessKeyId", () -> wrong.listObjects(BUCKET));
        wrong.shutdown();
    }

    @Test
    void aSecurityTokenIsPartOfTheSignature() throws Exception {
        OSS withToken = client(
                emulator.endpoint(),
                new DefaultCredentialProvider(emulator.accessKeyId(), emulator.accessKeySecret(), "a+token/=="),
                version);
        withToken.putObject(BUCKET, "k", stream("x"));
        URI url = withToken
                .generatePresignedUrl(BUCKET, "k", Date.from(Instant.now().plusSeconds(60)))
                .toURI();
        withToken.shutdown();
        assertThat(get("k")).isEqualTo("x");
        assertThat(fetch(url, "GET", "").body()).isEqualTo("x");
    }

    @Test
    void aPresignedUrlLetsAnyoneInForThatOneThing() throws Exception {
        put("dir/a b+ü", "hello");
        GeneratePresignedUrlRequest request = presigned("dir/a b+ü", HttpMethod.GET, 60);
        ResponseHeaderOverrides overrides = new ResponseHeaderOverrides();
        overrides.setContentType("text/x-other");
        request.setResponseHeaders(overrides);
        URI url = oss.generatePresignedUrl(request).toURI();

        HttpResponse<String> answer = fetch(url, "GET", "");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("hello");
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/x-other");
        assertThat(fetch(url, "DELETE", "").statusCode()).isEqualTo(403);
        URI other = URI.create(url.toString().replace("text%2Fx-other", "text%2Fhtml"));
        assertThat(fetch(other, "GET", "").body()).contains("<Code>SignatureDoesNotMatch</Code>");
    }

    @Test
    void aPresignedUrlCanUpload() throws Exception {
        URI url = oss.generatePresignedUrl(presigned("k", HttpMethod.PUT, 60)).toURI();
        assertThat(fetch(url, "PUT", "uploaded").statusCode()).isEqualTo(200);
        assertThat(get("k")).isEqualTo("uploaded");
    }

    @Test
    void anExpiredUrlAndASkewedClockAreRefused() throws Exception {
        InstantSource later = InstantSource.offset(InstantSource.system(), Duration.ofMinutes(20));
        try (OssEmulator ahead =
                OssEmulator.builder().bucket(BUCKET).clock(later).build()) {
            ahead.start();
            OSS behind = client(ahead.endpoint(), ahead.accessKeyId(), ahead.accessKeySecret(), version);
            String skewed = refusal("RequestTimeTooSkewed", () -> behind.listObjects(BUCKET))
                    .getRawResponseError();
            assertThat(skewed).contains("<MaxAllowedSkewMilliseconds>900000</MaxAllowedSkewMilliseconds>");
            URI url = behind.generatePresignedUrl(presigned("k", HttpMethod.GET, 60))
                    .toURI();
            behind.shutdown();
            assertThat(fetch(url, "GET", "").body())
                    .contains("<Code>AccessDenied</Code>")
                    .contains("Request has expired.");
        }
    }

    @Test
    void withoutASignatureThereIsNoWayIn() throws Exception {
        URI plain = URI.create(emulator.endpoint() + "/" + BUCKET + "/k");
        assertThat(fetch(plain, "GET", "").body()).contains("<Code>AccessDenied</Code>");
        assertThat(fetch(plain, "PUT", "x").statusCode()).isEqualTo(403);
        RawHttp.Answer nonsense =
                RawHttp.exchange(emulator.endpoint(), "GET", "/", Map.of("Authorization", "Bearer x"), new byte[0]);
        assertThat(nonsense.status()).isEqualTo(400);
    }

    @Test
    void anAclMayLetAnybodyInWithoutASignature() throws Exception {
        put("open", "hello");
        put("closed", "secret");
        oss.setObjectAcl(BUCKET, "open", CannedAccessControlList.PublicRead);
        assertThat(unsigned("GET", "open").body()).isEqualTo("hello");
        assertThat(unsigned("GET", "closed").status()).isEqualTo(403);
        assertThat(unsigned("PUT", "open").status()).isEqualTo(403);
        assertThat(unsigned("DELETE", "open").status()).isEqualTo(403);
        assertThat(unsigned("GET", "missing").status()).isEqualTo(403);

        oss.setBucketAcl(BUCKET, CannedAccessControlList.PublicRead);
        assertThat(unsigned("GET", "closed").body()).isEqualTo("secret");
        assertThat(unsigned("GET", "missing").status()).isEqualTo(404);
        assertThat(unsigned("PUT", "new").status()).isEqualTo(403);
        assertThat(unsigned("GET", "closed?acl").status()).isEqualTo(403);
        assertThat(unsigned("GET", "").status()).isEqualTo(403);
        oss.setObjectAcl(BUCKET, "closed", CannedAccessControlList.Private);
        assertThat(unsigned("GET", "closed").status()).isEqualTo(403);

        oss.setBucketAcl(BUCKET, CannedAccessControlList.PublicReadWrite);
        assertThat(unsigned("PUT", "new").status()).isEqualTo(200);
        assertThat(unsigned("PUT", "closed").status()).isEqualTo(403);
        assertThat(get("new")).isEqualTo("x");
    }

    private RawHttp.Answer unsigned(String method, String key) throws Exception {
        byte[] body = method.equals("PUT") ? bytes("x") : new byte[0];
        return RawHttp.exchange(emulator.endpoint(), method, "/" + BUCKET + "/" + key, Map.of(), body);
    }

    @Test
    void aHostNameCanCarryTheBucket() throws Exception {
        put("dir/k", "hello");
        URI url =
                oss.generatePresignedUrl(presigned("dir/k", HttpMethod.GET, 60)).toURI();
        String target = "/dir/k?" + url.getRawQuery();
        for (String host : new String[] {BUCKET + ".oss-cn-x.aliyuncs.com", BUCKET + ".localhost:1234"}) {
            RawHttp.Answer answer =
                    RawHttp.exchange(emulator.endpoint(), "GET", target, Map.of("Host", host), new byte[0]);
            assertThat(answer.body()).as(host).isEqualTo("hello");
        }
        for (String host : new String[] {"localhost", "emulator:80", "[::1]:80", "oss-cn-x.aliyuncs.com"}) {
            RawHttp.Answer answer = RawHttp.exchange(
                    emulator.endpoint(), "GET", "/" + BUCKET + target, Map.of("Host", host), new byte[0]);
            assertThat(answer.body()).as(host).isEqualTo("hello");
        }
    }

    @Test
    void aBucketNamedByHostAndPathAtOnceIsReadAsItWasSigned() throws Exception {
        put(BUCKET + "/k", "under its own name");
        put("k", "plain");
        Map<String, String> host = Map.of("Host", BUCKET + ".oss-cn-x.aliyuncs.com");
        String plain =
                oss.generatePresignedUrl(presigned("k", HttpMethod.GET, 60)).getQuery();
        String under = oss.generatePresignedUrl(presigned(BUCKET + "/k", HttpMethod.GET, 60))
                .getQuery();
        String path = "/" + BUCKET + "/k?";
        assertThat(RawHttp.exchange(emulator.endpoint(), "GET", path + plain, host, new byte[0])
                        .body())
                .isEqualTo("plain");
        assertThat(RawHttp.exchange(emulator.endpoint(), "GET", path + under, host, new byte[0])
                        .body())
                .isEqualTo("under its own name");
    }

    @Test
    void anEmptyParameterMayBeSignedWithOrWithoutItsEqualsSign() throws Exception {
        // As Java signs: the name alone under V4, with the sign under V1.
        GeneratePresignedUrlRequest request = presigned("k", HttpMethod.PUT, 60);
        request.setQueryParameter(Map.of("tagging", ""));
        put("k", "x");
        URI url = oss.generatePresignedUrl(request).toURI();
        String tags = "<Tagging><TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet></Tagging>";
        assertThat(fetch(url, "PUT", tags).statusCode()).isEqualTo(200);
        assertThat(oss.getObjectTagging(BUCKET, "k").getTag("a")).isEqualTo("b");
    }

    private static GeneratePresignedUrlRequest presigned(String key, HttpMethod method, int seconds) {
        GeneratePresignedUrlRequest request = new GeneratePresignedUrlRequest(BUCKET, key, method);
        request.setExpiration(Date.from(Instant.now().plusSeconds(seconds)));
        return request;
    }

    private HttpResponse<String> fetch(URI url, String method, String body) throws Exception {
        HttpRequest.BodyPublisher publisher =
                body.isEmpty() ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body);
        return http.send(
                HttpRequest.newBuilder(url).method(method, publisher).build(), HttpResponse.BodyHandlers.ofString());
    }
}
