package dev.sluice.testkit.conformance;

import static dev.sluice.testkit.conformance.Run.P0;
import static dev.sluice.testkit.conformance.Run.P1;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A case that waits in vain says what there is to know, because nobody may see it fail again. */
class RunTest {
    private final Run run = new Run(new MemorySink(Defect.NONE), Duration.ofMillis(800));

    @AfterEach
    void close() {
        run.close();
    }

    @Test
    void aWaitInVainTellsWhereThePartitionsAreAndWhatTheTaskCounts() {
        run.start(P0, P1);
        run.sink.stall();
        run.produce(P0, 4);
        run.produce(P1, 1);

        assertThatThrownBy(() -> run.settle(P0, P1))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll(
                        "everything is committed",
                        "conformance-0: committed 0 of 4, read up to 4",
                        "conformance-1: committed 0 of 1",
                        "RecordsPending = 5",
                        "RequestsInFlight = 2",
                        "worker's warnings: []");
    }

    @Test
    void aCallThatIsNotAnsweredIsToldWithTheThreads() {
        run.start(P0);
        run.sink.stall();
        run.produce(P0, 3);

        assertThatThrownBy(() -> run.settle(P0))
                .hasMessageContaining("writes: 1 sent, 1 unanswered, the oldest for ")
                .hasMessageContaining("none failed")
                .hasMessageContaining("threads:")
                .hasMessageContaining("memory-client");
    }

    @Test
    void theLastFailureIsToldAndHowOftenWhichOneCame() {
        run.start(P0);
        run.sink.trouble(Trouble.THROTTLED, 1);
        run.sink.trouble(Trouble.TRANSIENT, Integer.MAX_VALUE);
        run.produce(P0, 3);

        assertThatThrownBy(() -> run.settle(P0))
                .hasMessageContaining("1 x THROTTLED SLOW_DOWN")
                .hasMessageContaining(" x TRANSIENT BUSY")
                .hasMessageContaining("BUSY: the store said busy")
                .hasMessageContaining("Retries = ");
    }
}
