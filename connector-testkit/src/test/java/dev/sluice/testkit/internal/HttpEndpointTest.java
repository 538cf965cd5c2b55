package dev.sluice.testkit.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class HttpEndpointTest {
    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void targetHeadersAndBodyArriveAsSentAndHeaderCaseIsKeptInTheAnswer() throws Exception {
        HttpHandler echo = call -> HttpReply.of(
                200,
                List.of(new HttpHeader("x-oss-meta-lower", call.target())),
                (call.method() + call.header("X-In") + new String(call.body().readAllBytes(), StandardCharsets.UTF_8))
                        .getBytes(StandardCharsets.UTF_8));
        try (HttpEndpoint endpoint = HttpEndpoint.listen(0, echo)) {
            URI uri = URI.create(endpoint.uri() + "/a%20b?x=%2F");
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(uri)
                            .header("x-in", "1")
                            .PUT(HttpRequest.BodyPublishers.ofString("body"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.body()).isEqualTo("PUT1body");
            assertThat(answer.headers().firstValue("x-oss-meta-lower")).contains("/a%20b?x=%2F");
        }
    }

    @Test
    void anIoExceptionClosesTheConnectionWithoutAnAnswer() {
        HttpHandler drop = call -> {
            throw new IOException("dropped");
        };
        try (HttpEndpoint endpoint = HttpEndpoint.listen(0, drop)) {
            assertThatThrownBy(() -> client.send(
                            HttpRequest.newBuilder(endpoint.uri()).build(), HttpResponse.BodyHandlers.ofString()))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void aPortInUseIsNamed() {
        HttpHandler none = call -> HttpReply.empty(204, List.of());
        try (HttpEndpoint endpoint = HttpEndpoint.listen(0, none)) {
            int port = endpoint.port();
            assertThatThrownBy(() -> HttpEndpoint.listen(port, none).close())
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("127.0.0.1:" + port);
        }
    }

    @Test
    void theSamePortCanBeListenedOnAgainAfterClose() {
        HttpHandler none = call -> HttpReply.empty(204, List.of());
        HttpEndpoint endpoint = HttpEndpoint.listen(0, none);
        int port = endpoint.port();
        for (int i = 0; i < 50; i++) {
            endpoint.close();
            endpoint = HttpEndpoint.listen(port, none);
            assertThat(endpoint.port()).isEqualTo(port);
        }
        endpoint.close();
    }

    @Test
    void headerBytesPassUnchangedInBothDirections() throws Exception {
        StringBuilder every = new StringBuilder();
        for (char c = 0x80; c <= 0xFF; c++) {
            every.append(c);
        }
        HttpHandler echo =
                call -> HttpReply.empty(200, List.of(new HttpHeader("x-back", String.valueOf(call.header("x-there")))));
        try (HttpEndpoint endpoint = HttpEndpoint.listen(0, echo);
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), endpoint.port())) {
            String request = "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nx-there: " + every + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(answer).contains("x-back: " + every + "\r\n");
        }
    }
}
