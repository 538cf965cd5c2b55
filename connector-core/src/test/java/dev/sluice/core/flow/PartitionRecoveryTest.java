package dev.sluice.core.flow;

import static dev.sluice.core.flow.PipelineBench.FATAL;
import static dev.sluice.core.flow.PipelineBench.P0;
import static dev.sluice.core.flow.PipelineBench.P1;
import static dev.sluice.core.flow.PipelineBench.TRANSIENT;
import static dev.sluice.core.flow.PipelineBench.values;
import static dev.sluice.core.flow.ScriptedProgress.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.failure.Failure;
import dev.sluice.core.offset.OffsetSet;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;

/** The pipeline over a destination that says itself what it has. */
class PartitionRecoveryTest {
    private static final TopicPartition P2 = new TopicPartition("t", 2);
    private static final Duration WRITE_TIMEOUT = Duration.ofMinutes(1);

    /** What a failed question meant, as its text says. */
    private static final class Trouble extends RuntimeException {
        private static final long serialVersionUID = 1;

        final transient Failure failure;

        Trouble(Failure failure) {
            this.failure = failure;
        }
    }

    private final ScriptedProgress log = new ScriptedProgress();
    private final PipelineBench.Settings settings = new PipelineBench.Settings();

    private PipelineBench bench() {
        settings.progress = log;
        settings.writeTimeout = WRITE_TIMEOUT;
        settings.retryTimeout = Duration.ofSeconds(5);
        settings.classifier = error -> error instanceof Trouble trouble ? trouble.failure : Failure.unknown(error);
        return new PipelineBench(settings);
    }

    /** Both partitions begin where this set says. */
    private PipelineBench begun(long next) {
        PipelineBench bench = bench();
        log.answer(P0, done(next));
        log.answer(P1, done(next));
        bench.poll();
        return bench;
    }

    @Test
    void aPartitionTakesNoRecordBeforeTheAnswerAndThenGoesOnWhereItSays() {
        PipelineBench bench = bench();
        assertThat(bench.control.paused).containsExactlyInAnyOrder(P0, P1);
        assertThat(bench.control.takeWake()).as("looks for the answer soon").isLessThan(Duration.ofMillis(100));

        log.answer(P0, done(40));
        bench.poll();

        assertThat(bench.control.paused).containsExactly(P1);
        assertThat(bench.control.sought).containsExactly(Map.entry(P0, 40L));
        bench.put(40, "skip");
        assertThat(bench.safe(P0)).isEqualTo(41);
    }

    @Test
    void anAnswerThatComesAtOnceCountsFromTheNextDeliveryOn() {
        log.atOnce = () -> done(40);
        PipelineBench bench = bench();
        assertThat(bench.control.paused).containsExactlyInAnyOrder(P0, P1);
        bench.poll();
        assertThat(bench.control.paused).isEmpty();
        assertThat(bench.control.sought).isEqualTo(Map.of(P0, 40L, P1, 40L));
    }

    @Test
    void whereTheDestinationKnowsNothingItBeginsWhereKafkaSays() {
        log.atOnce = OffsetSet::new;
        PipelineBench bench = bench();
        bench.poll();
        assertThat(bench.control.paused).isEmpty();
        assertThat(bench.control.sought).isEmpty();
        bench.put(7, "skip");
        assertThat(bench.safe(P0)).isEqualTo(8);
        assertThat(bench.safe()).doesNotContainKey(P1);
    }

    @Test
    void aSinkWithoutSuchAMemoryIsNeitherPausedNorSought() {
        PipelineBench bench = new PipelineBench();
        assertThat(bench.control.paused).isEmpty();
        assertThat(bench.control.sought).isEmpty();
        assertThat(bench.control.wake).isNull();
    }

    @Test
    void anAnswerThatWaitsWhileAnotherPartitionIsOpenedIsNotForgotten() {
        PipelineBench bench = bench();
        log.answer(P0, done(40));
        bench.pipeline.open(List.of(P2));
        bench.poll();
        assertThat(bench.control.paused).containsExactlyInAnyOrder(P1, P2);
        assertThat(bench.control.sought).containsOnlyKeys(P0);
    }

    @Test
    void recordsOfAPartitionThatIsNotReadyAreDroppedAndSoughtAgain() {
        PipelineBench bench = bench();
        bench.put(5, "a/1", "a/2");
        bench.put(7, "a/3");
        assertThat(bench.counters.accepted()).isZero();
        assertThat(bench.pipeline.entriesHeld()).isZero();

        log.answer(P0, new OffsetSet());
        bench.poll();

        assertThat(bench.control.sought).as("the first of them").containsExactly(Map.entry(P0, 5L));
        bench.put(5, "a/1", "a/2", "a/3");
        bench.safe();
        bench.writer.storeAll();
        bench.poll();
        assertThat(bench.writer.stored).containsExactly("a/1", "a/2", "a/3");
    }

    @Test
    void whatTheDestinationKnowsCountsMoreThanWhereDroppedRecordsBegan() {
        PipelineBench bench = bench();
        bench.put(5, "a/1");
        log.answer(P0, done(9));
        bench.poll();
        assertThat(bench.control.sought).containsExactly(Map.entry(P0, 9L));
    }

    @Test
    void recordsThatAreDoneAreSkippedAndCountedAndTheOthersAreStored() {
        PipelineBench bench = bench();
        OffsetSet done = done(3);
        done.add(5, 7);
        done.add(8, 9);
        log.answer(P0, done);
        bench.poll();

        bench.put(3, "a/3", "a/4", "a/5", "a/6", "a/7", "a/8", "a/9", "a/10");
        assertThat(bench.counters.skipped()).isEqualTo(3);
        assertThat(bench.counters.accepted()).isEqualTo(8);
        bench.safe();
        bench.writer.storeAll();
        bench.poll();

        assertThat(bench.writer.stored).containsExactly("a/3", "a/4", "a/7", "a/9", "a/10");
        assertThat(bench.safe(P0)).isEqualTo(11);
        assertThat(bench.counters.pending()).isZero();
    }

    @Test
    void aRecordBelowTheKnownStartStopsTheTaskAndSaysWhatToDo() {
        PipelineBench bench = begun(100);
        assertThatThrownBy(() -> bench.put(0, "a/0"))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("t-0 below offset 100")
                .hasMessageContaining("goes on at 0")
                .hasMessageContaining("deleted and created again")
                .hasMessageContaining("PATCH of the connector's offsets");
    }

    @Test
    void anAnswerThatDoesNotComeIsAskedForAgainAndTheOldOneCountsForNothing() {
        PipelineBench bench = bench();
        log.answer(P1, done(0));
        var late = log.next(P0);
        bench.pass(WRITE_TIMEOUT.minusMillis(1));
        assertThat(log.asked).isEqualTo(2);
        bench.pass(Duration.ofMillis(1));
        bench.pass(Duration.ofMillis(100));
        assertThat(log.asked).as("asked again after a delay").isEqualTo(3);

        late.complete(done(5));
        bench.poll();
        assertThat(bench.control.paused).containsExactly(P0);
        log.answer(P0, done(6));
        bench.poll();
        assertThat(bench.control.paused).isEmpty();
        assertThat(bench.control.sought).containsEntry(P0, 6L);
    }

    @Test
    void aSilentDestinationFailsTheTaskInTheEndAndSaysWhichTimeoutItWas() {
        PipelineBench bench = bench();
        bench.pass(WRITE_TIMEOUT);
        bench.pass(Duration.ofMillis(100));
        bench.clock.advance(WRITE_TIMEOUT);
        assertThatThrownBy(bench::poll)
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("write.timeout.ms")
                .hasMessageContaining("could not be found out");
    }

    @Test
    void whatFailsForAWhileIsRetriedWithDelaysAndCounted() {
        PipelineBench bench = bench();
        log.answer(P1, done(0));
        log.next(P0).fail(new Trouble(TRANSIENT));
        bench.poll();
        assertThat(log.asked).as("not at once").isEqualTo(2);
        Duration wake = bench.control.takeWake();
        assertThat(wake).isNotNull().isBetween(Duration.ofMillis(1), Duration.ofMillis(100));
        bench.pass(wake);
        assertThat(log.asked).isEqualTo(3);
        log.next(P0).fail(new Trouble(TRANSIENT));
        bench.poll();
        bench.pass(Duration.ofMillis(100));
        log.answer(P0, done(8));
        bench.poll();
        assertThat(bench.control.sought).containsEntry(P0, 8L);
        assertThat(bench.counters.retries(dev.sluice.core.failure.FailureKind.TRANSIENT))
                .isEqualTo(2);
    }

    @Test
    void whatKeepsFailingFailsTheTaskAfterTheRetryTimeout() {
        PipelineBench bench = bench();
        log.answer(P1, done(0));
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 1000; i++) {
                        if (!log.unanswered.isEmpty()) {
                            log.next(P0).fail(new Trouble(TRANSIENT));
                        }
                        bench.pass(Duration.ofMillis(50));
                    }
                })
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("t-0 could not be found out")
                .hasMessageContaining("try again");
    }

    @Test
    void whatIsFatalFailsTheTaskAtOnceAndItStaysFailed() {
        PipelineBench bench = bench();
        log.next(P0).fail(new Trouble(FATAL));
        assertThatThrownBy(bench::poll).hasMessageContaining("ask somebody");
        assertThatThrownBy(bench::poll).hasMessageContaining("ask somebody");
    }

    @Test
    void anErrorThatNobodyKnowsIsFatal() {
        PipelineBench bench = bench();
        log.next(P0).fail(new IllegalStateException("what is this"));
        assertThatThrownBy(bench::poll).isInstanceOf(ConnectException.class);
    }

    @Test
    void onlyTheFirstAnswerCounts() {
        PipelineBench bench = bench();
        var completion = log.next(P0);
        completion.complete(done(4));
        completion.complete(done(5));
        completion.fail(new Trouble(FATAL));
        bench.poll();
        assertThat(bench.control.sought).containsEntry(P0, 4L);
    }

    @Test
    void aPartitionThatIsGivenUpWhileItOpensIsForgotten() {
        PipelineBench bench = bench();
        log.answer(P1, done(0));
        var completion = log.next(P0);
        bench.pipeline.close(List.of(P0));
        completion.complete(done(4));
        bench.pass(WRITE_TIMEOUT);
        bench.poll();
        assertThat(log.closed).containsExactly(P0);
        assertThat(log.asked).isEqualTo(2);
        assertThat(bench.control.sought).doesNotContainKey(P0);
    }

    @Test
    void aPartitionThatComesBackIsAskedAboutAgain() {
        PipelineBench bench = begun(10);
        bench.put(10, "skip");
        bench.pipeline.close(List.of(P0));
        bench.pipeline.open(List.of(P0));
        log.answer(P0, done(20));
        bench.poll();
        assertThat(bench.control.sought).containsEntry(P0, 20L);
    }

    @Test
    void fullBuffersAndOpeningsPauseAndResumeTogether() {
        settings.budgetBytes = 2_000;
        settings.maxInFlight = 1;
        PipelineBench bench = begun(0);
        bench.put(0, values("a", 10));
        assertThat(bench.control.paused).isEqualTo(Set.of(P0, P1));

        bench.pipeline.open(List.of(P2));
        log.answer(P2, done(3));
        bench.poll();
        assertThat(bench.control.paused)
                .as("the answer is there, the memory is not")
                .isEqualTo(Set.of(P0, P1, P2));

        while (!bench.writer.unanswered.isEmpty()) {
            bench.writer.storeAll();
            bench.poll();
        }
        assertThat(bench.control.paused).isEmpty();
    }

    @Test
    void memoryThatIsFreeAgainDoesNotResumeAPartitionThatStillOpens() {
        settings.budgetBytes = 2_000;
        settings.maxInFlight = 1;
        PipelineBench bench = begun(0);
        bench.pipeline.open(List.of(P2));
        bench.put(0, values("a", 10));
        assertThat(bench.control.paused).isEqualTo(Set.of(P0, P1, P2));
        while (!bench.writer.unanswered.isEmpty()) {
            bench.writer.storeAll();
            bench.poll();
        }
        assertThat(bench.control.paused).containsExactly(P2);
        log.answer(P2, done(0));
        bench.poll();
        assertThat(bench.control.paused).isEmpty();
    }

    @Test
    void aPartitionThatSomebodyTookIsGivenUpAndOpenedAgainAtTheSafeOffset() {
        PipelineBench bench = begun(0);
        bench.put(0, "skip", "skip", "a/2", "a/3");
        log.lost.add(P0);
        bench.poll();

        assertThat(bench.control.paused).containsExactly(P0);
        assertThat(log.closed).containsExactly(P0);
        assertThat(bench.pipeline.entriesHeld()).as("what was held is given up").isZero();

        log.answer(P0, new OffsetSet());
        bench.poll();
        assertThat(bench.control.sought).containsEntry(P0, 2L);
        assertThat(bench.control.paused).isEmpty();
        bench.safe();
        bench.writer.storeAll();
        assertThat(bench.writer.stored).isEmpty();
    }

    @Test
    void whenTheWorkerGoesBackTheDestinationIsAskedAgain() {
        PipelineBench bench = begun(0);
        bench.put(0, "a/0", "a/1", "a/2");
        bench.put(1, "a/1", "a/2", "a/3");
        assertThat(log.asked).isEqualTo(3);
        assertThat(bench.control.paused).containsExactly(P0);
        assertThat(bench.pipeline.entriesHeld()).isZero();

        OffsetSet done = done(0);
        done.add(1, 2);
        log.answer(P0, done);
        bench.poll();
        assertThat(bench.control.sought).containsEntry(P0, 0L);
        bench.put(0, "a/0", "a/1", "a/2", "a/3");
        bench.safe();
        bench.writer.storeAll();
        bench.poll();
        assertThat(bench.writer.stored).containsExactly("a/0", "a/2", "a/3");
    }

    @Test
    void goingBackWithAnAnswerAtOnceStoresNothingTwice() {
        log.atOnce = () -> done(0);
        PipelineBench bench = bench();
        bench.poll();
        bench.put(0, "a/0", "a/1", "a/2");
        log.atOnce = () -> done(2);
        bench.put(1, "a/1", "a/2", "a/3");
        bench.poll();
        assertThat(bench.control.sought).containsEntry(P0, 2L);
        bench.put(2, "a/2", "a/3");
        bench.safe();
        bench.writer.storeAll();
        bench.poll();
        assertThat(bench.writer.stored).containsExactly("a/2", "a/3");
        assertThat(log.asked).as("once for the rewind").isEqualTo(3);
    }

    @Test
    void noMoreIsCommittedThanTheWorkerHasConsumed() {
        PipelineBench bench = begun(100);
        assertThat(bench.pipeline.preCommit(Map.of(P0, new OffsetAndMetadata(60), P1, new OffsetAndMetadata(100))))
                .as("the seek has not happened yet")
                .isEqualTo(Map.of(P1, new OffsetAndMetadata(100)));
    }

    @Test
    void beforeABatchIsSentAndAtEachCommitTheDestinationHearsWhatIsSafe() {
        PipelineBench bench = begun(0);
        assertThat(log.safe).isEmpty();
        bench.put(0, "skip", "skip", "a/2");
        bench.pass(Duration.ofMillis(100));
        assertThat(bench.writer.unanswered).hasSize(1);
        assertThat(log.safe).isEqualTo(Map.of(P0, 2L));
        assertThat(log.flushes).isZero();

        bench.writer.storeAll();
        bench.safe();
        assertThat(log.safe).isEqualTo(Map.of(P0, 3L, P1, 0L));
        assertThat(log.flushes).isEqualTo(1);
    }

    @Test
    void stoppingGivesUpEveryPartition() {
        PipelineBench bench = begun(0);
        assertThatCode(bench.pipeline::stop).doesNotThrowAnyException();
        assertThat(log.closed).containsExactlyInAnyOrder(P0, P1);
    }
}
