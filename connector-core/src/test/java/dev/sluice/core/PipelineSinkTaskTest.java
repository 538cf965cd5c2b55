package dev.sluice.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.batch.BatchKey;
import dev.sluice.core.batch.BatchLimits;
import dev.sluice.core.batch.EntryBatch;
import dev.sluice.core.batch.SizeBoundedBatcher;
import dev.sluice.core.config.ConfigValues;
import dev.sluice.core.failure.Failure;
import dev.sluice.core.mapping.Mapping;
import dev.sluice.core.tolerance.ErrantRecord;
import dev.sluice.core.tolerance.ErrorReporter;
import dev.sluice.core.write.BatchWriter;
import dev.sluice.core.write.WriteCompletion;
import dev.sluice.core.write.WriteResult;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import javax.management.ObjectName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PipelineSinkTaskTest {

    private static final class Task extends PipelineSinkTask<String, EntryBatch<String>> {
        final List<String> stored = new ArrayList<>();
        final List<String> reported = new ArrayList<>();
        boolean closed;
        boolean startFails;
        int reportersClosed;

        Task() {}

        Task(InstantSource clock) {
            super(clock, new SplittableRandom(1));
        }

        @Override
        protected SinkDefinition<String, EntryBatch<String>> definition() {
            return new SinkDefinition<>() {
                @Override
                public ConfigDef define(ConfigDef def) {
                    return def.define("report.empty", ConfigDef.Type.BOOLEAN, false, ConfigDef.Importance.LOW, "");
                }

                @Override
                public Optional<String> reportingOption(ConfigValues values) {
                    return values.get("report.empty", Boolean.class)
                            .filter(report -> report)
                            .map(report -> "report.empty");
                }

                @Override
                public List<ErrorMode> errorModes() {
                    return List.of(new ListMode());
                }

                @Override
                public SinkParts<String, EntryBatch<String>> open(SinkEnvironment environment) {
                    if (startFails) {
                        throw new ConnectException("no table");
                    }
                    assertThat(environment.toString()).doesNotContain("secret");
                    return new SinkParts<>(
                            record -> record.value() == null
                                    ? new Mapping.Unmappable<>("no value")
                                    : record.value().equals("")
                                            ? new Mapping.Reported<>("empty")
                                            : new Mapping.Mapped<>(
                                                    (String) record.value(), BatchKey.of("all"), null, 10),
                            new SizeBoundedBatcher<>(new BatchLimits(2, 1000, Duration.ofHours(1), true)),
                            new Writer(),
                            Failure::unknown);
                }
            };
        }

        /** The sink's own way to report. */
        private final class ListMode implements ErrorMode, ErrorReporter {
            @Override
            public String name() {
                return "list";
            }

            @Override
            public String meaning() {
                return "a list.";
            }

            @Override
            public ErrorReporter open(SinkEnvironment environment) {
                return this;
            }

            @Override
            public Future<?> report(ErrantRecord errant) {
                reported.add(errant.stage() + " " + errant.origin().offset());
                return CompletableFuture.completedFuture(null);
            }

            @Override
            public void close() {
                reportersClosed++;
            }
        }

        private final class Writer implements BatchWriter<EntryBatch<String>> {
            @Override
            public void write(EntryBatch<String> batch, WriteCompletion completion) {
                batch.entries().forEach(entry -> stored.add(entry.value()));
                completion.complete(WriteResult.WRITTEN);
            }

            @Override
            public void close() {
                closed = true;
            }
        }
    }

    private static final class Context implements SinkTaskContext {
        final List<SinkRecord> dead = new ArrayList<>();
        final Set<TopicPartition> assignment = new HashSet<>();
        boolean deadLetterQueue;
        long timeout = -1;

        @Override
        public Map<String, String> configs() {
            return Map.of();
        }

        @Override
        public void offset(Map<TopicPartition, Long> offsets) {}

        @Override
        public void offset(TopicPartition tp, long offset) {}

        @Override
        public void timeout(long timeoutMs) {
            timeout = timeoutMs;
        }

        @Override
        public Set<TopicPartition> assignment() {
            return assignment;
        }

        @Override
        public void pause(TopicPartition... partitions) {}

        @Override
        public void resume(TopicPartition... partitions) {}

        @Override
        public void requestCommit() {}

        @Override
        public @Nullable ErrantRecordReporter errantRecordReporter() {
            return deadLetterQueue
                    ? (record, error) -> {
                        dead.add(record);
                        return CompletableFuture.completedFuture(null);
                    }
                    : null;
        }
    }

    private static final TopicPartition P0 = new TopicPartition("t", 0);
    private final Task task = new Task();
    private final Context context = new Context();
    private final Map<String, String> props = new HashMap<>(Map.of("name", "orders", "some.key", "secret"));

    @AfterEach
    void stop() {
        task.stop();
    }

    private void start() {
        task.initialize(context);
        task.start(props);
        task.open(List.of(P0));
    }

    private static SinkRecord record(long offset, @Nullable String value) {
        return new SinkRecord("t", 0, null, null, null, value, offset);
    }

    @Test
    void recordsGoThroughAndOffsetsComeBack() {
        start();
        task.put(List.of(record(0, "a"), record(1, "b"), record(2, "c")));
        assertThat(task.stored).containsExactly("a", "b");
        assertThat(context.timeout).isPositive();
        assertThat(task.preCommit(Map.of()).get(P0).offset()).isEqualTo(3);
        assertThat(task.stored).containsExactly("a", "b", "c");
    }

    @Test
    void countersAreInJmxWhileTheTaskRuns() throws Exception {
        start();
        task.put(List.of(record(0, "a"), record(1, "b"), record(2, "c")));
        ObjectName name = new ObjectName("dev.sluice:type=sink-task,connector=\"orders\",task=0");
        var server = ManagementFactory.getPlatformMBeanServer();
        assertThat(server.getAttribute(name, "RecordsAccepted")).isEqualTo(3L);
        assertThat(server.getAttribute(name, "RecordsWritten")).isEqualTo(2L);
        assertThat(server.getAttribute(name, "RecordsPending")).isEqualTo(1L);
        task.stop();
        assertThat(server.isRegistered(name)).isFalse();
        assertThat(task.closed).isTrue();
    }

    @Test
    void everyPartitionHasItsBeanWhileTheTaskOwnsIt() throws Exception {
        start();
        TopicPartition other = new TopicPartition("t", 1);
        task.open(List.of(other));
        task.put(List.of(record(0, "a"), record(1, "b"), record(2, "c")));
        ObjectName bean = partitionBean(0);
        var server = ManagementFactory.getPlatformMBeanServer();
        assertThat(server.getAttribute(bean, "NextOffset")).isEqualTo(3L);
        assertThat(server.getAttribute(bean, "SafeOffset")).isEqualTo(2L);
        assertThat(server.getAttribute(bean, "OffsetsUnsafe")).isEqualTo(1L);
        assertThat(server.getAttribute(partitionBean(1), "SafeOffset")).isEqualTo(-1L);
        task.close(List.of(P0));
        assertThat(server.isRegistered(bean)).isFalse();
        assertThat(server.isRegistered(partitionBean(1))).isTrue();
        task.stop();
        assertThat(server.queryNames(new ObjectName("dev.sluice:*,connector=\"orders\""), null))
                .isEmpty();
    }

    private static ObjectName partitionBean(int partition) throws Exception {
        return new ObjectName(
                "dev.sluice:type=sink-task-partition,connector=\"orders\",task=0,topic=t,partition=" + partition);
    }

    @Test
    void toleratedRecordsGoToConnectsDeadLetterQueue() {
        context.deadLetterQueue = true;
        props.putAll(Map.of("runtime.error.tolerance", "all", "runtime.error.mode", "dlq"));
        start();
        task.put(List.of(record(0, null)));
        assertThat(context.dead).hasSize(1);
        assertThat(task.preCommit(Map.of()).get(P0).offset()).isEqualTo(1);
    }

    @Test
    void aDeadLetterQueueThatIsNotThereIsSaidAtStartAndNotSilentlySkipped() {
        props.putAll(Map.of("runtime.error.tolerance", "all", "runtime.error.mode", "dlq"));
        assertThatThrownBy(this::start)
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("errors.deadletterqueue.topic.name");
    }

    @Test
    void toleratedRecordsThatAreIgnoredAreStillCounted() throws Exception {
        props.put("runtime.error.tolerance", "all");
        start();
        task.put(List.of(record(0, null)));
        assertThat(ManagementFactory.getPlatformMBeanServer()
                        .getAttribute(
                                new ObjectName("dev.sluice:type=sink-task,connector=\"orders\",task=0"),
                                "RecordsReported"))
                .isEqualTo(1L);
    }

    @Test
    void timeIsAnArgument() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
        Task onItsClock = new Task(now::get);
        onItsClock.initialize(context);
        onItsClock.start(props);
        onItsClock.open(List.of(P0));
        onItsClock.put(List.of(record(0, "a")));
        onItsClock.put(List.of());
        assertThat(onItsClock.stored).as("it lingers for an hour").isEmpty();
        now.set(Instant.EPOCH.plus(Duration.ofHours(1)));
        onItsClock.put(List.of());
        assertThat(onItsClock.stored).containsExactly("a");
        onItsClock.stop();
    }

    @Test
    void aSinksOwnReporterGetsBadRecordsAndIsClosedWithTheTask() {
        props.putAll(Map.of("runtime.error.tolerance", "all", "runtime.error.mode", "list"));
        start();
        task.put(List.of(record(0, "a"), record(1, null)));
        assertThat(task.reported).containsExactly("MAPPING 1");
        assertThat(task.preCommit(Map.of()).get(P0).offset()).isEqualTo(2);
        assertThat(task.reportersClosed).isZero();
        task.stop();
        task.stop();
        assertThat(task.reportersClosed).isEqualTo(1);
    }

    @Test
    void aReporterIsClosedWhenTheStartFailsAfterIt() {
        props.putAll(Map.of("runtime.error.tolerance", "all", "runtime.error.mode", "list"));
        task.startFails = true;
        assertThatThrownBy(this::start).hasMessage("no table");
        task.stop();
        assertThat(task.reportersClosed).isEqualTo(1);
    }

    @Test
    void aReporterThatNobodyWouldUseIsNotOpened() {
        props.putAll(Map.of("runtime.error.tolerance", "none", "runtime.error.mode", "list"));
        start();
        task.stop();
        assertThat(task.reportersClosed).isZero();
    }

    @Test
    void aRecordThatIsReportedOnPurposeGoesToTheReporterThatNothingElseUses() {
        props.putAll(Map.of("runtime.error.tolerance", "none", "runtime.error.mode", "list", "report.empty", "true"));
        start();
        task.put(List.of(record(0, "")));
        assertThat(task.reported).containsExactly("MAPPING 0");
        assertThat(task.preCommit(Map.of()).get(P0).offset()).isEqualTo(1);
        assertThatThrownBy(() -> task.put(List.of(record(1, null)))).isInstanceOf(ConnectException.class);
        task.stop();
        assertThat(task.reported).as("an errant one stops the task").hasSize(1);
        assertThat(task.reportersClosed).isEqualTo(1);
    }

    @Test
    void stopAfterAStartThatFailedDoesNothing() {
        task.stop();
        task.stop();
        assertThat(task.closed).isFalse();
    }
}
