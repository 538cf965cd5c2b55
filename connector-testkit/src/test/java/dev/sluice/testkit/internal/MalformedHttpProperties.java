package dev.sluice.testkit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Emulator;
import dev.sluice.testkit.oss.OssEmulator;
import dev.sluice.testkit.sts.StsEmulator;
import dev.sluice.testkit.tablestore.TableStoreEmulator;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.statistics.Statistics;

/** Whatever comes in by the wire: it is refused or its connection closed, and the next request is answered. */
class MalformedHttpProperties {
    private static final int PATIENCE_MS = 20_000;

    private static final List<Emulator<?>> EMULATORS = List.of(
            OssEmulator.builder().bucket("bucket").build(),
            TableStoreEmulator.builder().build(),
            StsEmulator.builder().role("role").machineRole("machine").build());

    @BeforeContainer
    static void start() {
        EMULATORS.forEach(Emulator::start);
    }

    @AfterContainer
    static void stop() {
        EMULATORS.forEach(Emulator::close);
    }

    @Property(tries = 150)
    void bytesThatAreNoRequest(@ForAll byte[] bytes) throws IOException {
        for (Emulator<?> emulator : EMULATORS) {
            check(emulator, bytes);
        }
    }

    @Property(tries = 400)
    void requestsWithPartsThatDoNotBelong(@ForAll("requests") byte[] request) throws IOException {
        for (Emulator<?> emulator : EMULATORS) {
            check(emulator, request);
        }
    }

    private static void check(Emulator<?> emulator, byte[] sent) throws IOException {
        int status = send(emulator, sent);
        Statistics.label("statuses").collect(status);
        assertThat(status)
                .as("0 for a closed connection, or an answer; not a failure of the server")
                .matches(code -> code == 0 || (code >= 200 && code < 500) || code == 501 || code == 505);
        assertThat(send(
                        emulator,
                        "GET /_sluice/health HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII)))
                .as("the next request")
                .isEqualTo(200);
    }

    /** The status of the answer; 0 for none. Fails when the server neither answers nor closes. */
    private static int send(Emulator<?> emulator, byte[] bytes) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), emulator.port())) {
            socket.setSoTimeout(PATIENCE_MS);
            try {
                socket.getOutputStream().write(bytes);
                socket.shutdownOutput();
                InputStream in = socket.getInputStream();
                byte[] start = in.readNBytes(12);
                in.transferTo(java.io.OutputStream.nullOutputStream());
                String line = new String(start, StandardCharsets.ISO_8859_1);
                return line.matches("HTTP/1\\.[01] [0-9]{3}") ? Integer.parseInt(line.substring(9)) : 0;
            } catch (SocketException e) {
                // Closed by the server while there was more to read or to write.
                return 0;
            }
        }
    }

    @Provide
    Arbitrary<byte[]> requests() {
        Arbitrary<String> anything = Arbitraries.strings().ofMaxLength(40);
        Arbitrary<String> method = Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(
                        9, Arbitraries.of("GET", "PUT", "POST", "HEAD", "DELETE", "OPTIONS", "PATCH", "get", "TRACE")),
                net.jqwik.api.Tuple.of(1, anything));
        Arbitrary<String> target = Arbitraries.oneOf(
                Arbitraries.of(
                        "/",
                        "/bucket",
                        "/bucket/key",
                        "/bucket/%zz",
                        "/bucket/%ff%fe",
                        "/bucket/k?uploads",
                        "/bucket/k?partNumber=x&uploadId=%00",
                        "/bucket?delete",
                        "/bucket?list-type=2&max-keys=99999999999",
                        "/_sluice/faults",
                        "/_sluice/calls",
                        "/_sluice/",
                        "/PutRow",
                        "/BulkImport",
                        "/GetRow?x",
                        "/?Action=AssumeRole&Version=2015-04-01&Timestamp=%",
                        "/latest/api/token",
                        "/latest/meta-data/ram/security-credentials/%2e",
                        "http://",
                        "http://other/bucket",
                        "*",
                        ""),
                anything.map(text -> "/" + text));
        Arbitrary<String> version =
                Arbitraries.of("HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "HTTP/9", "HTTX/1.1", "");
        Arbitrary<String> name = Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(
                        9,
                        Arbitraries.of(
                                "Host",
                                "Content-Length",
                                "Transfer-Encoding",
                                "Content-MD5",
                                "Range",
                                "Authorization",
                                "Date",
                                "Expect",
                                "x-oss-copy-source",
                                "x-oss-meta-a",
                                "x-oss-security-token",
                                "If-Modified-Since",
                                "x-ots-date",
                                "x-ots-apiversion",
                                "x-ots-contentmd5",
                                "x-ots-accesskeyid",
                                "x-ots-instancename",
                                "x-ots-signature",
                                "x-ots-request-compress-type",
                                "X-aliyun-ecs-metadata-token-ttl-seconds")),
                net.jqwik.api.Tuple.of(1, anything));
        Arbitrary<String> value = Arbitraries.oneOf(
                Arbitraries.of(
                        "",
                        "0",
                        "5",
                        "-1",
                        "99999999999999999999",
                        "9223372036854775807",
                        "0x10",
                        "chunked",
                        "gzip",
                        "bytes=5-1",
                        "bytes=-",
                        "OSS test-key-id:x",
                        "OSS test-key-id",
                        "OSS4-HMAC-SHA256 Credential=a/b",
                        "OSS4-HMAC-SHA256 Credential=test-key-id/20260101/r/oss/aliyun_v4_request,Signature=x",
                        "test-key-id",
                        "test-instance",
                        "2015-12-31",
                        "deflate",
                        "100-continue",
                        "Thu, 01 Jan 1970 00:00:00 GMT",
                        "1970-01-01T00:00:00.000Z",
                        "::1",
                        "[::1",
                        ".bucket.",
                        "bucket.localhost:99999999",
                        "x".repeat(9_000)),
                anything);
        Arbitrary<String> header = Combinators.combine(name, value, Arbitraries.of(": ", ":", " : ", ""))
                .as((n, v, colon) -> n + colon + v);
        Arbitrary<byte[]> body = Arbitraries.oneOf(
                Arbitraries.bytes().array(byte[].class).ofMaxSize(60),
                Arbitraries.of("5\r\nhello\r\n0\r\n\r\n", "zz\r\n", "5\r\nhel", "ffffffffffffffff\r\n", "-1\r\n")
                        .map(text -> text.getBytes(StandardCharsets.US_ASCII)));
        return Combinators.combine(method, target, version, header.list().ofMaxSize(8), body)
                .as((m, t, v, headers, b) -> join(
                        (m + " " + t + " " + v + "\r\n" + String.join("\r\n", headers) + "\r\n\r\n")
                                .getBytes(StandardCharsets.UTF_8),
                        b));
    }

    private static byte[] join(byte[] head, byte[] body) {
        byte[] all = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        return all;
    }
}
