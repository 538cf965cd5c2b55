package dev.sluice.testkit.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ConnectRestTest {

    private record Reply(int status, String body) {}

    private final Queue<Reply> replies = new ConcurrentLinkedQueue<>();
    private final Queue<String> requests = new ConcurrentLinkedQueue<>();
    private HttpServer server;
    private ConnectRest rest;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
            Reply reply = replies.size() > 1 ? replies.remove() : replies.element();
            byte[] bytes = reply.body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(reply.status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        rest = ConnectRest.at(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aRebalanceIsWaitedOut() {
        replies.add(new Reply(409, "{\"message\":\"Cannot complete request because of a conflicting operation\"}"));
        replies.add(new Reply(503, "{\"message\":\"This worker is still starting up.\"}"));
        replies.add(new Reply(201, "{}"));
        rest.create("orders", Map.of("topics", "a"));
        assertThat(requests)
                .hasSize(3)
                .containsOnly("POST /connectors {\"name\":\"orders\",\"config\":{\"topics\":\"a\"}}");
    }

    @Test
    void aTakenNameIsNotWaitedOut() {
        replies.add(new Reply(409, "{\"message\":\"Connector orders already exists\"}"));
        assertThatThrownBy(() -> rest.create("orders", Map.of()))
                .isInstanceOfSatisfying(ConnectRestException.class, e -> {
                    assertThat(e.status()).isEqualTo(409);
                    assertThat(e.body()).contains("already exists");
                });
        assertThat(requests).hasSize(1);
    }

    @Test
    void aRebalanceWithoutEndIsAnError() {
        replies.add(new Reply(409, "rebalancing"));
        assertThatThrownBy(() -> rest.withRetryTimeout(Duration.ofMillis(60)).pause("orders"))
                .isInstanceOf(ConnectRestException.class)
                .hasMessageContaining("PUT")
                .hasMessageContaining("/connectors/orders/pause was answered with 409: rebalancing");
        assertThat(requests).hasSizeGreaterThan(1);
    }

    @Test
    void errorsOfAValidationAreByKey() {
        replies.add(new Reply(200, """
                {"error_count":2,"configs":[
                  {"value":{"name":"topics","errors":[]}},
                  {"value":{"name":"oss.bucket","errors":["is missing","is not a name"]}}]}"""));
        assertThat(rest.validate("OssSinkConnector", Map.of("topics", "a")))
                .isEqualTo(Map.of("oss.bucket", List.of("is missing", "is not a name")));
        assertThat(requests.element())
                .startsWith("PUT /connector-plugins/OssSinkConnector/config/validate")
                .contains("\"connector.class\":\"OssSinkConnector\"");
    }

    @Test
    void aFailedTaskShowsItsTrace() {
        replies.add(new Reply(200, """
                {"name":"orders","connector":{"state":"RUNNING","worker_id":"127.0.0.1:1"},
                 "tasks":[{"id":0,"state":"RUNNING","worker_id":"127.0.0.1:1"},
                          {"id":1,"state":"FAILED","worker_id":"127.0.0.1:2","trace":"NoSuchBucket"}]}"""));
        ConnectorStatus status = rest.status("orders");
        assertThat(status.running()).isFalse();
        assertThat(status.failed()).isTrue();
        assertThat(status.traces()).isEqualTo("NoSuchBucket");
        assertThat(status.tasks().get(1).workerId()).isEqualTo("127.0.0.1:2");
    }

    @Test
    void aConnectorWithoutTasksDoesNotRunYet() {
        replies.add(new Reply(200, """
                {"name":"orders","connector":{"state":"RUNNING","worker_id":"127.0.0.1:1"},"tasks":[]}"""));
        assertThat(rest.status("orders").running()).isFalse();
    }

    @Test
    void namesAreEncoded() {
        replies.add(new Reply(204, ""));
        rest.delete("a b/c");
        assertThat(requests.element()).startsWith("DELETE /connectors/a%20b%2Fc ");
    }

    @Test
    void noAnswerIsAnInputOutputError() {
        server.stop(0);
        assertThatThrownBy(rest::plugins).isInstanceOf(UncheckedIOException.class);
    }
}
