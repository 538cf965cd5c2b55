package dev.sluice.tablestore;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkTaskContext;

/** What a worker gives to a task, as far as the pipeline uses it. */
final class WorkerContext implements SinkTaskContext {
    private final Set<TopicPartition> assigned;
    final Set<TopicPartition> paused = new HashSet<>();

    WorkerContext(Set<TopicPartition> assigned) {
        this.assigned = assigned;
    }

    @Override
    public Map<String, String> configs() {
        return Map.of();
    }

    @Override
    public void offset(Map<TopicPartition, Long> offsets) {
        throw new UnsupportedOperationException("the sink does not rewind");
    }

    @Override
    public void offset(TopicPartition partition, long offset) {
        throw new UnsupportedOperationException("the sink does not rewind");
    }

    /** The worker polls again within this time; the tests poll all the time. */
    @Override
    public void timeout(long millis) {}

    @Override
    public Set<TopicPartition> assignment() {
        return assigned;
    }

    @Override
    public void pause(TopicPartition... partitions) {
        paused.addAll(Set.of(partitions));
    }

    @Override
    public void resume(TopicPartition... partitions) {
        paused.removeAll(Set.of(partitions));
    }

    @Override
    public void requestCommit() {}

    /** Null, as in a worker without a dead letter queue. */
    @Override
    public ErrantRecordReporter errantRecordReporter() {
        return null;
    }
}
