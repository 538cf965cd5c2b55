package dev.sluice.testkit.conformance;

import static dev.sluice.testkit.conformance.Run.P0;
import static dev.sluice.testkit.conformance.Run.P1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

abstract class DeliveryCases extends Cases {

    @Test
    void everyRecordIsStoredAndCommitted() {
        run.start(P0, P1);
        run.produce(P0, 60);
        run.produce(P1, 40);
        run.settle(P0, P1);

        assertThat(run.sink.stored()).containsExactlyInAnyOrderElementsOf(concat(run.produced(P0), run.produced(P1)));
    }

    @Test
    void theCountsAddUp() {
        run.harness.maxPollRecords(7);
        run.start(P0);
        run.produce(P0, 50);
        for (int i = 0; i < 8; i++) {
            run.harness.poll();
            assertThat(run.metric("RecordsAccepted")).isEqualTo(run.harness.position(P0));
            assertThat(run.metric("RecordsWritten"))
                    .as("written, as counted")
                    .isLessThanOrEqualTo(run.sink.stored().size());
            assertThat(run.metric("RecordsPending")).as("pending").isNotNegative();
        }
        run.settle(P0);

        assertThat(run.metric("RecordsWritten")).isEqualTo(50);
        assertThat(run.metric("RecordsPending")).isZero();
        assertThat(run.metric("RecordsReported")).isZero();
    }

    @Test
    void noOffsetIsCommittedBeforeItsRecordIsStored() {
        run.start(P0);
        run.sink.stall();
        run.produce(P0, 2);
        run.send();
        run.pollAndCommit(5);
        run.nothingUnstoredIsCommitted(P0);
        run.sink.release();
        run.settle(P0);
        run.nothingUnstoredIsCommitted(P0);
    }

    @Test
    void anOutageSkipsNothingReportsNothingAndFailsNothing() {
        run.with("runtime.error.tolerance", "all").start(P0);
        run.produce(P0, 10);
        run.settle(P0);
        run.sink.stopDestination();
        run.produce(P0, 20);
        run.send();
        run.pollAndCommit(20);
        assertThat(run.metric("RecordsReported") + run.metric("RecordsSkipped"))
                .as("skipped or reported in an outage")
                .isZero();
        run.sink.startDestination();
        run.settle(P0);

        assertThat(run.stored()).containsExactlyInAnyOrderElementsOf(run.produced(P0));
        assertThat(run.metric("RecordsReported") + run.metric("RecordsSkipped")).isZero();
    }

    @Test
    void troubleThatOutlastsTheRetryTimeoutFailsTheTaskAndLosesNothing() {
        run.with("retry.timeout.ms", "300")
                .with("runtime.error.tolerance", "all")
                .start(P0);
        run.sink.trouble(Trouble.TRANSIENT, Integer.MAX_VALUE);
        run.produce(P0, 5);
        run.failure();
        run.harness.stop();
        assertThat(run.harness.committed(P0)).isZero();
        run.sink.release();
        run.start(P0).settle(P0);

        assertThat(run.stored()).containsAll(run.produced(P0));
    }

    @Test
    void aTransientAnswerIsFollowedByARepetition() {
        repeats(Trouble.TRANSIENT);
    }

    @Test
    void aThrottledAnswerIsFollowedByARepetition() {
        repeats(Trouble.THROTTLED);
    }

    @Test
    void aLostAnswerIsFollowedByARepetition() {
        repeats(Trouble.ANSWER_LOST);
    }

    private void repeats(Trouble trouble) {
        run.with("runtime.error.tolerance", "all").start(P0);
        run.sink.trouble(trouble, 2);
        run.produce(P0, 10);
        run.settle(P0);

        assertThat(run.stored()).containsExactlyInAnyOrderElementsOf(run.produced(P0));
        if (run.sink.storesEachRecordOnce()) {
            assertThat(run.sink.stored()).as("stored once").hasSize(10);
        }
        assertThat(run.metric("RecordsReported") + run.metric("RecordsSkipped")).isZero();
    }

    @Test
    void aFatalAnswerFailsTheTaskAtOnceWhateverTheTolerance() {
        failsAtOnce(Trouble.FATAL);
    }

    @Test
    void anUnknownAnswerFailsTheTaskAtOnceWhateverTheTolerance() {
        failsAtOnce(Trouble.UNKNOWN);
    }

    private void failsAtOnce(Trouble trouble) {
        run.with("runtime.error.tolerance", "all").start(P0);
        run.sink.trouble(trouble, 1);
        run.produce(P0, 1);
        run.failure();
        assertThat(run.harness.committed(P0)).isZero();
        run.harness.stop();
        run.start(P0).settle(P0);

        assertThat(run.stored()).containsExactlyInAnyOrderElementsOf(run.produced(P0));
    }

    @Test
    void aKilledTaskLosesNothing() {
        run.harness.maxPollRecords(10);
        run.start(P0, P1);
        run.produce(P0, 30);
        run.produce(P1, 30);
        run.harness.poll();
        run.harness.poll();
        run.harness.commit();
        run.nothingUnstoredIsCommitted(P0, P1);
        run.harness.poll();
        run.harness.kill();
        run.start(P0, P1).settle(P0, P1);

        List<Stored> all = concat(run.produced(P0), run.produced(P1));
        assertThat(run.stored()).containsExactlyInAnyOrderElementsOf(all);
        if (run.sink.storesEachRecordOnce()) {
            assertThat(run.sink.stored()).as("stored once").hasSize(all.size());
        }
    }

    private static List<Stored> concat(List<Stored> some, List<Stored> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }
}
