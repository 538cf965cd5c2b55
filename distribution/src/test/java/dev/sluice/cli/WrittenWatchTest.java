package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.sluice.testkit.connect.ConnectRest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class WrittenWatchTest {

    /** A worker whose connector commits one record more with every question. */
    private final AtomicInteger committed = new AtomicInteger();

    private final List<Long> shown = new ArrayList<>();
    private int step = 1;
    private String state = "RUNNING";
    private HttpServer worker;
    private WrittenWatch watch;

    @BeforeEach
    void serve() throws IOException {
        worker = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        answer("/connectors/sink/offsets", () -> """
                {"offsets":[{"partition":{"kafka_topic":"test","kafka_partition":0},"offset":{"kafka_offset":%d}}]}""".formatted(committed.getAndAdd(step)));
        answer("/connectors/sink/status", () -> """
                {"name":"sink","connector":{"state":"RUNNING","worker_id":"w"},
                 "tasks":[{"id":0,"state":"%s","worker_id":"w","trace":"NoSuchBucket"}]}""".formatted(state));
        worker.start();
        URI uri = URI.create("http://127.0.0.1:" + worker.getAddress().getPort());
        watch = new WrittenWatch(ConnectRest.at(uri), Duration.ofMillis(400));
    }

    @AfterEach
    void stop() {
        worker.stop(0);
    }

    @Test
    void itReturnsWhenTheEndIsCommitted() {
        await(2);
        assertThat(shown).containsExactly(0L, 1L, 2L);
    }

    @Test
    void aFailedTaskEndsItWithTheTrace() {
        state = "FAILED";
        assertThatThrownBy(() -> await(1_000))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("sink failed")
                .hasMessageContaining("NoSuchBucket");
    }

    @Test
    void itGivesUpWhenNothingMoves() {
        step = 0;
        assertThatThrownBy(() -> await(5))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("0 of 5 records are written");
    }

    private void await(int records) {
        Set<Position> produced = IntStream.range(0, records)
                .mapToObj(offset -> new Position("test", 0, offset))
                .collect(Collectors.toSet());
        watch.await(List.of("sink"), List.of(produced), new Screen.Progress() {
            @Override
            public void at(long done) {
                shown.add(done);
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        });
    }

    private void answer(String path, Supplier<String> body) {
        worker.createContext(path, exchange -> {
            byte[] bytes = body.get().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }
}
