package dev.sluice.testkit.harness;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;

/** One life of a task, from start to stop or kill, and what a worker keeps for it. */
final class WorkerTask {
    private final SinkTask task;
    private final WorkerContext context;
    private final Consumer consumer;
    private final @Nullable Reports reports;
    private final List<String> warnings;
    /** The worker's {@code currentOffsets}: up to where the task has taken records. */
    private final Map<TopicPartition, Long> consumed = new HashMap<>();

    private List<SinkRecord> delivery = List.of();
    private boolean pausedForRedelivery;

    private WorkerTask(
            SinkTask task, WorkerContext context, Consumer consumer, @Nullable Reports reports, List<String> warnings) {
        this.task = task;
        this.context = context;
        this.consumer = consumer;
        this.reports = reports;
        this.warnings = warnings;
    }

    /** A task that runs, with no partitions. */
    static WorkerTask start(
            SinkTask task,
            Map<String, String> config,
            Consumer consumer,
            @Nullable Reports reports,
            List<String> warnings) {
        WorkerContext context = new WorkerContext(Map.copyOf(config), consumer, reports);
        task.initialize(context);
        try {
            task.start(new HashMap<>(config));
        } catch (RuntimeException e) {
            // A worker calls stop after a start that failed, too.
            task.stop();
            throw e;
        }
        return new WorkerTask(task, context, consumer, reports, warnings);
    }

    void assign(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            consumer.assign(partition);
            consumed.put(partition, consumer.position(partition));
        }
        task.open(partitions);
    }

    void revoke(Collection<TopicPartition> partitions) {
        commit(partitions, true);
        remove(partitions);
    }

    void lose(Collection<TopicPartition> partitions) {
        task.close(partitions);
        if (reports != null) {
            reports.cancel(partitions);
        }
        remove(partitions);
    }

    private void remove(Collection<TopicPartition> partitions) {
        consumer.unassign(partitions);
        consumed.keySet().removeAll(partitions);
        context.pausedByTask().removeAll(partitions);
        forgetDeliveryOf(partitions);
    }

    private void forgetDeliveryOf(Collection<TopicPartition> partitions) {
        delivery = delivery.stream()
                .filter(record -> !partitions.contains(partitionOf(record)))
                .toList();
    }

    /** One turn of the worker's loop. */
    void poll(int maxPollRecords, UnaryOperator<@Nullable SinkRecord> transform) {
        context.takeRewinds().forEach(this::seek);
        if (context.takeCommitRequest()) {
            commit();
        }
        context.forgetTimeout();
        if (delivery.isEmpty()) {
            delivery = consumer.poll(maxPollRecords);
        }
        List<SinkRecord> records = new ArrayList<>();
        for (SinkRecord record : delivery) {
            SinkRecord transformed = transform.apply(record);
            if (transformed != null) {
                records.add(transformed);
            }
        }
        try {
            task.put(records);
        } catch (RetriableException e) {
            pausedForRedelivery = true;
            consumer.pause(consumer.assignment());
            return;
        }
        if (reports != null) {
            reports.throwFailure();
        }
        delivery.forEach(record -> consumed.put(partitionOf(record), record.kafkaOffset() + 1));
        delivery = List.of();
        if (pausedForRedelivery) {
            pausedForRedelivery = false;
            consumer.resume(consumer.assignment());
            consumer.pause(context.pausedByTask());
        }
    }

    void commit() {
        commit(consumer.assignment(), false);
    }

    private void commit(Collection<TopicPartition> partitions, boolean closing) {
        if (reports != null) {
            reports.confirm();
            reports.throwFailure();
        }
        Map<TopicPartition, OffsetAndMetadata> offered = new HashMap<>();
        partitions.forEach(partition -> {
            Long offset = consumed.get(partition);
            if (offset != null) {
                offered.put(partition, new OffsetAndMetadata(offset));
            }
        });
        if (offered.isEmpty()) {
            return;
        }
        try {
            accept(offered, task.preCommit(new HashMap<>(offered)));
        } catch (RuntimeException e) {
            warnings.add("commit failed: " + e);
            if (!closing) {
                offered.keySet().forEach(partition -> seek(partition, consumer.committed(partition)));
            }
        } finally {
            if (closing) {
                task.close(partitions);
            }
        }
    }

    private void accept(Map<TopicPartition, OffsetAndMetadata> offered, Map<TopicPartition, OffsetAndMetadata> safe) {
        safe.forEach((partition, offset) -> {
            OffsetAndMetadata most = offered.get(partition);
            if (most == null) {
                if (!consumer.isAssigned(partition)) {
                    warnings.add("ignored offset " + offset.offset() + " of " + partition + ": not assigned");
                }
            } else if (offset.offset() > most.offset()) {
                warnings.add("ignored offset " + offset.offset() + " of " + partition + ": not yet consumed");
            } else {
                consumer.commit(partition, offset.offset());
            }
        });
    }

    void seek(TopicPartition partition, long offset) {
        consumer.seek(partition, offset);
        consumed.put(partition, offset);
        forgetDeliveryOf(List.of(partition));
    }

    /** In good order: commit, close, stop. */
    void stop() {
        try {
            commit(consumer.assignment(), true);
        } finally {
            consumer.unassign(consumer.assignment());
            task.stop();
        }
    }

    /** No commit, no close, no stop: the partitions are free, and the task does not know it. */
    void abandon() {
        consumer.unassign(consumer.assignment());
    }

    /** Ends an abandoned task, which a killed process would have done by itself. */
    void release() {
        task.stop();
    }

    Optional<Duration> timeout() {
        return context.timeout();
    }

    private static TopicPartition partitionOf(SinkRecord record) {
        return new TopicPartition(record.topic(), record.kafkaPartition());
    }
}
