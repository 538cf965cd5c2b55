package dev.sluice.oss;

import dev.sluice.core.SinkEnvironment;
import dev.sluice.core.SinkParts;
import dev.sluice.core.flow.FlowControl;
import dev.sluice.core.flow.MemoryBudget;
import dev.sluice.core.flow.PipelineOptions;
import dev.sluice.core.flow.SinkPipeline;
import dev.sluice.core.metrics.PipelineCounters;
import dev.sluice.core.retry.ExponentialBackoff;
import dev.sluice.core.tolerance.ErrorTolerance;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * A process that writes to very many paths at once: records of a kilobyte go round all of them until the budget has been
 * filled more than once. Says how many objects were open and how much memory was used.
 */
final class ManyPaths implements FlowControl {
    private static final int POLL = 500;
    private static final String VALUE = "x".repeat(1000);

    private boolean paused;

    private ManyPaths() {}

    /** @param args endpoint, paths, bytes of the budget, records */
    public static void main(String[] args) {
        int paths = Integer.parseInt(args[1]);
        MemoryBudget budget = new MemoryBudget(Long.parseLong(args[2]));
        int records = Integer.parseInt(args[3]);
        Map<String, String> config = Records.config(
                "oss.endpoint", args[0],
                "flush.size", "0",
                "format.json.layout", "compact",
                "partitioner.class", "field",
                "partition.field.name", "key");
        InstantSource clock = InstantSource.system();
        SinkParts<SinkRecord, ObjectBatch> parts = new OssSinkDefinition()
                .open(new SinkEnvironment("many", 0, config, budget, clock, new SplittableRandom(1)));
        ManyPaths control = new ManyPaths();
        SinkPipeline<SinkRecord, ObjectBatch> pipeline = new SinkPipeline<>(
                parts,
                ErrorTolerance.none(),
                new PipelineOptions(
                        new ExponentialBackoff(Duration.ofMillis(100), Duration.ofSeconds(5), Duration.ofMinutes(10)),
                        8,
                        Duration.ZERO,
                        Duration.ofMinutes(2),
                        clock,
                        new SplittableRandom(1)),
                budget,
                new PipelineCounters(clock),
                control);
        pipeline.open(List.of(new TopicPartition("t", 0)));
        int mostOpen = 0;
        long mostUsed = 0;
        for (int offset = 0; offset < records; ) {
            List<SinkRecord> poll = new ArrayList<>(POLL);
            for (int i = 0; i < POLL && !control.paused; i++, offset++) {
                poll.add(Records.record("t", 0, offset, "path-" + offset % paths, VALUE));
            }
            pipeline.put(poll);
            mostOpen = Math.max(mostOpen, parts.batcher().held().size());
            mostUsed = Math.max(mostUsed, budget.used());
        }
        pipeline.stop();
        System.out.println("open=" + mostOpen + " used=" + mostUsed + " left=" + budget.used());
    }

    @Override
    public void pause(Set<TopicPartition> partitions) {
        paused = true;
    }

    @Override
    public void resume(Set<TopicPartition> partitions) {
        paused = false;
    }

    @Override
    public void seek(TopicPartition partition, long offset) {}

    @Override
    public void wakeWithin(Duration time) {}
}
