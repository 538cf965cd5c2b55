package dev.sluice.testkit.harness;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.IllegalWorkerStateException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.Nullable;

/** What a worker gives to its task; one for each life of a task. */
final class WorkerContext implements SinkTaskContext {
    private final Map<String, String> config;
    private final Consumer consumer;
    private final @Nullable Reports reports;
    private final Map<TopicPartition, Long> rewinds = new HashMap<>();
    private final Set<TopicPartition> pausedByTask = new HashSet<>();
    private long timeoutMillis = -1;
    private boolean commitRequested;

    WorkerContext(Map<String, String> config, Consumer consumer, @Nullable Reports reports) {
        this.config = config;
        this.consumer = consumer;
        this.reports = reports;
    }

    @Override
    public Map<String, String> configs() {
        return config;
    }

    @Override
    public void offset(Map<TopicPartition, Long> offsets) {
        rewinds.putAll(offsets);
    }

    @Override
    public void offset(TopicPartition partition, long offset) {
        rewinds.put(partition, offset);
    }

    @Override
    public void timeout(long timeoutMs) {
        timeoutMillis = timeoutMs;
    }

    @Override
    public Set<TopicPartition> assignment() {
        return consumer.assignment();
    }

    @Override
    public void pause(TopicPartition... partitions) {
        List<TopicPartition> list = assigned("pause", partitions);
        pausedByTask.addAll(list);
        consumer.pause(list);
    }

    @Override
    public void resume(TopicPartition... partitions) {
        List<TopicPartition> list = assigned("resume", partitions);
        list.forEach(pausedByTask::remove);
        consumer.resume(list);
    }

    private List<TopicPartition> assigned(String verb, TopicPartition... partitions) {
        List<TopicPartition> list = List.of(partitions);
        if (!list.stream().allMatch(consumer::isAssigned)) {
            throw new IllegalWorkerStateException("a task may not " + verb + " partitions that it is not assigned");
        }
        return list;
    }

    @Override
    public void requestCommit() {
        commitRequested = true;
    }

    @Override
    public @Nullable ErrantRecordReporter errantRecordReporter() {
        return reports;
    }

    Map<TopicPartition, Long> takeRewinds() {
        Map<TopicPartition, Long> taken = Map.copyOf(rewinds);
        rewinds.clear();
        return taken;
    }

    Optional<Duration> timeout() {
        return timeoutMillis > 0 ? Optional.of(Duration.ofMillis(timeoutMillis)) : Optional.empty();
    }

    /** It counts for one poll only. */
    void forgetTimeout() {
        timeoutMillis = -1;
    }

    boolean takeCommitRequest() {
        boolean requested = commitRequested;
        commitRequested = false;
        return requested;
    }

    Set<TopicPartition> pausedByTask() {
        return pausedByTask;
    }
}
