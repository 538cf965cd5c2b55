package dev.sluice.benchmarks;

import dev.sluice.core.SinkParts;
import dev.sluice.core.batch.BatchKey;
import dev.sluice.core.batch.BatchLimits;
import dev.sluice.core.batch.EntryBatch;
import dev.sluice.core.batch.SizeBoundedBatcher;
import dev.sluice.core.failure.Failure;
import dev.sluice.core.flow.FlowControl;
import dev.sluice.core.flow.MemoryBudget;
import dev.sluice.core.flow.PipelineOptions;
import dev.sluice.core.flow.SinkPipeline;
import dev.sluice.core.mapping.Mapping;
import dev.sluice.core.metrics.PipelineCounters;
import dev.sluice.core.retry.ExponentialBackoff;
import dev.sluice.core.tolerance.ErrorTolerance;
import dev.sluice.core.write.WriteResult;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * What the pipeline itself costs for a record, with a destination that answers at once, while partitions, tables and keys
 * grow 100 times and more. The promise is flat: at most 1.2 times.
 *
 * <pre>
 * mvn -q -B -DskipTests -pl benchmarks -am package
 * java -cp 'benchmarks/target/classes:benchmarks/target/lib/*' dev.sluice.benchmarks.PipelineCost
 * </pre>
 */
public final class PipelineCost {
    private static final int POLL = 500;
    private static final int POLLS_A_ROUND = 200;
    private static final int IN_A_ROW = 50;

    private PipelineCost() {}

    public static void main(String[] args) {
        SideBySide.compare(
                "cost of a record, by partitions",
                List.of(new Growth(1, 1, false), new Growth(100, 1, false), new Growth(10_000, 1, false)));
        SideBySide.compare(
                "cost of a record, by tables (open batches)",
                List.of(new Growth(1, 1, false), new Growth(1, 100, false), new Growth(1, 1000, false)));
        SideBySide.compare(
                "cost of a record with an ordering key, by tables",
                List.of(new Growth(1, 1, true), new Growth(1, 100, true), new Growth(1, 1000, true)));
    }

    /** Records that go round all tables, and round all partitions as a consumer delivers them: some of one in a row. */
    private static final class Growth implements SideBySide.Alternative {
        private final int partitions;
        private final int tables;
        private final boolean ordered;
        private final SinkPipeline<Long, EntryBatch<Long>> pipeline;
        private final BatchKey[] keys;
        private long number;

        Growth(int partitions, int tables, boolean ordered) {
            this.partitions = partitions;
            this.tables = tables;
            this.ordered = ordered;
            this.keys = IntStream.range(0, tables)
                    .mapToObj(i -> BatchKey.of("table" + i))
                    .toArray(BatchKey[]::new);
            InstantSource clock = InstantSource.system();
            this.pipeline = new SinkPipeline<>(
                    new SinkParts<>(
                            this::map,
                            new SizeBoundedBatcher<>(new BatchLimits(200, 4 << 20, Duration.ofMillis(100), false)),
                            (batch, completion) -> completion.complete(WriteResult.WRITTEN),
                            Failure::unknown),
                    ErrorTolerance.none(),
                    new PipelineOptions(
                            new ExponentialBackoff(
                                    Duration.ofMillis(100), Duration.ofSeconds(5), Duration.ofMinutes(10)),
                            8,
                            Duration.ZERO,
                            Duration.ofMinutes(5),
                            clock,
                            new SplittableRandom(1)),
                    new MemoryBudget(1L << 32),
                    new PipelineCounters(clock),
                    new Nobody());
            pipeline.open(IntStream.range(0, partitions)
                    .mapToObj(p -> new TopicPartition("t", p))
                    .toList());
        }

        private Mapping<Long> map(SinkRecord record) {
            long value = (Long) record.value();
            return new Mapping.Mapped<>(value, keys[(int) (value % tables)], ordered ? (Object) value : null, 100);
        }

        @Override
        public String name() {
            return partitions + " partitions, " + tables + " tables";
        }

        @Override
        public long round() {
            for (int i = 0; i < POLLS_A_ROUND; i++) {
                List<SinkRecord> records = new ArrayList<>(POLL);
                for (int r = 0; r < POLL; r++) {
                    long value = number++;
                    int partition = (int) (value / IN_A_ROW % partitions);
                    records.add(new SinkRecord("t", partition, null, null, null, value, value));
                }
                pipeline.put(records);
            }
            return (long) POLL * POLLS_A_ROUND;
        }
    }

    private static final class Nobody implements FlowControl {
        @Override
        public void pause(Set<TopicPartition> partitions) {}

        @Override
        public void resume(Set<TopicPartition> partitions) {}

        @Override
        public void seek(TopicPartition partition, long offset) {}

        @Override
        public void wakeWithin(Duration time) {}
    }
}
