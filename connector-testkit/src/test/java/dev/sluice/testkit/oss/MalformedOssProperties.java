package dev.sluice.testkit.oss;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.internal.HttpCall;
import dev.sluice.testkit.internal.HttpHeader;
import dev.sluice.testkit.internal.HttpReply;
import dev.sluice.testkit.internal.ServiceCall;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;
import org.jspecify.annotations.Nullable;

/** Signed requests with parameters, headers and documents that make no sense, behind the check of signatures. */
class MalformedOssProperties {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final String DATE = "Thu, 01 Jan 2026 00:00:00 GMT";
    private static final List<String> DOCUMENTS = List.of(
            "<Delete><Quiet>false</Quiet><Object><Key>kept</Key></Object></Delete>",
            "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>\"x\"</ETag></Part></CompleteMultipartUpload>",
            "<Tagging><TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet></Tagging>",
            "<CreateBucketConfiguration><StorageClass>IA</StorageClass></CreateBucketConfiguration>",
            "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>",
            "<LifecycleConfiguration><Rule><ID>1</ID><Prefix>a</Prefix><Status>Enabled</Status>"
                    + "<Expiration><Days>1</Days></Expiration></Rule></LifecycleConfiguration>",
            "<RestoreRequest><Days>2</Days></RestoreRequest>",
            "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><Delete>&b;</Delete>",
            "<Delete>" + "<a>".repeat(10_000));

    private final OssService service = new OssService(() -> NOW, 1 << 20, null, true);
    private final OssFrontDoor door;

    MalformedOssProperties() {
        service.createBucket("bucket");
        door = new OssFrontDoor(
                service, new RequestVerifier("id", "secret", null, () -> NOW, service::isPublic), () -> NOW);
    }

    @Property(tries = 3_000)
    void aSignedRequestIsNeverAFailureOfTheServer(
            @ForAll("methods") String method,
            @ForAll("targets") String target,
            @ForAll("headers") List<HttpHeader> headers,
            @ForAll("bodies") byte[] body)
            throws IOException {
        assertThat(send("PUT", "/bucket/kept", List.of(), bytes("content"))).isEqualTo(200);
        int status = send(method, target, headers, body);
        Statistics.label("statuses").collect(status).coverage(seen -> {
            // Or the generators would only find what is refused at the door.
            seen.check(200).count(count -> count > 20);
            seen.check(400).count(count -> count > 20);
            seen.check(404).count(count -> count > 20);
        });
        assertThat(status).matches(code -> (code >= 200 && code < 500) || code == 501);
        if (target.startsWith("/bucket/other") || !target.startsWith("/bucket")) {
            assertThat(send("GET", "/bucket/kept", List.of(), new byte[0]))
                    .as("an object that was not meant")
                    .isEqualTo(200);
        }
        int put = send("PUT", "/bucket/another", List.of(), bytes("more"));
        assertThat(put == 200 ? send("GET", "/bucket/another", List.of(), new byte[0]) : put)
                .as("a good request afterwards; the bucket may have been deleted")
                .isIn(200, 404);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private int send(String method, String target, List<HttpHeader> extra, byte[] body) throws IOException {
        List<HttpHeader> headers = new ArrayList<>(List.of(
                new HttpHeader("Host", "127.0.0.1"),
                new HttpHeader("Date", DATE),
                new HttpHeader("Content-Length", Integer.toString(body.length))));
        headers.addAll(extra);
        String signature = signature(call(method, target, headers, body));
        if (signature != null) {
            headers.add(new HttpHeader("Authorization", "OSS id:" + signature));
        }
        ServiceCall.Answer answer =
                door.read(call(method, target, headers, body)).answer(null);
        HttpReply reply = answer.reply();
        if (reply.content() != null) {
            try (InputStream content = reply.content()) {
                content.readAllBytes();
            }
        }
        return reply.status();
    }

    private static HttpCall call(String method, String target, List<HttpHeader> headers, byte[] body) {
        return new HttpCall(method, target, List.copyOf(headers), new ByteArrayInputStream(body));
    }

    /** Null for an address that cannot be read, and so cannot be signed. */
    private static @Nullable String signature(HttpCall call) {
        try {
            return SignatureV1.fromHeader(OssRequest.of(call, Map.of()), "OSS id:x", EmptyValue.NAME_ALONE)
                    .expected("secret");
        } catch (OssError e) {
            return null;
        }
    }

    @Provide
    Arbitrary<String> methods() {
        return Arbitraries.of("GET", "PUT", "POST", "DELETE", "HEAD", "OPTIONS");
    }

    @Provide
    Arbitrary<String> targets() {
        Arbitrary<String> resource = Arbitraries.of(
                "/",
                "/bucket",
                "/bucket/",
                "/bucket/kept",
                "/bucket/other",
                "/bucket/%E6%BC%A2",
                "/bucket//",
                "/No_Bucket/x",
                "/bucket/%00%0d%0a");
        Arbitrary<String> name = Arbitraries.of(
                "acl",
                "append",
                "bucketInfo",
                "continuation-token",
                "delete",
                "delimiter",
                "encoding-type",
                "key-marker",
                "lifecycle",
                "list-type",
                "location",
                "marker",
                "max-keys",
                "max-parts",
                "max-uploads",
                "objectMeta",
                "part-number-marker",
                "partNumber",
                "position",
                "prefix",
                "response-content-type",
                "restore",
                "sequential",
                "start-after",
                "symlink",
                "tagging",
                "upload-id-marker",
                "uploadId",
                "uploads",
                "version-id-marker",
                "versionId",
                "versioning",
                "versions");
        Arbitrary<String> value = Arbitraries.of(
                "",
                "=",
                "=0",
                "=1",
                "=2",
                "=-1",
                "=10001",
                "=99999999999999999999",
                "=x",
                "=url",
                "=%00",
                "=%ff",
                "=%E6%BC%A2",
                "=null",
                "=a%0d%0ab%3A%20c",
                "=" + "y".repeat(2_000));
        Arbitrary<String> query = Combinators.combine(name, value)
                .as((n, v) -> n + v)
                .list()
                .ofMaxSize(3)
                .map(all -> all.isEmpty() ? "" : "?" + String.join("&", all));
        return Combinators.combine(resource, query).as((r, q) -> r + q);
    }

    @Provide
    Arbitrary<List<HttpHeader>> headers() {
        Arbitrary<String> name = Arbitraries.of(
                "Content-MD5",
                "Content-Type",
                "If-Match",
                "If-Modified-Since",
                "If-None-Match",
                "If-Unmodified-Since",
                "Range",
                "x-oss-acl",
                "x-oss-copy-source",
                "x-oss-copy-source-if-match",
                "x-oss-copy-source-range",
                "x-oss-forbid-overwrite",
                "x-oss-metadata-directive",
                "x-oss-meta-a",
                "x-oss-object-acl",
                "x-oss-security-token",
                "x-oss-storage-class",
                "x-oss-symlink-target",
                "x-oss-tagging",
                "x-oss-tagging-directive",
                "x-oss-hash-crc64ecma",
                "Transfer-Encoding",
                "Expires");
        Arbitrary<String> value = Arbitraries.oneOf(
                Arbitraries.of(
                        "",
                        "true",
                        "private",
                        "public-read",
                        "IA",
                        "/bucket/kept",
                        "/bucket/",
                        "bucket",
                        "/%zz/x",
                        "bytes=0-0",
                        "bytes=-1",
                        "bytes=9-1",
                        "bytes=0-1,3-4",
                        "bytes=99999999999999999999-",
                        "COPY",
                        "REPLACE",
                        "a=b&c",
                        "a=%zz",
                        "\"x\"",
                        "*",
                        "Thu, 01 Jan 2099 00:00:00 GMT",
                        "never",
                        "1B2M2Y8AsgTpgAmY7PhCfg=="),
                Arbitraries.strings().withCharRange(' ', '\u00ff').ofMaxLength(30));
        return Combinators.combine(name, value).as(HttpHeader::new).list().ofMaxSize(4);
    }

    @Provide
    Arbitrary<byte[]> bodies() {
        Arbitrary<byte[]> damaged = Combinators.combine(
                        Arbitraries.of(DOCUMENTS), Arbitraries.integers().between(0, 400), Arbitraries.bytes())
                .as((document, at, value) -> {
                    byte[] bytes = bytes(document);
                    if (at < bytes.length) {
                        bytes[at] = value;
                    }
                    return bytes;
                });
        return Arbitraries.frequencyOf(
                Tuple.of(4, Arbitraries.of(DOCUMENTS).map(MalformedOssProperties::bytes)),
                Tuple.of(4, damaged),
                Tuple.of(2, Arbitraries.bytes().array(byte[].class).ofMaxSize(100)));
    }
}
