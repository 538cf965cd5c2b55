package dev.sluice.testkit.harness;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Connect's dead letter queue: keeps what is reported, and confirms it at once or when the test says so. */
final class Reports implements ErrantRecordReporter {
    private record Unconfirmed(TopicPartition partition, CompletableFuture<Void> confirmation) {}

    private final List<ReportedRecord> reported = new ArrayList<>();
    private final List<Unconfirmed> unconfirmed = new ArrayList<>();
    private boolean held;
    private @Nullable Throwable failure;

    @Override
    public synchronized Future<Void> report(SinkRecord record, Throwable error) {
        CompletableFuture<Void> confirmation = new CompletableFuture<>();
        reported.add(new ReportedRecord(record, error));
        unconfirmed.add(new Unconfirmed(
                new TopicPartition(record.originalTopic(), record.originalKafkaPartition()), confirmation));
        if (!held) {
            confirm();
        }
        return confirmation;
    }

    synchronized void hold() {
        held = true;
    }

    synchronized void failWith(Throwable error) {
        failure = error;
    }

    /** What the worker waits for before a commit. */
    synchronized void confirm() {
        for (Unconfirmed one : unconfirmed) {
            if (failure == null) {
                one.confirmation.complete(null);
            } else {
                one.confirmation.completeExceptionally(failure);
            }
        }
        unconfirmed.clear();
    }

    /** A lost partition: nobody waits for its reports any more. */
    synchronized void cancel(Collection<TopicPartition> partitions) {
        unconfirmed.removeIf(one -> partitions.contains(one.partition) && one.confirmation.cancel(true));
    }

    /** As the worker does after each put, so that a task cannot swallow a report that failed. */
    synchronized void throwFailure() {
        if (failure != null && !reported.isEmpty() && unconfirmed.isEmpty()) {
            throw new ConnectException("A report to the dead letter queue failed", failure);
        }
    }

    synchronized List<ReportedRecord> reported() {
        return List.copyOf(reported);
    }
}
