package dev.sluice.core.flow;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The worker's side of the pipeline's wishes. */
final class RecordingControl implements FlowControl {
    final Set<TopicPartition> paused = new HashSet<>();

    final Map<TopicPartition, Long> sought = new HashMap<>();

    @Nullable
    Duration wake;

    @Override
    public void pause(Set<TopicPartition> partitions) {
        paused.addAll(partitions);
    }

    @Override
    public void resume(Set<TopicPartition> partitions) {
        paused.removeAll(partitions);
    }

    @Override
    public void seek(TopicPartition partition, long offset) {
        sought.put(partition, offset);
    }

    @Override
    public void wakeWithin(Duration time) {
        wake = time;
    }

    /** The worker forgets the wish with each poll. */
    @Nullable
    Duration takeWake() {
        Duration taken = wake;
        wake = null;
        return taken;
    }
}
