package dev.sluice.core.flow;

import dev.sluice.core.SinkParts;
import dev.sluice.core.batch.BatchKey;
import dev.sluice.core.batch.BatchLimits;
import dev.sluice.core.batch.EntryBatch;
import dev.sluice.core.batch.SizeBoundedBatcher;
import dev.sluice.core.failure.Failure;
import dev.sluice.core.failure.FailureClassifier;
import dev.sluice.core.failure.FailureKind;
import dev.sluice.core.mapping.Mapping;
import dev.sluice.core.metrics.PipelineCounters;
import dev.sluice.core.offset.ProgressLog;
import dev.sluice.core.retry.ExponentialBackoff;
import dev.sluice.core.tolerance.ErrantRecord;
import dev.sluice.core.tolerance.ErrorReporter;
import dev.sluice.core.tolerance.ErrorTolerance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * A pipeline on a manual clock over a {@link ScriptedWriter}. Values look like {@code table/key/anything}: the first part
 * is the batch key, the first two are the ordering key. {@code skip} is skipped, {@code report} is
 * reported on purpose and {@code bad} cannot be mapped.
 */
final class PipelineBench {
    static final TopicPartition P0 = new TopicPartition("t", 0);
    static final TopicPartition P1 = new TopicPartition("t", 1);
    static final Failure TRANSIENT = Failure.of(FailureKind.TRANSIENT, "Busy", "try again");
    static final Failure THROTTLED = Failure.of(FailureKind.THROTTLED, "Slow", "too fast");
    static final Failure REJECTED = Failure.rejected("Invalid", "not like this");
    static final Failure FATAL = Failure.of(FailureKind.FATAL, "NoPermission", "ask somebody");

    final ManualClock clock = new ManualClock();
    final RecordingControl control = new RecordingControl();
    final ScriptedWriter writer = new ScriptedWriter();
    final PipelineCounters counters = new PipelineCounters(clock);
    final List<ErrantRecord> reported = new ArrayList<>();
    /** Reports are confirmed at once unless a test puts another future here. */
    CompletableFuture<Void> reportAnswer = CompletableFuture.completedFuture(null);

    final MemoryBudget budget;
    final SinkPipeline<String, EntryBatch<String>> pipeline;

    static final class Settings {
        int maxEntries = 10;
        Duration linger = Duration.ofMillis(100);
        boolean mayRepeatKeys;
        int maxInFlight = 4;
        long budgetBytes = 1 << 20;
        boolean tolerant;
        /** Whether there is a reporter; always when tolerant. */
        boolean reporting;

        Duration retryTimeout = Duration.ofSeconds(60);
        Duration writeTimeout = Duration.ofMinutes(10);
        long entryBytes = 100;
        long seed = 7;
        ProgressLog progress = ProgressLog.NONE;
        FailureClassifier classifier = Failure::unknown;
    }

    PipelineBench(Settings settings) {
        this.budget = new MemoryBudget(settings.budgetBytes);
        SinkParts<String, EntryBatch<String>> parts = new SinkParts<>(
                record -> map(record, settings.entryBytes),
                new SizeBoundedBatcher<>(
                        new BatchLimits(settings.maxEntries, Long.MAX_VALUE, settings.linger, settings.mayRepeatKeys)),
                writer,
                settings.classifier,
                settings.progress);
        ErrorReporter reporter = errant -> {
            reported.add(errant);
            return reportAnswer;
        };
        ErrorTolerance tolerance = settings.tolerant || settings.reporting
                ? new ErrorTolerance(settings.tolerant, List.of(reporter))
                : ErrorTolerance.none();
        this.pipeline = new SinkPipeline<>(
                parts,
                tolerance,
                new PipelineOptions(
                        new ExponentialBackoff(Duration.ofMillis(10), Duration.ofMillis(100), settings.retryTimeout),
                        settings.maxInFlight,
                        Duration.ZERO,
                        settings.writeTimeout,
                        clock,
                        new SplittableRandom(settings.seed)),
                budget,
                counters,
                control);
        pipeline.open(List.of(P0, P1));
    }

    PipelineBench() {
        this(new Settings());
    }

    private static Mapping<String> map(SinkRecord record, long bytes) {
        String value = (String) record.value();
        if (value.equals("skip")) {
            return new Mapping.Skipped<>("asked for");
        } else if (value.equals("bad")) {
            return new Mapping.Unmappable<>("field x is missing");
        } else if (value.equals("report")) {
            return new Mapping.Reported<>("reports are asked for");
        } else if (value.equals("data-exception")) {
            throw new DataException("field y is of the wrong type");
        } else if (value.startsWith("crash")) {
            throw new IllegalStateException("crash on " + value);
        }
        String[] parts = value.split("/");
        return new Mapping.Mapped<>(
                value, BatchKey.of(parts[0]), parts.length > 1 ? parts[0] + "/" + parts[1] : null, bytes);
    }

    static SinkRecord record(TopicPartition partition, long offset, String value) {
        return new SinkRecord(partition.topic(), partition.partition(), null, null, null, value, offset);
    }

    /** Puts these values at consecutive offsets of partition 0. */
    void put(long firstOffset, String... values) {
        List<SinkRecord> records = new ArrayList<>();
        long offset = firstOffset;
        for (String value : values) {
            records.add(record(P0, offset++, value));
        }
        pipeline.put(records);
    }

    /** A poll that brings nothing. */
    void poll() {
        pipeline.put(List.of());
    }

    void pass(Duration time) {
        clock.advance(time);
        poll();
    }

    long safe(TopicPartition partition) {
        return safe().getOrDefault(partition, -1L);
    }

    Map<TopicPartition, Long> safe() {
        return pipeline.preCommit(Map.of()).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().offset()));
    }

    static String[] values(String table, int count) {
        String[] values = new String[count];
        Arrays.setAll(values, i -> table + "/k" + i);
        return values;
    }
}
