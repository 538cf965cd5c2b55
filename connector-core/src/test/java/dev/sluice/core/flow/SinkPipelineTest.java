package dev.sluice.core.flow;

import static dev.sluice.core.flow.PipelineBench.FATAL;
import static dev.sluice.core.flow.PipelineBench.P0;
import static dev.sluice.core.flow.PipelineBench.P1;
import static dev.sluice.core.flow.PipelineBench.REJECTED;
import static dev.sluice.core.flow.PipelineBench.THROTTLED;
import static dev.sluice.core.flow.PipelineBench.TRANSIENT;
import static dev.sluice.core.flow.PipelineBench.record;
import static dev.sluice.core.flow.PipelineBench.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SinkPipelineTest {
    private static final Duration LINGER = Duration.ofMillis(100);

    private static PipelineBench.Settings settings() {
        return new PipelineBench.Settings();
    }

    @Nested
    class Offsets {
        final PipelineBench bench = new PipelineBench();

        @Test
        void anUnacknowledgedRecordHoldsTheWatermarkBack() {
            bench.put(5, "a/1", "a/2");
            assertThat(bench.safe(P0)).isEqualTo(5);
            bench.writer.storeAll();
            bench.poll();
            assertThat(bench.safe(P0)).isEqualTo(7);
        }

        @Test
        void aSkippedRecordIsSafeAtOnce() {
            bench.put(5, "skip", "skip");
            assertThat(bench.safe(P0)).isEqualTo(7);
        }

        @Test
        void aLaterBatchThatIsStoredFirstDoesNotMoveTheWatermarkPastAnEarlierOne() {
            bench.put(0, values("a", 10));
            bench.put(10, values("b", 10));
            ScriptedWriter.Sent first = bench.writer.next();
            bench.writer.storeAll();
            assertThat(bench.safe(P0)).isZero();
            bench.writer.store(first);
            assertThat(bench.safe(P0)).isEqualTo(20);
        }

        @Test
        void offsetsAreTrackedByOriginWhenATransformRenamesTheTopic() {
            SinkRecord renamed = record(P0, 3, "a/1").newRecord("other", 9, null, null, null, "a/1", null);
            bench.pipeline.put(List.of(renamed));
            bench.safe();
            bench.writer.storeAll();
            assertThat(bench.safe()).containsOnly(java.util.Map.entry(P0, 4L));
        }

        @Test
        void aPartitionWithoutRecordsHasNoOffsetToCommit() {
            assertThat(bench.safe()).isEmpty();
        }

        @Test
        void theRecordThatStoppedTheTaskIsNotSafe() {
            assertThatThrownBy(() -> bench.put(5, "skip", "bad", "a/1")).isInstanceOf(ConnectException.class);
            assertThat(bench.safe(P0)).isEqualTo(6);
        }
    }

    @Nested
    class Tolerance {
        private PipelineBench tolerant() {
            PipelineBench.Settings settings = settings();
            settings.tolerant = true;
            return new PipelineBench(settings);
        }

        @Test
        void aRecordThatCannotBeMappedFailsTheTaskWithPlaceAndReasonAndNoContent() {
            PipelineBench bench = new PipelineBench();
            assertThatThrownBy(() -> bench.put(41, "a/1", "bad"))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("topic t, partition 0, offset 42")
                    .hasMessageContaining("field x is missing")
                    .hasMessageNotContaining("bad");
        }

        @Test
        void aDataExceptionOfTheMapperMeansUnmappable() {
            PipelineBench bench = tolerant();
            bench.put(0, "data-exception");
            assertThat(bench.reported).hasSize(1);
            assertThat(bench.counters.reported()).isEqualTo(1);
        }

        @Test
        void anyOtherExceptionOfTheMapperStopsTheTaskWhateverTheTolerance() {
            PipelineBench bench = tolerant();
            assertThatThrownBy(() -> bench.put(7, "crash-secret"))
                    .hasMessageContaining("offset 7")
                    .hasMessageContaining("IllegalStateException")
                    .hasStackTraceContaining("PipelineBench.map")
                    .satisfies(e -> assertThat(java.util.Arrays.toString(new String[] {stackTrace(e)}))
                            .doesNotContain("secret"));
            assertThat(bench.reported).isEmpty();
        }

        private String stackTrace(Throwable error) {
            java.io.StringWriter text = new java.io.StringWriter();
            error.printStackTrace(new java.io.PrintWriter(text));
            return text.toString();
        }

        @Test
        void aReportIsAwaitedBeforeTheOffsetMoves() {
            PipelineBench bench = tolerant();
            bench.reportAnswer = new CompletableFuture<>();
            bench.put(0, "bad");
            assertThat(bench.safe(P0)).isZero();
            assertThat(bench.counters.pending()).isEqualTo(1);
            bench.reportAnswer.complete(null);
            assertThat(bench.safe(P0)).isEqualTo(1);
        }

        private PipelineBench reporting() {
            PipelineBench.Settings settings = settings();
            settings.reporting = true;
            return new PipelineBench(settings);
        }

        @Test
        void aRecordThatIsReportedOnPurposeDoesNotStopTheTaskThatToleratesNothing() {
            PipelineBench bench = reporting();
            bench.put(4, "report", "skip");
            assertThat(bench.reported).singleElement().satisfies(errant -> {
                assertThat(errant.origin().offset()).isEqualTo(4);
                assertThat(errant.failure().code()).isEqualTo("Reported");
                assertThat(errant.failure().message()).isEqualTo("reports are asked for");
            });
            assertThat(bench.counters.reported()).isEqualTo(1);
            assertThat(bench.safe(P0)).isEqualTo(6);
            assertThatThrownBy(() -> bench.put(6, "bad")).isInstanceOf(ConnectException.class);
            assertThat(bench.reported)
                    .as("what is not tolerated is not reported")
                    .hasSize(1);
        }

        @Test
        void aReportOnPurposeIsAwaitedBeforeTheOffsetMoves() {
            PipelineBench bench = reporting();
            bench.reportAnswer = new CompletableFuture<>();
            bench.put(0, "report", "skip");
            assertThat(bench.safe(P0)).isZero();
            assertThat(bench.counters.pending()).isEqualTo(1);
            assertThat(bench.budget.used()).isPositive();
            bench.reportAnswer.complete(null);
            assertThat(bench.safe(P0)).isEqualTo(2);
            assertThat(bench.budget.used()).isZero();
        }

        @Test
        void aReportOnPurposeThatFailsStopsTheTask() {
            PipelineBench bench = reporting();
            bench.reportAnswer = CompletableFuture.failedFuture(new IllegalStateException("no broker"));
            assertThatThrownBy(() -> bench.put(3, "report")).hasMessageContaining("offset 3");
            assertThat(bench.safe(P0)).isEqualTo(3);
        }

        @Test
        void aReportOnPurposeWithoutAReporterStopsTheTask() {
            PipelineBench bench = new PipelineBench();
            assertThatThrownBy(() -> bench.put(3, "skip", "report"))
                    .hasMessageContaining("offset 4")
                    .hasMessageContaining("reports are asked for");
            assertThat(bench.safe(P0)).isEqualTo(4);
        }

        @Test
        void recordsThatAreBeingReportedCountAgainstTheMemoryAndPauseTheTask() {
            PipelineBench.Settings settings = settings();
            settings.tolerant = true;
            settings.budgetBytes = 2000;
            PipelineBench bench = new PipelineBench(settings);
            bench.reportAnswer = new CompletableFuture<>();
            bench.put(0, "bad", "bad", "bad", "bad", "bad", "bad", "bad", "bad", "bad", "bad");
            assertThat(bench.control.paused).isEqualTo(Set.of(P0, P1));
            assertThat(bench.control.takeWake()).as("it looks again by itself").isNotNull();
            bench.reportAnswer.complete(null);
            bench.poll();
            assertThat(bench.control.paused).isEmpty();
            assertThat(bench.budget.used()).isZero();
            bench.reportAnswer = new CompletableFuture<>();
            bench.put(10, "bad");
            assertThat(bench.budget.used()).isPositive();
            bench.pipeline.close(List.of(P0));
            assertThat(bench.budget.used()).isZero();
        }

        @Test
        void aReportThatFailsStopsTheTask() {
            PipelineBench bench = tolerant();
            bench.reportAnswer = CompletableFuture.failedFuture(new IllegalStateException("queue is gone"));
            assertThatThrownBy(() -> bench.put(0, "bad"))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("offset 0")
                    .hasRootCauseMessage("queue is gone");
            assertThat(bench.safe(P0)).isZero();
        }

        @Test
        void anOutageIsNeverReportedHoweverTolerantTheTaskIs() {
            PipelineBench bench = tolerant();
            bench.put(0, "a/1");
            bench.pass(LINGER);
            bench.writer.refuse(bench.writer.next(), TRANSIENT);
            bench.poll();
            bench.clock.advance(Duration.ofMinutes(2));
            bench.poll();
            bench.writer.refuse(bench.writer.next(), TRANSIENT);
            assertThatThrownBy(bench::poll)
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("Busy: try again")
                    .hasMessageContaining("retry.timeout.ms");
            assertThat(bench.reported).isEmpty();
            assertThat(bench.safe(P0)).isZero();
        }

        @Test
        void aFatalFailureStopsTheTaskAtOnceWithTheServicesCode() {
            PipelineBench bench = tolerant();
            bench.put(0, "a/1");
            bench.pass(LINGER);
            bench.writer.refuse(bench.writer.next(), FATAL);
            assertThatThrownBy(bench::poll).hasMessageContaining("NoPermission: ask somebody");
            assertThatThrownBy(bench::poll).as("and it stays stopped").isInstanceOf(ConnectException.class);
            assertThat(bench.writer.writes).isEqualTo(1);
        }

        @Test
        void anUnknownErrorIsFatal() {
            PipelineBench bench = tolerant();
            bench.put(0, "a/1");
            bench.pass(LINGER);
            bench.writer.next().completion().fail(new IllegalMonitorStateException("?"));
            assertThatThrownBy(bench::poll).hasMessageContaining("Unknown");
        }

        @Test
        void aRejectedEntryIsReportedAloneAndItsNeighboursAreStored() {
            PipelineBench bench = tolerant();
            bench.put(0, "a/1", "a/2", "a/3");
            bench.pass(LINGER);
            bench.writer.answer(bench.writer.next(), value -> value.equals("a/2") ? REJECTED : null);
            bench.poll();
            assertThat(bench.writer.stored).containsExactly("a/1", "a/3");
            assertThat(bench.reported)
                    .singleElement()
                    .satisfies(errant -> assertThat(errant.describe())
                            .isEqualTo("topic t, partition 0, offset 1: Invalid: not like this"));
            assertThat(bench.safe(P0)).isEqualTo(3);
        }
    }

    @Nested
    class Isolation {
        @Test
        void aBatchThatIsRefusedAsAWholeIsSplitUntilTheCulpritStandsAlone() {
            PipelineBench.Settings settings = settings();
            settings.tolerant = true;
            PipelineBench bench = new PipelineBench(settings);
            bench.put(0, values("a", 10));
            while (!bench.writer.unanswered.isEmpty()) {
                ScriptedWriter.Sent sent = bench.writer.next();
                if (sent.values().contains("a/k7")) {
                    bench.writer.refuse(sent, REJECTED);
                } else {
                    bench.writer.store(sent);
                }
                bench.poll();
            }
            assertThat(bench.writer.stored).hasSize(9).doesNotContain("a/k7");
            assertThat(bench.reported)
                    .singleElement()
                    .satisfies(errant -> assertThat(errant.origin().offset()).isEqualTo(7));
            assertThat(bench.writer.writes).isLessThanOrEqualTo(1 + 2 * 4);
            assertThat(bench.safe(P0)).isEqualTo(10);
        }

        @Test
        void whereKeysMayRepeatTheSecondHalfWaitsForTheFirst() {
            PipelineBench.Settings settings = settings();
            settings.mayRepeatKeys = true;
            settings.maxEntries = 4;
            settings.tolerant = true;
            PipelineBench bench = new PipelineBench(settings);
            bench.put(0, "a/k/1", "a/k/2", "a/k/3", "a/k/4");
            bench.writer.refuse(bench.writer.next(), REJECTED);
            bench.poll();
            assertThat(bench.writer.unanswered).hasSize(1);
            ScriptedWriter.Sent half = bench.writer.next();
            assertThat(half.values()).containsExactly("a/k/1", "a/k/2");
            bench.writer.refuse(half, TRANSIENT);
            bench.poll();
            bench.pass(Duration.ofMillis(10));
            assertThat(bench.writer.unanswered)
                    .singleElement()
                    .satisfies(sent -> assertThat(sent.values()).containsExactly("a/k/1", "a/k/2"));
            bench.writer.storeAll();
            bench.poll();
            bench.writer.storeAll();
            bench.poll();
            assertThat(bench.writer.stored).containsExactly("a/k/1", "a/k/2", "a/k/3", "a/k/4");
        }
    }

    @Nested
    class Order {
        @Test
        void anEntryWhoseKeyIsInFlightWaitsAndOnlyThatOne() {
            PipelineBench bench = new PipelineBench();
            bench.put(0, "a/k/1");
            bench.pass(LINGER);
            bench.put(1, "a/k/2", "a/other");
            bench.pass(LINGER);
            assertThat(bench.writer.unanswered).hasSize(2);
            assertThat(bench.writer.unanswered.get(1).values()).containsExactly("a/other");
            bench.writer.storeAll();
            bench.poll();
            bench.pass(LINGER);
            bench.writer.storeAll();
            assertThat(bench.writer.stored).containsExactly("a/k/1", "a/other", "a/k/2");
        }

        @Test
        void anEntryWhoseKeyWaitsForARetryIsHeldBack() {
            PipelineBench bench = new PipelineBench();
            bench.put(0, "a/k/1");
            bench.pass(LINGER);
            bench.writer.refuse(bench.writer.next(), TRANSIENT);
            bench.put(1, "a/k/2");
            bench.pass(LINGER);
            bench.writer.storeAll();
            bench.poll();
            bench.pass(LINGER);
            bench.writer.storeAll();
            assertThat(bench.writer.stored).containsExactly("a/k/1", "a/k/2");
        }

        @Test
        void equalKeysNeverShareABatchUnlessTheBatcherAllowsIt() {
            PipelineBench bench = new PipelineBench();
            bench.put(0, "a/k/1", "a/k/2");
            assertThat(bench.writer.unanswered)
                    .singleElement()
                    .satisfies(sent -> assertThat(sent.values())
                            .as("the first goes without waiting for linger, because the second waits for it")
                            .containsExactly("a/k/1"));
        }

        @Test
        void aStoredEntryBehindAFailedOneOfItsKeyIsSentAgainAfterIt() {
            PipelineBench.Settings settings = settings();
            settings.mayRepeatKeys = true;
            PipelineBench bench = new PipelineBench(settings);
            bench.put(0, "a/k/1", "a/k/2", "a/other");
            bench.pass(LINGER);
            bench.writer.answer(bench.writer.next(), value -> value.equals("a/k/1") ? TRANSIENT : null);
            bench.poll();
            bench.pass(Duration.ofMillis(10));
            ScriptedWriter.Sent again = bench.writer.next();
            assertThat(again.values()).containsExactly("a/k/1", "a/k/2");
            bench.writer.store(again);
            bench.poll();
            assertThat(bench.counters.written()).isEqualTo(3);
            assertThat(bench.writer.stored).endsWith("a/k/1", "a/k/2");
        }

        @Test
        void oneKeyInTwoBatchKeysKeepsItsOrderToo() {
            PipelineBench bench = new PipelineBench();
            bench.put(0, "a/k/1");
            bench.pass(LINGER);
            assertThat(bench.writer.unanswered).hasSize(1);
            // Same ordering key, so it must wait although nothing of its own batch is open.
            bench.put(1, "a/k/2");
            bench.pass(LINGER);
            assertThat(bench.writer.unanswered).hasSize(1);
        }
    }

    @Nested
    class Pace {
        @Test
        void putNeverThrowsWhenTheDestinationIsSlowItPausesAndResumes() {
            PipelineBench.Settings settings = settings();
            settings.budgetBytes = 10_000;
            PipelineBench bench = new PipelineBench(settings);
            assertThatCode(() -> bench.put(0, values("a", 50))).doesNotThrowAnyException();
            assertThat(bench.control.paused).isEqualTo(Set.of(P0, P1));
            assertThat(bench.control.takeWake()).isLessThanOrEqualTo(Duration.ofMillis(5));
            while (!bench.writer.unanswered.isEmpty()) {
                bench.writer.storeAll();
                bench.poll();
            }
            assertThat(bench.control.paused).isEmpty();
            assertThat(bench.budget.used()).isZero();
        }

        @Test
        void aPartitionThatArrivesWhilePausedIsPausedToo() {
            PipelineBench.Settings settings = settings();
            settings.budgetBytes = 1_000;
            PipelineBench bench = new PipelineBench(settings);
            bench.put(0, values("a", 20));
            bench.pipeline.open(List.of(new org.apache.kafka.common.TopicPartition("t", 2)));
            assertThat(bench.control.paused).hasSize(3);
        }

        @Test
        void atTheMemoryLimitTheLargestOpenBatchIsClosedFirst() {
            PipelineBench.Settings settings = settings();
            settings.maxEntries = 100;
            settings.budgetBytes = 10_000;
            PipelineBench bench = new PipelineBench(settings);
            bench.put(0, "small/1", "small/2");
            bench.put(2, values("large", 30));
            assertThat(bench.writer.unanswered).isNotEmpty();
            assertThat(bench.writer.unanswered.get(0).batch().key()).hasToString("large");
        }

        @Test
        void noMoreRequestsThanTheWindowAllowsAreInFlight() {
            PipelineBench bench = new PipelineBench();
            bench.put(0, values("a", 100));
            assertThat(bench.writer.unanswered).hasSize(4);
            bench.writer.storeAll();
            bench.poll();
            assertThat(bench.writer.unanswered).hasSize(4);
        }

        @Test
        void aThrottledAnswerHalvesTheWindow() {
            PipelineBench bench = new PipelineBench();
            bench.put(0, values("a", 100));
            List<ScriptedWriter.Sent> sent = List.copyOf(bench.writer.unanswered);
            bench.writer.unanswered.clear();
            sent.forEach(s -> bench.writer.refuse(s, THROTTLED));
            bench.poll();
            assertThat(bench.writer.unanswered).hasSize(2);
        }

        @Test
        void theNextDeadlineIsArmedAgainOnEachCall() {
            PipelineBench bench = new PipelineBench();
            bench.put(0, "a/1");
            assertThat(bench.control.takeWake()).isEqualTo(LINGER);
            bench.clock.advance(Duration.ofMillis(30));
            bench.poll();
            assertThat(bench.control.takeWake()).isEqualTo(Duration.ofMillis(70));
            bench.clock.advance(Duration.ofMillis(70));
            bench.poll();
            assertThat(bench.writer.unanswered).hasSize(1);
            assertThat(bench.control.takeWake()).as("an answer is expected").isNotNull();
            bench.writer.storeAll();
            bench.poll();
            assertThat(bench.control.takeWake()).as("nothing is due").isNull();
        }

        @Test
        void aTransientFailureIsRetriedAfterABackoffUntilItSucceeds() {
            PipelineBench bench = new PipelineBench();
            bench.put(0, "a/1");
            bench.pass(LINGER);
            for (int i = 0; i < 20; i++) {
                bench.writer.refuse(bench.writer.next(), TRANSIENT);
                bench.poll();
                bench.pass(Duration.ofMillis(100));
            }
            bench.writer.storeAll();
            assertThat(bench.safe(P0)).isEqualTo(1);
            assertThat(bench.counters.retries()).isEqualTo(20);
        }

        @Test
        void aThirtySecondOutageInMidStreamLosesNothingAndFailsNothing() {
            PipelineBench bench = new PipelineBench();
            bench.put(0, values("a", 25));
            long end = bench.clock.millis() + 30_000;
            while (bench.clock.millis() < end) {
                List<ScriptedWriter.Sent> sent = List.copyOf(bench.writer.unanswered);
                bench.writer.unanswered.clear();
                sent.forEach(s -> bench.writer.refuse(s, TRANSIENT));
                bench.pass(Duration.ofMillis(50));
            }
            while (bench.counters.pending() > 0) {
                bench.writer.storeAll();
                bench.pass(Duration.ofMillis(100));
            }
            assertThat(bench.writer.stored).containsExactlyInAnyOrder(values("a", 25));
            assertThat(bench.safe(P0)).isEqualTo(25);
        }
    }

    @Nested
    class Rebalance {
        @Test
        void closeGivesUpJustThosePartitions() {
            PipelineBench bench = new PipelineBench();
            bench.pipeline.put(List.of(record(P0, 0, "a/1"), record(P1, 0, "a/2")));
            bench.pipeline.close(List.of(P0));
            bench.pass(LINGER);
            assertThat(bench.writer.unanswered)
                    .singleElement()
                    .satisfies(sent -> assertThat(sent.values()).containsExactly("a/2"));
            bench.writer.storeAll();
            assertThat(bench.safe()).containsOnlyKeys(P1);
            assertThat(bench.counters.discarded()).isEqualTo(1);
            assertThat(bench.budget.used()).isZero();
        }

        @Test
        void anAnswerForARevokedPartitionCountsForNothing() {
            PipelineBench bench = new PipelineBench();
            bench.put(0, "a/1");
            bench.pass(LINGER);
            ScriptedWriter.Sent late = bench.writer.next();
            bench.pipeline.close(List.of(P0));
            bench.pipeline.open(List.of(P0));
            bench.writer.refuse(late, TRANSIENT);
            bench.pass(Duration.ofSeconds(1));
            assertThat(bench.writer.unanswered).as("not retried").isEmpty();
            assertThat(bench.safe()).isEmpty();
            assertThat(bench.counters.pending()).isZero();
        }

        @Test
        void aRecordReadAgainWaitsForTheOldWriteOfItsKey() {
            PipelineBench bench = new PipelineBench();
            bench.put(0, "a/k/old");
            bench.pass(LINGER);
            ScriptedWriter.Sent old = bench.writer.next();
            bench.pipeline.close(List.of(P0));
            bench.pipeline.open(List.of(P0));
            bench.put(0, "a/k/old", "a/k/new");
            bench.pass(LINGER);
            assertThat(bench.writer.unanswered).isEmpty();
            bench.writer.store(old);
            bench.poll();
            bench.pass(LINGER);
            bench.writer.storeAll();
            bench.poll();
            bench.pass(LINGER);
            bench.writer.storeAll();
            bench.poll();
            assertThat(bench.writer.stored).containsExactly("a/k/old", "a/k/old", "a/k/new");
        }

        @Test
        void aRewindDiscardsWhatIsBufferedSoThatNothingIsWrittenTwice() {
            PipelineBench bench = new PipelineBench();
            bench.put(0, "a/1", "a/2");
            bench.put(0, "a/1", "a/2");
            bench.pass(LINGER);
            assertThat(bench.writer.unanswered)
                    .singleElement()
                    .satisfies(sent -> assertThat(sent.values()).containsExactly("a/1", "a/2"));
            bench.writer.storeAll();
            assertThat(bench.safe(P0)).isEqualTo(2);
        }

        @Test
        void stopGivesUpEverythingAndClosesTheWriter() {
            PipelineBench bench = new PipelineBench();
            bench.put(0, values("a", 25));
            bench.pipeline.stop();
            assertThat(bench.writer.closed).isTrue();
            assertThat(bench.writer.unanswered.stream()
                            .mapToInt(s -> s.entries().size())
                            .sum())
                    .as("what was not sent yet is never sent")
                    .isEqualTo(20);
        }

        @Test
        void commitSendsWhatMayBeSentEarly() {
            PipelineBench bench = new PipelineBench();
            bench.put(0, "a/1");
            assertThat(bench.writer.unanswered).isEmpty();
            bench.safe();
            assertThat(bench.writer.unanswered).hasSize(1);
        }
    }

    @Test
    void noRetriableExceptionEverLeavesPut() {
        PipelineBench bench = new PipelineBench();
        bench.put(0, "a/1");
        bench.pass(LINGER);
        bench.writer.next().completion().fail(new RetriableException("again"));
        assertThatThrownBy(bench::poll).isInstanceOf(ConnectException.class).isNotInstanceOf(RetriableException.class);
    }

    @Test
    void onlyTheFirstAnswerToAWriteCounts() {
        PipelineBench bench = new PipelineBench();
        bench.put(0, "a/1");
        bench.pass(LINGER);
        ScriptedWriter.Sent sent = bench.writer.next();
        bench.writer.store(sent);
        bench.writer.refuse(sent, FATAL);
        assertThatCode(bench::poll).doesNotThrowAnyException();
        assertThat(bench.counters.written()).isEqualTo(1);
    }

    @Test
    void aWriteThatIsNotAnsweredInTimeIsRepeatedAndItsLateAnswerIgnored() {
        PipelineBench.Settings settings = new PipelineBench.Settings();
        settings.writeTimeout = Duration.ofSeconds(5);
        PipelineBench bench = new PipelineBench(settings);
        bench.put(0, values("a", 10));
        ScriptedWriter.Sent silent = bench.writer.next();
        bench.pass(Duration.ofMillis(4_999));
        assertThat(bench.writer.writes).isEqualTo(1);

        bench.pass(Duration.ofMillis(1));
        bench.pass(Duration.ofMillis(10));
        assertThat(bench.writer.writes).isEqualTo(2);
        silent.completion().fail(new IllegalStateException("much too late"));
        bench.poll();
        assertThat(bench.safe(P0)).isZero();
        bench.writer.storeAll();
        bench.poll();

        assertThat(bench.safe(P0)).isEqualTo(10);
        assertThat(bench.pipeline.entriesHeld()).isZero();
    }

    @Test
    void aDestinationThatNeverAnswersFailsTheTaskAndTheMessageSaysSo() {
        PipelineBench.Settings settings = new PipelineBench.Settings();
        settings.writeTimeout = Duration.ofSeconds(5);
        settings.retryTimeout = Duration.ofSeconds(12);
        settings.tolerant = true;
        PipelineBench bench = new PipelineBench(settings);
        bench.put(0, values("a", 10));

        assertThatThrownBy(() -> {
                    for (int i = 0; i < 10; i++) {
                        bench.pass(Duration.ofSeconds(5));
                        bench.pass(Duration.ofMillis(10));
                    }
                })
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("NoAnswer: no answer within 5000 ms (write.timeout.ms)")
                .hasMessageContaining("retry.timeout.ms = 12000");
        assertThat(bench.reported).isEmpty();
        assertThat(bench.safe(P0)).isZero();
    }

    @Test
    void aWriterThatThrowsHasAnswered() {
        PipelineBench bench = new PipelineBench();
        bench.put(0, "a/1");
        bench.pass(LINGER);
        bench.writer.next().completion().fail(new java.net.SocketTimeoutException("x"));
        assertThatThrownBy(bench::poll).hasMessageContaining("SocketTimeoutException");
    }

    @Test
    void timestampsOfRecordsDoNotMatterToThePipeline() {
        PipelineBench bench = new PipelineBench();
        bench.pipeline.put(
                List.of(new SinkRecord("t", 0, null, null, null, "a/1", 0, Long.MAX_VALUE, TimestampType.CREATE_TIME)));
        bench.pass(LINGER);
        assertThat(bench.writer.unanswered).hasSize(1);
    }
}
