package dev.sluice.testkit.assertions;

import static dev.sluice.testkit.assertions.SluiceAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.sluice.testkit.connect.ConnectRest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a worker's answer as Connect documents it; each question finds one more record committed, up to 3. */
class OffsetsAssertionsTest {
    private final AtomicLong committed = new AtomicLong();
    private HttpServer server;
    private ConnectRest rest;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/connectors/c/offsets", exchange -> {
            byte[] body = ("{\"offsets\":[{\"partition\":{\"kafka_partition\":0,\"kafka_topic\":\"orders\"},"
                            + "\"offset\":{\"kafka_offset\":" + Math.min(3, committed.incrementAndGet()) + "}}]}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
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
    void whatIsCommittedIsFound() {
        assertThat(rest, "c").hasCommitted("orders", 0, 1).hasCommittedNothing("orders", 1);
    }

    @Test
    void whatIsCommittedSoonIsWaitedFor() {
        assertThat(rest, "c").within(Duration.ofSeconds(20)).hasCommitted("orders", 0, 3);
    }

    @Test
    void aDifferenceIsShown() {
        assertThatThrownBy(() -> assertThat(rest, "c").hasCommitted("orders", 0, 3))
                .isInstanceOf(AssertionError.class)
                .hasMessage("Expecting connector c to have committed 3 of orders-0, but it has committed {orders-0=1}");
        assertThatThrownBy(() -> assertThat(rest, "c").hasCommittedNothing("orders", 0))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("to have committed nothing of orders-0, but it has committed {orders-0=2}");
        assertThatThrownBy(() ->
                        assertThat(rest, "c").within(Duration.ofMillis(200)).hasCommitted("orders", 1, 1))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(
                        "to have committed 1 of orders-1 within PT0.2S, but it has committed {orders-0=3}");
    }
}
