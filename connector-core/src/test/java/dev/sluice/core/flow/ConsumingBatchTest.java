package dev.sluice.core.flow;

import static dev.sluice.core.flow.PipelineBench.FATAL;
import static dev.sluice.core.flow.PipelineBench.P0;
import static dev.sluice.core.flow.PipelineBench.P1;
import static dev.sluice.core.flow.PipelineBench.REJECTED;
import static dev.sluice.core.flow.PipelineBench.TRANSIENT;
import static dev.sluice.core.flow.PipelineBench.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.SinkParts;
import dev.sluice.core.batch.Admission;
import dev.sluice.core.batch.Batch;
import dev.sluice.core.batch.BatchKey;
import dev.sluice.core.batch.BatchTrigger;
import dev.sluice.core.batch.Batcher;
import dev.sluice.core.batch.Entry;
import dev.sluice.core.failure.Failure;
import dev.sluice.core.mapping.Mapping;
import dev.sluice.core.metrics.PipelineCounters;
import dev.sluice.core.retry.ExponentialBackoff;
import dev.sluice.core.tolerance.ErrantRecord;
import dev.sluice.core.tolerance.ErrorTolerance;
import dev.sluice.core.write.EntryOutcome;
import dev.sluice.core.write.WriteCompletion;
import dev.sluice.core.write.WriteResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Batches that encode each entry on arrival and are stored, or not, as a whole. */
class ConsumingBatchTest {

    private static final class TextBatch extends Batch<String> {
        final StringBuilder text = new StringBuilder();
        private final MemoryBudget budget;
        int size;
        boolean discarded;

        TextBatch(BatchKey key, Instant openedAt, MemoryBudget budget) {
            super(key, openedAt);
            this.budget = budget;
        }

        @Override
        public int size() {
            return size;
        }

        @Override
        public long heldBytes() {
            return text.length();
        }

        @Override
        public boolean mayRepeatKeys() {
            return true;
        }

        @Override
        public void discard() {
            discarded = true;
            free();
        }

        void free() {
            budget.release(text.length());
            text.setLength(0);
        }
    }

    /** Three entries a batch; the key of the entry is the key of the batch. */
    private static final class TextBatcher implements Batcher<String, TextBatch> {
        final Map<BatchKey, TextBatch> open = new LinkedHashMap<>();
        final Deque<TextBatch> closed = new ArrayDeque<>();
        final MemoryBudget budget;

        TextBatcher(MemoryBudget budget) {
            this.budget = budget;
        }

        @Override
        public void makeRoom(Entry<String> entry, Instant now) {}

        @Override
        public Admission<TextBatch> add(Entry<String> entry, Instant now) {
            if (entry.value().contains("unencodable")) {
                return new Admission.Refused<>(REJECTED);
            }
            TextBatch batch = open.computeIfAbsent(entry.batchKey(), key -> new TextBatch(key, now, budget));
            batch.text.append(entry.value()).append(';');
            batch.size++;
            budget.charge(entry.value().length() + 1);
            if (batch.size == 3) {
                close(batch, BatchTrigger.RECORDS);
            }
            return new Admission.Joined<>(batch);
        }

        @Override
        public @Nullable TextBatch poll(Instant now) {
            return closed.poll();
        }

        @Override
        public @Nullable Instant nextDeadline() {
            return null;
        }

        @Override
        public void close(TextBatch batch, BatchTrigger trigger) {
            if (open.remove(batch.key(), batch)) {
                batch.close(trigger);
                closed.add(batch);
            }
        }

        @Override
        public boolean closeLargest() {
            TextBatch largest = open.values().stream()
                    .max((a, b) -> a.text.length() - b.text.length())
                    .orElse(null);
            if (largest != null) {
                close(largest, BatchTrigger.MEMORY);
            }
            return largest != null;
        }

        @Override
        public void drain() {}

        @Override
        public Collection<TextBatch> held() {
            List<TextBatch> held = new ArrayList<>(closed);
            held.addAll(open.values());
            return held;
        }

        @Override
        public void forget(TextBatch batch) {
            open.remove(batch.key(), batch);
            closed.remove(batch);
        }
    }

    private record Sent(TextBatch batch, WriteCompletion completion) {}

    private final Deque<Sent> sent = new ArrayDeque<>();
    private final List<String> published = new ArrayList<>();
    private final List<ErrantRecord> reported = new ArrayList<>();
    private final ManualClock clock = new ManualClock();
    private final RecordingControl control = new RecordingControl();
    private final PipelineCounters counters = new PipelineCounters(clock);
    private final MemoryBudget budget = new MemoryBudget(100);
    private final TextBatcher batcher = new TextBatcher(budget);
    private final SinkPipeline<String, TextBatch> pipeline = pipeline();

    private SinkPipeline<String, TextBatch> pipeline() {
        SinkParts<String, TextBatch> parts = new SinkParts<>(
                record -> {
                    String value = (String) record.value();
                    String key = value.startsWith("mixed") ? "mixed" : record.kafkaPartition() + value.substring(0, 1);
                    return new Mapping.Mapped<>(value, BatchKey.of(key), null, value.length());
                },
                batcher,
                (batch, completion) -> sent.add(new Sent(batch, completion)),
                Failure::unknown);
        SinkPipeline<String, TextBatch> made = new SinkPipeline<>(
                parts,
                ErrorTolerance.reportingTo(errant -> {
                    reported.add(errant);
                    return CompletableFuture.completedFuture(null);
                }),
                new PipelineOptions(
                        new ExponentialBackoff(Duration.ofMillis(10), Duration.ofMillis(10), Duration.ofMinutes(1)),
                        4,
                        Duration.ZERO,
                        Duration.ofMinutes(1),
                        clock,
                        new SplittableRandom(3)),
                budget,
                counters,
                control);
        made.open(List.of(P0, P1));
        return made;
    }

    private void put(TopicPartition partition, long firstOffset, String... values) {
        List<SinkRecord> records = new ArrayList<>();
        for (String value : values) {
            records.add(record(partition, firstOffset++, value));
        }
        pipeline.put(records);
    }

    private void publish() {
        Sent next = sent.remove();
        published.add(next.batch.text.toString());
        next.batch.free();
        next.completion.complete(WriteResult.WRITTEN);
        pipeline.put(List.of());
    }

    private long safe(TopicPartition partition) {
        var offset = pipeline.preCommit(Map.of()).get(partition);
        return offset == null ? -1 : offset.offset();
    }

    @Test
    void theOpenObjectHoldsTheOffsetOfItsFirstRecordAndACommitDoesNotCloseIt() {
        put(P0, 10, "a1", "a2");
        assertThat(safe(P0)).isEqualTo(10);
        assertThat(sent).isEmpty();
        put(P0, 12, "a3");
        publish();
        assertThat(published).containsExactly("a1;a2;a3;");
        assertThat(safe(P0)).isEqualTo(13);
        assertThat(counters.written()).isEqualTo(3);
        assertThat(budget.used()).isZero();
    }

    @Test
    void aRecordThatCannotBeEncodedIsReportedAloneAndTheObjectGoesOn() {
        put(P0, 0, "a1", "a-unencodable", "a2", "a3");
        publish();
        assertThat(published).containsExactly("a1;a2;a3;");
        assertThat(reported)
                .singleElement()
                .satisfies(errant -> assertThat(errant.origin().offset()).isEqualTo(1));
        assertThat(safe(P0)).isEqualTo(4);
    }

    @Test
    void aTransientFailureSendsTheWholeObjectAgain() {
        put(P0, 0, "a1", "a2", "a3");
        sent.remove().completion.complete(new WriteResult.Failed(TRANSIENT));
        pipeline.put(List.of());
        clock.advance(Duration.ofMillis(10));
        pipeline.put(List.of());
        publish();
        assertThat(published).containsExactly("a1;a2;a3;");
        assertThat(safe(P0)).isEqualTo(3);
    }

    @Test
    void anObjectThatIsRefusedStopsTheTaskBecauseItCannotBeTakenApart() {
        put(P0, 0, "a1", "a2", "a3");
        sent.remove().completion.complete(new WriteResult.Failed(REJECTED));
        assertThatThrownBy(() -> pipeline.put(List.of())).isInstanceOf(ConnectException.class);
        assertThat(safe(P0)).isZero();
        assertThat(counters.pending()).isEqualTo(pipeline.entriesHeld()).isEqualTo(3);
    }

    @Test
    void aFatalFailureStopsTheTask() {
        put(P0, 0, "a1", "a2", "a3");
        sent.remove().completion.complete(new WriteResult.Failed(FATAL));
        assertThatThrownBy(() -> pipeline.put(List.of())).hasMessageContaining("NoPermission");
    }

    @Test
    void outcomesPerEntryMakeNoSenseForIt() {
        put(P0, 0, "a1", "a2", "a3");
        sent.remove().completion.complete(new WriteResult.PerEntry(List.of(EntryOutcome.WRITTEN)));
        assertThatThrownBy(() -> pipeline.put(List.of())).hasMessageContaining("keeps no entries");
    }

    @Test
    void closeDiscardsTheOpenObjectsOfThosePartitionsAndNoOthers() {
        put(P0, 0, "a1");
        put(P1, 0, "a1");
        List<TextBatch> held = List.copyOf(batcher.held());
        pipeline.close(List.of(P0));
        assertThat(held.get(0).discarded).isTrue();
        assertThat(held.get(1).discarded).isFalse();
        put(P1, 1, "a2", "a3");
        publish();
        assertThat(published).containsExactly("a1;a2;a3;");
        assertThat(counters.discarded()).isEqualTo(1);
        assertThat(counters.pending()).isZero();
    }

    @Test
    void anObjectThatWaitsForItsRetryIsDiscardedWithItsPartition() {
        put(P0, 0, "a1", "a2", "a3");
        Sent failed = sent.remove();
        failed.completion.complete(new WriteResult.Failed(TRANSIENT));
        pipeline.put(List.of());
        pipeline.close(List.of(P0));
        clock.advance(Duration.ofSeconds(1));
        pipeline.put(List.of());
        assertThat(failed.batch.discarded).isTrue();
        assertThat(sent).isEmpty();
        assertThat(counters.pending()).isEqualTo(pipeline.entriesHeld()).isZero();
    }

    @Test
    void anObjectThatFailsAfterItsPartitionWasRevokedIsDiscardedAndNotSentAgain() {
        put(P0, 0, "a1", "a2", "a3");
        Sent late = sent.remove();
        pipeline.close(List.of(P0));
        assertThat(late.batch.discarded)
                .as("so that an upload under way can break off")
                .isTrue();
        late.completion.complete(new WriteResult.Failed(TRANSIENT));
        clock.advance(Duration.ofSeconds(1));
        pipeline.put(List.of());
        assertThat(late.batch.discarded).isTrue();
        assertThat(sent).isEmpty();
        assertThat(counters.discarded()).isEqualTo(3);
    }

    @Test
    void anObjectThatMixesPartitionsCannotBeGivenUpAndSaysSo() {
        put(P0, 0, "mixed1");
        put(P1, 0, "mixed2");
        assertThatThrownBy(() -> pipeline.close(List.of(P0)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("mixes partitions");
    }

    @Test
    void atTheMemoryLimitTheLargestObjectIsClosedAndTheTaskResumesWhenItIsStored() {
        put(P0, 0, "a".repeat(70), "b".repeat(40));
        assertThat(control.paused).hasSize(2);
        assertThat(sent)
                .singleElement()
                .satisfies(s -> assertThat(s.batch.trigger()).isEqualTo(BatchTrigger.MEMORY));
        publish();
        assertThat(published.get(0)).startsWith("aaa");
        assertThat(control.paused).isEmpty();
        assertThat(batcher.open).hasSize(1);
    }
}
