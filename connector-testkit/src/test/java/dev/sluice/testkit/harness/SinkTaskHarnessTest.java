package dev.sluice.testkit.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.IllegalWorkerStateException;
import org.apache.kafka.connect.errors.RetriableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The rules by which a worker treats a sink task, one by one. */
class SinkTaskHarnessTest {
    private static final TopicPartition P0 = new TopicPartition("t", 0);
    private static final TopicPartition P1 = new TopicPartition("t", 1);

    private final ScriptedTask task = new ScriptedTask();
    private final SinkTaskHarness harness = SinkTaskHarness.of(task);

    @AfterEach
    void close() {
        harness.close();
    }

    private void start(TopicPartition... partitions) {
        harness.start(Map.of("name", "n"));
        harness.assign(partitions);
    }

    private void produce(TopicPartition partition, String... values) {
        for (String value : values) {
            harness.produce(partition, null, null, null, value);
        }
    }

    @Test
    void rule1ARetriablePutIsRepeatedWithTheSameListAndAllPartitionsPausedMeanwhile() {
        harness.maxPollRecords(2);
        start(P0, P1);
        produce(P0, "a", "b", "c");
        task.context().pause(P1);
        task.onPut = records -> {
            throw new RetriableException("later");
        };
        harness.poll();
        assertThat(harness.paused()).containsExactlyInAnyOrder(P0, P1);
        harness.poll();
        harness.commit();
        assertThat(harness.committed(P0)).as("not taken, not committed").isZero();
        task.onPut = records -> {};
        harness.poll();
        assertThat(harness.paused()).as("what the task paused stays so").containsExactly(P1);
        harness.poll();

        assertThat(task.puts).containsExactly(List.of("a", "b"), List.of("a", "b"), List.of("a", "b"), List.of("c"));
    }

    @Test
    void rule2PutIsCalledWithAnEmptyListAndTheTimeoutCountsOnce() {
        start(P0);
        Instant begin = harness.clock().instant();
        AtomicInteger armed = new AtomicInteger(2);
        task.onPut = records -> {
            if (armed.getAndDecrement() > 0) {
                task.context().timeout(30);
            }
        };
        harness.poll();
        assertThat(harness.timeout()).contains(Duration.ofMillis(30));
        harness.advance(Duration.ofMillis(100));

        assertThat(task.puts)
                .as("at 0, 30, 60 and the end")
                .containsExactly(List.of(), List.of(), List.of(), List.of());
        assertThat(harness.timeout()).as("nobody armed it again").isEmpty();
        assertThat(harness.clock().instant()).isEqualTo(begin.plusMillis(100));
    }

    @Test
    void rule3ACommitThatThrowsRewindsToTheCommittedOffsets() {
        start(P0);
        produce(P0, "a", "b", "c");
        task.onPreCommit = offsets -> Map.of(P0, new OffsetAndMetadata(1));
        harness.poll();
        harness.commit();
        task.onPreCommit = offsets -> {
            throw new ConnectException("no");
        };
        harness.commit();
        harness.poll();

        assertThat(harness.committed(P0)).isEqualTo(1);
        assertThat(task.puts).containsExactly(List.of("a", "b", "c"), List.of("b", "c"));
        assertThat(harness.warnings()).singleElement().asString().contains("commit failed");
    }

    @Test
    void rule4OffsetsBeyondTheConsumedAndOfForeignPartitionsAreIgnored() {
        start(P0);
        produce(P0, "a");
        harness.poll();
        task.onPreCommit = offsets -> Map.of(P0, new OffsetAndMetadata(2), P1, new OffsetAndMetadata(1));
        harness.commit();

        assertThat(harness.committed(P0)).isZero();
        assertThat(harness.committed(P1)).isZero();
        assertThat(harness.warnings())
                .containsExactlyInAnyOrder(
                        "ignored offset 2 of t-0: not yet consumed", "ignored offset 1 of t-1: not assigned");
    }

    @Test
    void rule4ARenamedTopicIsCommittedUnderItsOwnName() {
        harness.transformedBy(record -> record == null
                ? null
                : record.newRecord("renamed", 7, null, null, null, record.value(), record.timestamp()));
        start(P0);
        produce(P0, "a");
        task.onPut = records -> records.forEach(record -> {
            assertThat(record.topic()).isEqualTo("renamed");
            assertThat(record.originalTopic()).isEqualTo("t");
            assertThat(record.originalKafkaPartition()).isZero();
        });
        harness.poll();
        harness.commit();

        assertThat(harness.committed(P0)).isEqualTo(1);
    }

    @Test
    void aRecordThatATransformDropsIsConsumedAllTheSame() {
        harness.transformedBy(record -> null);
        start(P0);
        produce(P0, "a");
        harness.poll();
        harness.commit();

        assertThat(task.puts).containsExactly(List.of());
        assertThat(harness.committed(P0)).isEqualTo(1);
    }

    @Test
    void rule5AnEmptyMapSkipsTheCommit() {
        start(P0);
        produce(P0, "a");
        harness.poll();
        task.onPreCommit = offsets -> Map.of();
        harness.commit();
        assertThat(harness.committed(P0)).isZero();
        task.onPreCommit = offsets -> offsets;
        harness.commit();
        assertThat(harness.committed(P0)).as("what was delivered").isEqualTo(1);
    }

    @Test
    void rule6ThereIsNoErrantRecordReporterUnlessOneIsConfigured() {
        start(P0);
        assertThat(task.context().errantRecordReporter()).isNull();
        harness.stop();
        harness.withDeadLetterQueue();
        start(P0);
        assertThat(task.context().errantRecordReporter()).isNotNull();
    }

    @Test
    void rule7ReportsAreAwaitedBeforeACommit() {
        harness.withDeadLetterQueue().holdReports();
        start(P0);
        produce(P0, "a");
        task.onPut = records -> records.forEach(record ->
                task.reports.add(task.context().errantRecordReporter().report(record, new ConnectException("bad"))));
        harness.poll();
        assertThat(task.reports).singleElement().matches(report -> !report.isDone());
        task.onPreCommit = offsets -> {
            assertThat(task.reports).allMatch(Future::isDone);
            return offsets;
        };
        harness.commit();

        assertThat(harness.committed(P0)).isEqualTo(1);
        assertThat(harness.reported()).singleElement().satisfies(report -> {
            assertThat(report.record().value()).isEqualTo("a");
            assertThat(report.error()).hasMessage("bad");
        });
    }

    @Test
    void rule7AReportThatFailsEndsTheTaskAndNothingIsCommitted() {
        harness.withDeadLetterQueue().failReports(new IllegalStateException("no broker"));
        start(P0);
        produce(P0, "a");
        task.onPut = records -> records.forEach(record ->
                task.reports.add(task.context().errantRecordReporter().report(record, new ConnectException("bad"))));

        assertThatThrownBy(harness::poll).isInstanceOf(ConnectException.class);
        assertThat(harness.committed(P0)).isZero();
    }

    @Test
    void rule8CloseNamesOnlyWhatIsTakenAwayAndTheOthersGoOn() {
        start(P0, P1);
        produce(P0, "a");
        produce(P1, "b");
        harness.poll();
        harness.revoke(P0);
        produce(P0, "c");
        produce(P1, "d");
        harness.poll();

        assertThat(task.calls).containsExactly("start", "open [t-0, t-1]", "preCommit", "close [t-0]");
        assertThat(task.puts).containsExactly(List.of("a", "b"), List.of("d"));
        assertThat(harness.committed(P0)).isEqualTo(1);
        assertThat(harness.committed(P1)).as("not asked for").isZero();
    }

    @Test
    void rule9RevocationCommitsBeforeItClosesAndALossDoesNot() {
        start(P0, P1);
        produce(P0, "a");
        produce(P1, "b");
        harness.poll();
        task.calls.clear();
        harness.lose(P1);
        harness.revoke(P0);

        assertThat(task.calls).containsExactly("close [t-1]", "preCommit", "close [t-0]");
        assertThat(harness.committed(P0)).isEqualTo(1);
        assertThat(harness.committed(P1)).isZero();
        harness.assign(P1);
        harness.poll();
        assertThat(task.puts.get(1)).as("read again by whoever gets it").containsExactly("b");
    }

    @Test
    void rule9CloseFollowsAlsoOnACommitThatThrows() {
        start(P0);
        task.onPreCommit = offsets -> {
            throw new ConnectException("no");
        };
        harness.revoke(P0);
        assertThat(task.calls).endsWith("preCommit", "close [t-0]");
    }

    @Test
    void rule10AConnectorThatIsListedRunsWithWhatItGivesItsTask() {
        try (SinkTaskHarness installed = SinkTaskHarness.ofConnector(ListedConnector.class)) {
            installed.start(Map.of("name", "n", "greeting", "hello"));
            installed.assign(P0);
            installed.produce(P0, null, null, null, "a");
            installed.poll();
            installed.commit();
            assertThat(installed.committed(P0)).isEqualTo(1);
        }
    }

    @Test
    void rule10AConnectorThatIsNotListedIsNotFound() {
        assertThatThrownBy(() -> SinkTaskHarness.ofConnector(ListedConnector.Unlisted.class))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll(
                        "META-INF/services/org.apache.kafka.connect.sink.SinkConnector",
                        ListedConnector.Unlisted.class.getName());
    }

    @Test
    void aConnectorRefusesAConfigBeforeThereIsATask() {
        try (SinkTaskHarness installed = SinkTaskHarness.ofConnector(ListedConnector.class)) {
            assertThatThrownBy(() -> installed.start(Map.of("name", "n")))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContainingAll("refuses its config", "greeting");
        }
    }

    @Test
    void pausedPartitionsAreNotDeliveredUntilTheyAreResumed() {
        start(P0, P1);
        task.context().pause(P0);
        produce(P0, "a");
        produce(P1, "b");
        harness.poll();
        assertThat(task.puts).containsExactly(List.of("b"));
        task.context().resume(P0);
        harness.poll();
        assertThat(task.puts).containsExactly(List.of("b"), List.of("a"));
        assertThatThrownBy(() -> task.context().pause(new TopicPartition("foreign", 0)))
                .isInstanceOf(IllegalWorkerStateException.class);
    }

    @Test
    void aTaskMayRewindByItself() {
        start(P0);
        produce(P0, "a", "b");
        harness.poll();
        task.context().offset(P0, 1);
        harness.poll();
        assertThat(task.puts).containsExactly(List.of("a", "b"), List.of("b"));
    }

    @Test
    void aTaskMayAskForACommit() {
        start(P0);
        produce(P0, "a");
        harness.poll();
        task.context().requestCommit();
        harness.poll();
        assertThat(harness.committed(P0)).isEqualTo(1);
    }

    @Test
    void aKilledTaskCommitsAndClosesNothingAndTheNextStartsFromWhatWasCommitted() {
        start(P0);
        produce(P0, "a", "b");
        task.onPreCommit = offsets -> new HashMap<>(Map.of(P0, new OffsetAndMetadata(1)));
        harness.poll();
        harness.commit();
        task.calls.clear();
        harness.kill();
        assertThat(task.calls).isEmpty();
        start(P0);
        harness.poll();
        assertThat(task.puts).containsExactly(List.of("a", "b"), List.of("b"));
    }

    @Test
    void aStoppedTaskCommitsClosesAndStops() {
        start(P0);
        produce(P0, "a");
        harness.poll();
        task.calls.clear();
        harness.stop();
        assertThat(task.calls).containsExactly("preCommit", "close [t-0]", "stop");
        assertThat(harness.committed(P0)).isEqualTo(1);
    }

    @Test
    void pollUntilMovesTheClockWithTheRealTimeAndEndsAtItsDeadline() {
        start(P0);
        Instant begin = harness.clock().instant();
        assertThatThrownBy(() -> harness.pollUntil(() -> false, Duration.ofMillis(20)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("PT0.02S");
        assertThat(harness.clock().instant()).isAfter(begin).isBefore(begin.plusSeconds(30));
        harness.pollUntil(() -> task.puts.size() > 3, Duration.ofSeconds(10));
    }
}
