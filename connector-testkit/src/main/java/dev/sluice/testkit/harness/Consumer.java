package dev.sluice.testkit.harness;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/** The topics, and the consumer of one group: logs, assignment, positions, pauses and committed offsets. */
final class Consumer {
    private static final Comparator<TopicPartition> BY_NAME =
            Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

    private final Map<TopicPartition, List<SinkRecord>> logs = new HashMap<>();
    private final Map<TopicPartition, Long> committed = new HashMap<>();
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private final Set<TopicPartition> paused = new HashSet<>();

    List<SinkRecord> log(TopicPartition partition) {
        return logs.computeIfAbsent(partition, p -> new ArrayList<>());
    }

    void assign(TopicPartition partition) {
        positions.put(partition, committed(partition));
    }

    void unassign(Collection<TopicPartition> partitions) {
        positions.keySet().removeAll(partitions);
        paused.removeAll(partitions);
    }

    Set<TopicPartition> assignment() {
        return Set.copyOf(positions.keySet());
    }

    boolean isAssigned(TopicPartition partition) {
        return positions.containsKey(partition);
    }

    long position(TopicPartition partition) {
        Long position = positions.get(partition);
        if (position == null) {
            throw new IllegalStateException(partition + " is not assigned");
        }
        return position;
    }

    void seek(TopicPartition partition, long offset) {
        position(partition);
        positions.put(partition, offset);
    }

    long committed(TopicPartition partition) {
        return committed.getOrDefault(partition, 0L);
    }

    void commit(TopicPartition partition, long offset) {
        committed.put(partition, offset);
    }

    void pause(Collection<TopicPartition> partitions) {
        paused.addAll(partitions);
    }

    void resume(Collection<TopicPartition> partitions) {
        paused.removeAll(partitions);
    }

    Set<TopicPartition> paused() {
        return Set.copyOf(paused);
    }

    /** The next records of the partitions that are not paused, one partition after the other. */
    List<SinkRecord> poll(int atMost) {
        List<SinkRecord> records = new ArrayList<>();
        TreeSet<TopicPartition> inOrder = new TreeSet<>(BY_NAME);
        inOrder.addAll(positions.keySet());
        inOrder.removeAll(paused);
        for (TopicPartition partition : inOrder) {
            List<SinkRecord> log = log(partition);
            int from = Math.toIntExact(Math.min(position(partition), log.size()));
            int to = Math.min(log.size(), from + atMost - records.size());
            records.addAll(log.subList(from, to));
            seek(partition, Math.max(position(partition), to));
        }
        return records;
    }
}
