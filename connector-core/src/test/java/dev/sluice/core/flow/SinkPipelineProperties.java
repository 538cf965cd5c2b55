package dev.sluice.core.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.failure.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Random histories: records with repeated keys, answers in any order and of every kind, time, commits, rebalances and
 * rewinds. jqwik prints the seed of a history that fails.
 */
class SinkPipelineProperties {
    private static final List<TopicPartition> PARTITIONS = List.of(PipelineBench.P0, PipelineBench.P1);

    @Property(tries = 400)
    void nothingIsLostReorderedOrCommittedTooEarly(@ForAll Random random) {
        run(random, false, true);
    }

    @Property(tries = 400)
    void theSameWhereKeysMayShareABatch(@ForAll Random random) {
        run(random, true, true);
    }

    @Property(tries = 400)
    void theSameWhereNothingIsToleratedAndRecordsAreReportedOnPurpose(@ForAll Random random) {
        run(random, random.nextBoolean(), false);
    }

    private static void run(Random random, boolean mayRepeatKeys, boolean tolerant) {
        PipelineBench.Settings settings = new PipelineBench.Settings();
        settings.tolerant = tolerant;
        settings.reporting = true;
        settings.mayRepeatKeys = mayRepeatKeys;
        settings.maxEntries = 1 + random.nextInt(8);
        settings.maxInFlight = 1 + random.nextInt(4);
        settings.budgetBytes = 2_000L + random.nextInt(20_000);
        settings.retryTimeout = Duration.ofDays(1);
        settings.seed = random.nextLong();
        History history = new History(new PipelineBench(settings), random, tolerant);
        for (int step = 0; step < 120; step++) {
            history.step();
            history.checkAlways();
        }
        history.finish();
        history.checkEnd();
    }

    private static final class History {
        final PipelineBench bench;
        final Random random;
        /** Every value by partition; the index is the offset. */
        final Map<TopicPartition, List<String>> log = new LinkedHashMap<>();
        /** Where the worker reads next. */
        final Map<TopicPartition, Integer> position = new HashMap<>();

        final Map<TopicPartition, Long> committed = new HashMap<>();
        final Set<String> poison = new HashSet<>();

        History(PipelineBench bench, Random random, boolean tolerant) {
            this.bench = bench;
            this.random = random;
            for (TopicPartition partition : PARTITIONS) {
                List<String> values = new ArrayList<>();
                for (int i = 0; i < 60; i++) {
                    // A key lives in one partition, as it does in Kafka.
                    String value = "table" + random.nextInt(2) + "/p" + partition.partition() + "k" + random.nextInt(6)
                            + "/" + i;
                    int dice = random.nextInt(30);
                    values.add(
                            switch (dice) {
                                case 0 -> "skip";
                                case 1 -> tolerant ? "bad" : "report";
                                case 2 -> "report";
                                default -> value;
                            });
                    if (tolerant && dice == 3) {
                        poison.add(value);
                    }
                }
                log.put(partition, values);
                position.put(partition, 0);
            }
        }

        void step() {
            switch (random.nextInt(12)) {
                case 0, 1, 2 -> deliver(random.nextInt(10));
                case 3 -> bench.pass(Duration.ofMillis(random.nextInt(150)));
                case 4 -> commit();
                case 7 -> holdReportsBack();
                case 5 -> {
                    if (random.nextInt(4) == 0) {
                        rebalance();
                    }
                }
                case 6 -> {
                    if (random.nextInt(4) == 0) {
                        rewind();
                    }
                }
                default -> answerOne();
            }
        }

        void deliver(int most) {
            List<SinkRecord> records = new ArrayList<>();
            for (TopicPartition partition : PARTITIONS) {
                if (bench.control.paused.contains(partition)) {
                    continue;
                }
                int from = position.get(partition);
                int to = Math.min(from + most, log.get(partition).size());
                for (int offset = from; offset < to; offset++) {
                    records.add(PipelineBench.record(
                            partition, offset, log.get(partition).get(offset)));
                }
                position.put(partition, to);
            }
            bench.pipeline.put(records);
        }

        /** From now on reports are confirmed later than they are made. */
        void holdReportsBack() {
            bench.reportAnswer.complete(null);
            bench.reportAnswer = new CompletableFuture<>();
        }

        void answerOne() {
            if (bench.writer.unanswered.isEmpty()) {
                bench.poll();
                return;
            }
            ScriptedWriter.Sent sent = bench.writer.unanswered.remove(random.nextInt(bench.writer.unanswered.size()));
            boolean poisoned = sent.values().stream().anyMatch(poison::contains);
            int dice = random.nextInt(10);
            if (dice < 2) {
                bench.writer.refuse(sent, random.nextBoolean() ? PipelineBench.TRANSIENT : PipelineBench.THROTTLED);
            } else if (dice < 3) {
                // It took effect, but the answer was lost.
                if (!poisoned) {
                    bench.writer.stored.addAll(sent.values());
                }
                bench.writer.refuse(sent, PipelineBench.TRANSIENT);
            } else if (poisoned && random.nextBoolean()) {
                bench.writer.refuse(sent, PipelineBench.REJECTED);
            } else {
                bench.writer.answer(sent, this::failureOf);
            }
        }

        private Failure failureOf(String value) {
            if (poison.contains(value)) {
                return PipelineBench.REJECTED;
            }
            return random.nextInt(5) == 0 ? PipelineBench.TRANSIENT : null;
        }

        void commit() {
            bench.safe().forEach((partition, offset) -> {
                if (offset > position.get(partition)) {
                    return; // the worker ignores an offset that it has not delivered (since a rewind)
                }
                assertThat(offset).isGreaterThanOrEqualTo(committed.getOrDefault(partition, 0L));
                committed.put(partition, offset);
            });
            checkCommitted();
        }

        /** Every record below a committed offset is stored, skipped or reported. */
        void checkCommitted() {
            Set<String> stored = new HashSet<>(bench.writer.stored);
            Set<String> reported = new HashSet<>();
            bench.reported.forEach(errant -> reported.add(
                    errant.origin().partition() + "@" + errant.origin().offset()));
            committed.forEach((partition, offset) -> {
                for (int i = 0; i < offset; i++) {
                    String value = log.get(partition).get(i);
                    if (value.equals("bad") || value.equals("report") || poison.contains(value)) {
                        assertThat(reported).contains(partition + "@" + i);
                    } else if (!value.equals("skip")) {
                        assertThat(stored).contains(value);
                    }
                }
            });
        }

        void rebalance() {
            TopicPartition partition = PARTITIONS.get(random.nextInt(2));
            if (random.nextBoolean()) {
                commit();
            }
            bench.pipeline.close(List.of(partition));
            bench.control.paused.remove(partition);
            bench.pipeline.open(List.of(partition));
            position.put(partition, committed.getOrDefault(partition, 0L).intValue());
        }

        void rewind() {
            TopicPartition partition = PARTITIONS.get(random.nextInt(2));
            position.put(partition, committed.getOrDefault(partition, 0L).intValue());
        }

        void checkAlways() {
            assertThat(bench.counters.pending())
                    .as("accepted = written + skipped + reported + discarded + pending")
                    .isEqualTo(bench.pipeline.entriesHeld());
            assertThat(bench.writer.unanswered).hasSizeLessThanOrEqualTo(4);
        }

        void finish() {
            bench.reportAnswer.complete(null);
            for (int i = 0; i < 5000 && !isFinished(); i++) {
                deliver(10);
                while (!bench.writer.unanswered.isEmpty()) {
                    bench.writer.answer(bench.writer.next(), v -> poison.contains(v) ? PipelineBench.REJECTED : null);
                }
                bench.pass(Duration.ofMillis(200));
            }
            commit();
        }

        boolean isFinished() {
            return bench.counters.pending() == 0
                    && position.entrySet().stream()
                            .allMatch(e -> e.getValue() == log.get(e.getKey()).size());
        }

        void checkEnd() {
            assertThat(isFinished()).as("everything settles in the end").isTrue();
            assertThat(bench.budget.used()).isZero();
            assertThat(bench.control.paused).isEmpty();
            log.forEach((partition, values) -> assertThat(committed).containsEntry(partition, (long) values.size()));
            Map<String, String> destination = new HashMap<>();
            bench.writer.stored.forEach(value -> destination.put(key(value), value));
            Map<String, String> expected = new HashMap<>();
            log.values()
                    .forEach(values -> values.stream()
                            .filter(v -> v.contains("/") && !poison.contains(v))
                            .forEach(v -> expected.put(key(v), v)));
            assertThat(destination).as("the last value of each key wins").isEqualTo(expected);
        }

        private static String key(String value) {
            return value.substring(0, value.lastIndexOf('/'));
        }
    }
}
