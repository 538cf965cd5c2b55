package dev.sluice.oss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.aliyun.oss.common.utils.CRC64;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.core.failure.Failure;
import dev.sluice.core.failure.FailureKind;
import dev.sluice.oss.commit.PreparedObject;
import dev.sluice.oss.commit.UploadedPart;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A service that says what it has stored. */
class ChecksumTest {
    private static final byte[] FIRST = "the first part".getBytes(StandardCharsets.UTF_8);
    private static final byte[] SECOND = ", the second".getBytes(StandardCharsets.UTF_8);
    private static final ObjectHead HEAD = new ObjectHead("x.json", "application/json", Map.of());

    /** What the service answers in place of a checksum; null for none. */
    private volatile String answer;

    private HttpServer server;
    private ObjectStore store;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.createContext("/", this::answer);
        server.start();
        OssOptions options = OssOptions.read(Records.config(
                "oss.endpoint", "http://127.0.0.1:" + server.getAddress().getPort()));
        store = new OssObjectStore(
                options.service(),
                options.connection(),
                options.objects(),
                options.credentials().start(InstantSource.system(), "t"));
    }

    @AfterEach
    void stop() {
        store.close();
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().add("ETag", "\"AB\"");
        exchange.getResponseHeaders().add("x-oss-request-id", "1");
        if (answer != null) {
            exchange.getResponseHeaders().add("x-oss-hash-crc64ecma", answer);
        }
        byte[] body = exchange.getRequestMethod().equals("POST")
                ? ("<CompleteMultipartUploadResult><Bucket>a-bucket</Bucket><Key>x.json</Key><ETag>\"AB\"</ETag>"
                                + "</CompleteMultipartUploadResult>")
                        .getBytes(StandardCharsets.UTF_8)
                : new byte[0];
        exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static String crc(byte[]... parts) {
        CRC64 crc = new CRC64();
        for (byte[] part : parts) {
            crc.update(part, part.length);
        }
        return Long.toUnsignedString(crc.getValue());
    }

    private static ObjectContent content(byte[]... chunks) {
        long length = 0;
        for (byte[] chunk : chunks) {
            length += chunk.length;
        }
        return new ObjectContent(List.of(chunks), length);
    }

    private void put() {
        store.put(HEAD, content(FIRST, SECOND), Records.transfer());
    }

    private UploadedPart part(int number, byte[] bytes) {
        return store.sendPart("x.json", "an-upload", number, content(bytes), Records.transfer());
    }

    private void publish() {
        answer = null;
        PreparedObject object = new PreparedObject("x.json", "an-upload", List.of(part(1, FIRST), part(2, SECOND)));
        answer = whole;
        store.publish(object);
    }

    private String whole;

    private static void assertThatItIsSentAgain(Throwable error) {
        Failure failure = new OssFailures().classify(error);
        assertThat(failure.code()).isEqualTo("ChecksumMismatch");
        assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT);
    }

    @Test
    void anObjectIsWhatTheServiceSaysItHas() {
        answer = crc(FIRST, SECOND);
        assertThatCode(this::put).doesNotThrowAnyException();
        answer = null;
        assertThatCode(this::put).as("a service that does not say").doesNotThrowAnyException();
        answer = crc(FIRST);
        assertThatItIsSentAgain(catchThrowable(this::put));
    }

    @Test
    void aPartIsWhatTheServiceSaysItHas() {
        answer = crc(FIRST);
        assertThat(part(1, FIRST).crc()).isEqualTo(Long.parseUnsignedLong(crc(FIRST)));
        answer = crc(SECOND);
        assertThatItIsSentAgain(catchThrowable(() -> part(1, FIRST)));
    }

    @Test
    void theWholeIsItsParts() {
        whole = crc(FIRST, SECOND);
        assertThatCode(this::publish).doesNotThrowAnyException();
        whole = crc(SECOND, FIRST);
        assertThatItIsSentAgain(catchThrowable(this::publish));
    }

    @Test
    void whatLiesBehindTheLengthDoesNotCount() {
        assertThat(Long.toUnsignedString(new ObjectContent(List.of(FIRST, SECOND), FIRST.length).crc()))
                .isEqualTo(crc(FIRST));
    }
}
