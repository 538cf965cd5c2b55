package com.example.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.example.http.HttpSinkConnector.HttpSinkTask;
import com.example.http.LineServer.Answer;
import dev.sluice.testkit.harness.SinkTaskHarness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The task against a real server, driven as a worker drives it. */
class HttpSinkTaskTest {
    private static final TopicPartition ORDERS = new TopicPartition("orders", 0);
    private static final long DEADLINE = Duration.ofSeconds(30).toNanos();

    private final LineServer server = new LineServer();
    private final HttpSinkTask task = new HttpSinkTask();
    private final SinkTaskHarness worker = SinkTaskHarness.of(task);

    @AfterEach
    void end() {
        worker.close();
        server.close();
    }

    private void start(Map<String, String> more) {
        Map<String, String> config = new HashMap<>(
                Map.of("name", "http", "topics", "orders", HttpSink.URL, server.url(), "retry.backoff.max.ms", "100"));
        config.putAll(more);
        worker.start(config);
        worker.assign(ORDERS);
    }

    private static SinkRecord record(long offset, String value) {
        return new SinkRecord("orders", 0, Schema.STRING_SCHEMA, "k" + offset % 3, Schema.STRING_SCHEMA, value, offset);
    }

    private static List<SinkRecord> records(int count) {
        return IntStream.range(0, count).mapToObj(i -> record(i, "v" + i)).toList();
    }

    private static String line(long offset, String value) {
        return "{\"topic\":\"orders\",\"partition\":0,\"offset\":%d,\"key\":\"k%d\",\"value\":\"%s\"}"
                .formatted(offset, offset % 3, value);
    }

    private long committed() {
        OffsetAndMetadata offset = task.preCommit(Map.of()).get(ORDERS);
        return offset == null ? 0 : offset.offset();
    }

    /** Does what a worker does while no record comes. */
    private void pollUntil(BooleanSupplier condition) {
        long started = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - started > DEADLINE) {
                throw new AssertionError("not in time; the server has " + server.lines());
            }
            task.put(List.of());
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void everyRecordBecomesOneLineAndItsOffsetIsCommitted() {
        start(Map.of(HttpSink.LINES, "4"));
        task.put(records(10));
        pollUntil(() -> committed() == 10);
        assertThat(server.lines())
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 10).mapToObj(i -> line(i, "v" + i)).toList());
    }

    @Test
    void linesWithOneKeyArriveInTheOrderOfTheirOffsets() {
        start(Map.of(HttpSink.LINES, "2"));
        List<SinkRecord> records = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 60; i += 3) {
            records.add(record(i, "v" + i));
            lines.add(line(i, "v" + i));
        }
        server.answer(1, new Answer(503, ""));
        task.put(records);
        pollUntil(() -> committed() == 58);
        assertThat(server.lines()).containsExactlyElementsOf(lines);
    }

    @Test
    void aStructWithoutKeyAndATombstoneAreLinesToo() {
        start(Map.of());
        Schema schema = SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).build();
        Struct order = new Struct(schema).put("id", 7L);
        task.put(List.of(
                new SinkRecord("orders", 0, null, null, schema, order, 0),
                new SinkRecord("orders", 0, Schema.STRING_SCHEMA, "a\nb", null, null, 1)));
        pollUntil(() -> committed() == 2);
        assertThat(server.lines())
                .containsExactly(
                        "{\"topic\":\"orders\",\"partition\":0,\"offset\":0,\"key\":null,\"value\":{\"id\":7}}",
                        "{\"topic\":\"orders\",\"partition\":0,\"offset\":1,\"key\":\"a\\nb\",\"value\":null}");
    }

    @Test
    void aPoisonedLineIsGivenUpAloneAndItsNeighboursArrive() {
        start(Map.of("runtime.error.tolerance", "all"));
        List<SinkRecord> records = new ArrayList<>(records(20));
        records.set(13, record(13, LineServer.POISON));
        task.put(records);
        pollUntil(() -> committed() == 20);
        assertThat(server.lines()).hasSize(19).noneMatch(line -> line.contains(LineServer.POISON));
    }

    @Test
    void aPoisonedLineStopsATaskThatToleratesNothingAndIsNotShown() {
        start(Map.of());
        task.put(List.of(record(0, "v0"), record(1, LineServer.POISON + "-secret")));
        assertThatThrownBy(() -> pollUntil(() -> committed() == 2))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("offset 1")
                .hasMessageContaining("HTTP 422")
                .hasMessageNotContaining("secret");
    }

    @Test
    void aThrottlingServerIsLeftAloneForAsLongAsItAsks() {
        start(Map.of());
        server.answer(1, new Answer(429, "1"));
        task.put(records(3));
        pollUntil(() -> committed() == 3);
        assertThat(server.arrivals()).hasSize(2);
        assertThat(Duration.ofNanos(server.arrivals().get(1) - server.arrivals().get(0)))
                .as("the pause that was asked for; the sink's own would be 100 ms at most")
                .isGreaterThan(Duration.ofMillis(900));
    }

    @ParameterizedTest
    @CsvSource({"408,''", "500,''", "503,soon", "429,'Wed, 21 Oct 2037 07:28:00 GMT'"})
    void whatMaySucceedLaterIsSentAgain(int status, String retryAfter) {
        start(Map.of());
        server.answer(1, new Answer(status, retryAfter));
        task.put(records(3));
        pollUntil(() -> committed() == 3);
        assertThat(server.lines()).hasSize(3);
    }

    @Test
    void anOutageIsWaitedForAndNothingIsCommittedMeanwhile() {
        start(Map.of(HttpSink.LINES, "2", "runtime.error.tolerance", "all"));
        server.stop();
        task.put(records(10));
        long started = System.nanoTime();
        pollUntil(() -> System.nanoTime() - started > Duration.ofMillis(500).toNanos());
        assertThat(committed()).isZero();
        server.start();
        pollUntil(() -> committed() == 10);
        assertThat(server.lines()).hasSize(10);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 401, 403, 404, 405, 451})
    void whatOnlyAPersonCanMendStopsTheTaskWhateverIsTolerated(int status) {
        start(Map.of("runtime.error.tolerance", "all"));
        server.answer(1, new Answer(status, ""));
        task.put(records(3));
        assertThatThrownBy(() -> pollUntil(() -> committed() == 3))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("HTTP " + status);
    }

    @Test
    void stopEndsEveryThreadThoughTheServerDoesNotAnswer() throws Exception {
        start(Map.of());
        server.stall();
        task.put(records(3));
        long started = System.nanoTime();
        pollUntil(() -> System.nanoTime() - started > Duration.ofMillis(150).toNanos());
        server.awaitStalled();
        List<Thread> ours = threads();
        assertThat(ours).isNotEmpty();
        task.stop();
        for (Thread thread : ours) {
            thread.join(10_000);
        }
        assertThat(threads()).isEmpty();
    }

    private static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("http-sink-")
                        || thread.getName().startsWith("Keep-Alive-Timer"))
                .toList();
    }
}
