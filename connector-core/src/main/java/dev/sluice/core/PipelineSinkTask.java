package dev.sluice.core;

import dev.sluice.core.batch.Batch;
import dev.sluice.core.config.FlowOptions;
import dev.sluice.core.config.RetryOptions;
import dev.sluice.core.flow.FlowControl;
import dev.sluice.core.flow.MemoryBudget;
import dev.sluice.core.flow.PipelineOptions;
import dev.sluice.core.flow.SinkPipeline;
import dev.sluice.core.metrics.PipelineCounters;
import dev.sluice.core.metrics.TaskMetrics;
import dev.sluice.core.tolerance.ErrorTolerance;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.Nullable;

/**
 * The task of a sink: it only ties Connect to the pipeline. A sink's own class names its definition, and has a public
 * constructor without parameters, which Connect calls. Connect makes all other calls on one thread, the task thread.
 *
 * @param <E> what the destination stores for one record
 * @param <B> how entries travel together; {@code EntryBatch<E>} for nearly every sink
 */
public abstract class PipelineSinkTask<E, B extends Batch<E>> extends SinkTask {
    private final InstantSource clock;
    private final RandomGenerator random;
    private @Nullable SinkPipeline<E, B> pipeline;
    private @Nullable TaskMetrics metrics;
    private ErrorTolerance tolerance = ErrorTolerance.none();

    /** For Connect: with the time and the chance of this machine. */
    protected PipelineSinkTask() {
        this(InstantSource.system(), new SplittableRandom());
    }

    /**
     * For tests: with the given time, and chance for what is random, such as the delay before a retry. No part of the
     * task asks another clock, unless the sink's own parts do.
     *
     * @param clock read on the task thread and on the client's threads, which note when an answer came
     * @param random used on the task thread only
     */
    protected PipelineSinkTask(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /**
     * The sink's definition. Asked more than once while the task starts, on the task thread; must not block.
     *
     * @return a definition with the same options as the connector's
     */
    protected abstract SinkDefinition<E, B> definition();

    @Override
    public void start(Map<String, String> props) {
        AbstractConfig config = new AbstractConfig(FrameworkOptions.of(definition()), props, false);
        FlowOptions flow = FlowOptions.read(config);
        MemoryBudget budget = new MemoryBudget(flow.bufferMaxBytes());
        PipelineCounters counters = new PipelineCounters(clock);
        String connector = props.getOrDefault("name", "unnamed");
        int task = Integer.parseInt(props.getOrDefault(FrameworkOptions.TASK_ID, "0"));
        SinkEnvironment environment = new SinkEnvironment(connector, task, props, budget, clock, random);
        tolerance = ErrorHandling.open(definition(), environment, config, context);
        SinkParts<E, B> parts = definition().open(environment);
        pipeline = new SinkPipeline<>(
                parts,
                tolerance,
                new PipelineOptions(
                        RetryOptions.read(config).policy(),
                        flow.maxInFlightRequests(),
                        flow.drainTimeout(),
                        flow.writeTimeout(),
                        clock,
                        random),
                budget,
                counters,
                new WorkerControl(context));
        metrics = TaskMetrics.register(connector, task, counters, budget, context);
    }

    @Override
    public void open(Collection<TopicPartition> partitions) {
        started().open(partitions);
        if (metrics != null) {
            metrics.open(partitions);
        }
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        started().put(records);
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> currentOffsets) {
        return started().preCommit(currentOffsets);
    }

    @Override
    public void close(Collection<TopicPartition> partitions) {
        started().close(partitions);
        if (metrics != null) {
            metrics.close(partitions);
        }
    }

    /** Ends everything; also called when {@link #start} has failed half way. */
    @Override
    public void stop() {
        try {
            if (pipeline != null) {
                pipeline.stop();
            }
        } finally {
            pipeline = null;
            stopReporting();
        }
    }

    private void stopReporting() {
        try {
            tolerance.close();
        } finally {
            tolerance = ErrorTolerance.none();
            if (metrics != null) {
                metrics.close();
                metrics = null;
            }
        }
    }

    @Override
    public String version() {
        String version = getClass().getPackage().getImplementationVersion();
        return version == null ? "unknown" : version;
    }

    private SinkPipeline<E, B> started() {
        if (pipeline == null) {
            throw new IllegalStateException("the task is not started");
        }
        return pipeline;
    }

    private record WorkerControl(SinkTaskContext context) implements FlowControl {
        @Override
        public void pause(Set<TopicPartition> partitions) {
            context.pause(partitions.toArray(TopicPartition[]::new));
        }

        @Override
        public void resume(Set<TopicPartition> partitions) {
            context.resume(partitions.toArray(TopicPartition[]::new));
        }

        @Override
        public void seek(TopicPartition partition, long offset) {
            context.offset(partition, offset);
        }

        @Override
        public void wakeWithin(Duration time) {
            context.timeout(time.toMillis());
        }
    }
}
