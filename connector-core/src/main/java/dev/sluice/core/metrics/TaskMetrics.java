package dev.sluice.core.metrics;

import dev.sluice.core.flow.MemoryBudget;
import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows a task's counters in JMX from construction to {@link #close}. */
public final class TaskMetrics implements SinkTaskMXBean, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TaskMetrics.class);

    private final PipelineCounters counters;
    private final MemoryBudget budget;
    private final ObjectName name;

    private TaskMetrics(ObjectName name, PipelineCounters counters, MemoryBudget budget) {
        this.name = name;
        this.counters = counters;
        this.budget = budget;
    }

    /** Registers the bean; a worker that does not allow it gets a log line and no bean. */
    public static TaskMetrics register(String connector, int task, PipelineCounters counters, MemoryBudget budget) {
        try {
            ObjectName name = new ObjectName(
                    "dev.sluice:type=sink-task,connector=" + ObjectName.quote(connector) + ",task=" + task);
            TaskMetrics metrics = new TaskMetrics(name, counters, budget);
            ManagementFactory.getPlatformMBeanServer().registerMBean(metrics, name);
            return metrics;
        } catch (JMException e) {
            LOG.warn("No JMX metrics for task {} of connector {}", task, connector, e);
            return new TaskMetrics(ObjectName.WILDCARD, counters, budget);
        }
    }

    @Override
    public void close() {
        try {
            if (!name.isPattern()) {
                ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
            }
        } catch (JMException e) {
            LOG.debug("metrics {} were gone already", name, e);
        }
    }

    @Override
    public long getRecordsAccepted() {
        return counters.accepted();
    }

    @Override
    public long getRecordsWritten() {
        return counters.written();
    }

    @Override
    public long getRecordsSkipped() {
        return counters.skipped();
    }

    @Override
    public long getRecordsReported() {
        return counters.reported();
    }

    @Override
    public long getRecordsDiscarded() {
        return counters.discarded();
    }

    @Override
    public long getRecordsPending() {
        return counters.pending();
    }

    @Override
    public long getBatches() {
        return counters.batches();
    }

    @Override
    public long getRetries() {
        return counters.retries();
    }

    @Override
    public long getBufferUsedBytes() {
        return budget.used();
    }

    @Override
    public long getBufferLimitBytes() {
        return budget.limit();
    }
}
