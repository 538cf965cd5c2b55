package dev.sluice.tablestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alicloud.openservices.tablestore.SyncClient;
import dev.sluice.core.SinkEnvironment;
import dev.sluice.core.batch.EntryBatch;
import dev.sluice.core.flow.FlowControl;
import dev.sluice.core.flow.MemoryBudget;
import dev.sluice.core.flow.PipelineOptions;
import dev.sluice.core.flow.SinkPipeline;
import dev.sluice.core.metrics.PipelineCounters;
import dev.sluice.core.retry.ExponentialBackoff;
import dev.sluice.core.tolerance.ErrorTolerance;
import dev.sluice.testkit.fault.Fault;
import dev.sluice.testkit.sts.StsCall;
import dev.sluice.testkit.sts.StsEmulator;
import dev.sluice.testkit.tablestore.TableStoreCall;
import dev.sluice.testkit.tablestore.TableStoreEmulator;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The whole sink with a role that it assumes, while time passes and credentials expire. */
@Timeout(120)
class CredentialRotationTest {
    private static final TopicPartition P0 = new TopicPartition("test", 0);
    private static final String ROLE = "acs:ram::123456789012:role/writer";
    /** Requests carry the real date, which the service compares with its own, so all of it happens within 15 minutes. */
    private final Instant real = Instant.now();

    private volatile Instant now = real.minus(Duration.ofMinutes(12));
    private final StsEmulator sts = StsEmulator.builder()
            .accessKey("sts-id", "sts-secret")
            .role(ROLE)
            .clock(() -> now)
            .build();
    private final TableStoreEmulator tables =
            TableStoreEmulator.builder().sts(sts).clock(() -> now).build();

    @BeforeEach
    void start() {
        sts.start();
        tables.start();
    }

    @AfterEach
    void stop() {
        sts.close();
        tables.close();
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("sluice-"));
    }

    private Map<String, String> config() {
        return Configs.with(
                OpenSink.config(tables),
                "tablestore.access.key.id",
                "sts-id",
                "tablestore.access.key.secret",
                "sts-secret",
                "tablestore.auth.role.arn",
                ROLE,
                "tablestore.auth.role.session.duration.seconds",
                "900",
                "tablestore.auth.sts.endpoint",
                sts.endpoint().toString(),
                "linger.ms",
                "0");
    }

    /** The pipeline as the task puts it together, with the test's clock. */
    private SinkPipeline<RowWrite, EntryBatch<RowWrite>> open(Map<String, String> config) {
        MemoryBudget budget = new MemoryBudget(64 << 20);
        SplittableRandom random = new SplittableRandom(1);
        SinkPipeline<RowWrite, EntryBatch<RowWrite>> pipeline = new SinkPipeline<>(
                TableStoreSink.DEFINITION.open(
                        new SinkEnvironment("tablestore-sink", 0, config, budget, () -> now, random)),
                ErrorTolerance.none(),
                new PipelineOptions(
                        new ExponentialBackoff(Duration.ofMillis(1), Duration.ofMillis(10), Duration.ofMinutes(10)),
                        4,
                        Duration.ofMillis(1),
                        Duration.ofMinutes(1),
                        () -> now,
                        random),
                budget,
                new PipelineCounters(() -> now),
                new Idle());
        pipeline.open(Set.of(P0));
        return pipeline;
    }

    private static final class Idle implements FlowControl {
        @Override
        public void pause(Set<TopicPartition> partitions) {}

        @Override
        public void resume(Set<TopicPartition> partitions) {}

        @Override
        public void wakeWithin(Duration time) {}
    }

    private void write(SinkPipeline<RowWrite, EntryBatch<RowWrite>> pipeline, int offset) {
        pipeline.put(List.of(Records.value(offset, null, Map.of("n", (long) offset))));
        await(() -> {
            pipeline.put(List.of());
            // Pauses between repetitions pass on the same clock.
            now = now.plusMillis(1);
            var safe = pipeline.preCommit().get(P0);
            return safe != null && safe.offset() == offset + 1;
        });
    }

    /** A record a second; returns the offset after the last. */
    private int writeUntil(SinkPipeline<RowWrite, EntryBatch<RowWrite>> pipeline, int from, BooleanSupplier condition) {
        int offset = from;
        while (!condition.getAsBoolean()) {
            now = now.plusSeconds(1);
            write(pipeline, offset++);
        }
        return offset;
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private void at(String afterStart) {
        now = real.minus(Duration.ofMinutes(12)).plus(Duration.parse(afterStart));
    }

    private int rows() {
        SyncClient reader = tables.client();
        try {
            return TableReader.rows(reader, "test").size();
        } finally {
            reader.shutdown();
        }
    }

    @Test
    void aRoleIsAssumedAgainInMidStreamAndAnOutageInBetweenDoesNotShow() {
        int written;
        SinkPipeline<RowWrite, EntryBatch<RowWrite>> pipeline = open(config());
        try {
            write(pipeline, 0);
            assertThat(sts.issued()).isEqualTo(1);

            at("PT10M1S");
            write(pipeline, 1);
            await(() -> sts.issued() == 2);
            at("PT15M30S");
            write(pipeline, 2);
            assertThat(sts.issued()).as("the first have expired").isEqualTo(2);

            sts.stop();
            at("PT20M30S");
            write(pipeline, 3);
            sts.start();
            sts.faults().inject(new Fault.ServiceError(503, "ServiceUnavailable"), "AssumeRole", 1);
            at("PT21M");
            int next = writeUntil(pipeline, 4, () -> sts.calls().stream().anyMatch(call -> call.status() == 503));
            next = writeUntil(pipeline, next, () -> sts.issued() == 3);
            at("PT26M");
            write(pipeline, next);
            written = next + 1;
        } finally {
            pipeline.stop();
        }

        at("PT12M");
        assertThat(rows()).isEqualTo(written);
        assertThat(tables.calls()).extracting(TableStoreCall::status).doesNotContain(403);
    }

    @Test
    void aTaskThatWasSilentForLongGetsNewOnesAndRepeatsItsFirstRequest() {
        SinkPipeline<RowWrite, EntryBatch<RowWrite>> pipeline = open(config());
        try {
            write(pipeline, 0);
            at("PT16M");

            write(pipeline, 1);
        } finally {
            pipeline.stop();
        }
        assertThat(sts.issued()).isEqualTo(2);
        assertThat(tables.calls()).extracting(TableStoreCall::status).doesNotContain(403);
    }

    @Test
    void anOutageAtTheStartDoesNotStopTheTask() {
        Map<String, String> config = config();
        sts.stop();
        SinkPipeline<RowWrite, EntryBatch<RowWrite>> pipeline = open(config);
        try {
            pipeline.put(List.of(Records.value(0, null, Map.of("n", 0L))));
            sts.start();
            at("PT1M");
            await(() -> {
                pipeline.put(List.of());
                now = now.plusMillis(20);
                var safe = pipeline.preCommit().get(P0);
                return safe != null && safe.offset() == 1;
            });
        } finally {
            pipeline.stop();
        }
        at("PT12M");
        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void aRefusalStopsTheTaskAtItsStartWithTheServicesCode() {
        Map<String, String> config = new HashMap<>(config());
        config.put("tablestore.access.key.secret", "wrong-of-value");
        TableStoreSinkTask task = new TableStoreSinkTask();
        task.initialize(new WorkerContext(Set.of(P0)));
        now = real;

        assertThatThrownBy(() -> task.start(config))
                .isInstanceOf(ConnectException.class)
                .hasMessageContainingAll("SignatureDoesNotMatch", "tablestore.auth.mode")
                .hasMessageNotContaining("of-value");
        task.stop();
    }

    @Test
    void theTaskRunsWithTheRoleOfItsMachine() {
        now = real;
        try (StsEmulator machine = StsEmulator.builder()
                        .machineRole("machine")
                        .metadataTokensOnly()
                        .build();
                TableStoreEmulator instance =
                        TableStoreEmulator.builder().sts(machine).build()) {
            machine.start();
            instance.start();
            Map<String, String> config = Configs.with(
                    Configs.without(
                            Configs.without(OpenSink.config(instance), "tablestore.access.key.id"),
                            "tablestore.access.key.secret"),
                    "tablestore.auth.mode",
                    "ecs_ram_role",
                    "tablestore.auth.metadata.endpoint",
                    machine.endpoint().toString(),
                    "linger.ms",
                    "0");
            TableStoreSinkTask task = new TableStoreSinkTask();
            task.initialize(new WorkerContext(Set.of(P0)));
            task.start(config);
            try {
                task.open(List.of(P0));
                task.put(List.of(Records.value(0, null, Map.of("n", 0L))));
                await(() -> {
                    task.put(List.of());
                    var safe = task.preCommit(new HashMap<>()).get(P0);
                    return safe != null && safe.offset() == 1;
                });
            } finally {
                task.stop();
            }
            assertThat(machine.calls())
                    .extracting(StsCall::operation)
                    .containsExactly("MetadataToken", "MetadataRoles", "MetadataCredentials");
        }
    }
}
