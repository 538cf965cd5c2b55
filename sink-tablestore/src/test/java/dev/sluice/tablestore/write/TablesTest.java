package dev.sluice.tablestore.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.failure.Failure;
import dev.sluice.core.failure.FailureKind;
import dev.sluice.core.write.WriteResult;
import dev.sluice.tablestore.Configs;
import dev.sluice.tablestore.OpenSink;
import dev.sluice.testkit.fault.Fault;
import dev.sluice.testkit.tablestore.TableStoreEmulator;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class TablesTest {
    private static final SinkRecord RECORD = new SinkRecord("later", 0, null, null, null, Map.of("n", 1L), 0);

    /** A table that is looked at before its first row. */
    private static Map<String, String> config(TableStoreEmulator emulator) {
        return Configs.with(
                Configs.without(OpenSink.config(emulator), "topics"),
                "topics.regex",
                "later",
                "tablestore.connect.timeout.ms",
                "1000",
                "tablestore.socket.timeout.ms",
                "30000");
    }

    @ParameterizedTest
    @CsvSource({"DescribeTable", "CreateTable"})
    void aLookAtATableThatIsNeverAnsweredIsRepeatedByALaterWrite(String operation) throws Exception {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2024-05-06T07:08:09Z"));
        try (TableStoreEmulator emulator = TableStoreEmulator.builder().build()) {
            emulator.start();
            if (operation.equals("DescribeTable")) {
                OpenSink.open(OpenSink.config(emulator, "topics", "later")).close(); // creates the table
            }
            try (OpenSink sink = OpenSink.open(config(emulator), now::get)) {
                emulator.faults().inject(new Fault.Delay(Duration.ofSeconds(25)), operation, 1);
                CompletableFuture<WriteResult> first = sink.write(RECORD);
                OpenSink.awaitTaken(emulator);
                now.updateAndGet(time -> time.plusSeconds(110));
                CompletableFuture<WriteResult> second = sink.write(RECORD);
                assertThat(first).as("there is still time for the answer").isNotDone();
                assertThat(second).isNotDone();

                now.updateAndGet(time -> time.plusSeconds(2));
                assertThat(sink.result(sink.write(RECORD))).isEqualTo(WriteResult.WRITTEN);
                for (CompletableFuture<WriteResult> waiting : java.util.List.of(first, second)) {
                    Failure failure = sink.failure(waiting);
                    assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT);
                    assertThat(failure.message()).contains("no answer about table later");
                }
            }
        }
    }

    @Test
    void anAnswerThatCameIsNotAskedForAgainHoweverOldItIs() throws Exception {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2024-05-06T07:08:09Z"));
        try (TableStoreEmulator emulator = TableStoreEmulator.builder().build()) {
            emulator.start();
            try (OpenSink sink = OpenSink.open(config(emulator), now::get)) {
                sink.result(sink.write(RECORD));
                now.updateAndGet(time -> time.plusSeconds(100_000));
                sink.result(sink.write(RECORD));
            }
            assertThat(emulator.calls().stream().filter(call -> call.operation().equals("DescribeTable")))
                    .hasSize(1);
        }
    }
}
