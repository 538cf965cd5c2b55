package dev.sluice.core.metrics;

import static dev.sluice.core.metrics.Metric.gauge;

import java.util.List;
import org.apache.kafka.common.TopicPartition;

/** What the metrics of one partition of a task are read from, and which ones there are. */
record PartitionView(OffsetProgress progress, TopicPartition partition) {

    static final List<Metric<PartitionView>> METRICS = List.of(
            gauge(
                    "SafeOffset",
                    "The offset that may be committed: all below it are stored, skipped or reported; -1 before the first record.",
                    "It stands still while NextOffset grows: one record or batch holds the others back; see the log.",
                    v -> v.positionOrNone().safe()),
            gauge(
                    "NextOffset",
                    "The first offset that was not taken from Kafka yet; -1 before the first record.",
                    "Compare with the end of the partition: the rest is lag in Kafka.",
                    v -> v.positionOrNone().next()),
            gauge(
                    "OffsetsUnsafe",
                    "NextOffset less SafeOffset: what would be read again after a crash.",
                    "As SafeOffset.",
                    v -> v.positionOrNone().next() - v.positionOrNone().safe()));

    private OffsetProgress.Position positionOrNone() {
        OffsetProgress.Position position = progress.position(partition);
        return position == null ? new OffsetProgress.Position(-1, -1, null) : position;
    }
}
