package dev.sluice.core.metrics;

import dev.sluice.core.flow.MemoryBudget;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import javax.management.DynamicMBean;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows a task's metrics from construction to {@link #close}: in JMX as {@code
 * dev.sluice:type=sink-task,connector="…",task=…}, each of its partitions as {@code
 * dev.sluice:type=sink-task-partition,connector="…",task=…,topic=…,partition=…}, and among Connect's own metrics where the
 * worker takes them. A worker that does not allow it gets a log line and no bean; the task goes on. Task thread.
 */
public final class TaskMetrics implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TaskMetrics.class);

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final String ofTask;
    private final PipelineCounters counters;
    private final @Nullable ObjectName taskBean;
    private final Map<TopicPartition, ObjectName> partitionBeans = new HashMap<>();
    private final ConnectPluginMetrics pluginMetrics;

    private TaskMetrics(String connector, int task, TaskView view, SinkTaskContext context) {
        this.ofTask = ",connector=" + ObjectName.quote(connector) + ",task=" + task;
        this.counters = view.counters();
        this.taskBean = show("sink-task" + ofTask, new MetricsBean<>(view, TaskView.METRICS));
        this.pluginMetrics = ConnectPluginMetrics.add(context, view, TaskView.METRICS);
    }

    /**
     * Shows the task's metrics. Never fails: what cannot be shown is logged.
     *
     * @param connector name of the connector; quoted in the bean's name
     * @param task number of the task, from 0
     * @param counters read whenever somebody asks for a metric
     * @param budget read whenever somebody asks for a metric
     * @param context of the task; on workers from 4.1 on it has Connect's registry
     * @return to be closed with the task
     */
    public static TaskMetrics register(
            String connector, int task, PipelineCounters counters, MemoryBudget budget, SinkTaskContext context) {
        return new TaskMetrics(connector, task, new TaskView(counters, budget), context);
    }

    /**
     * The task has got these partitions.
     *
     * @param partitions each gets a bean
     */
    public void open(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            ObjectName bean = show(
                    "sink-task-partition" + ofTask + ",topic=" + partition.topic() + ",partition="
                            + partition.partition(),
                    new MetricsBean<>(new PartitionView(counters.progress(), partition), PartitionView.METRICS));
            if (bean != null) {
                partitionBeans.put(partition, bean);
            }
        }
    }

    /**
     * The task has given up these partitions.
     *
     * @param partitions may be ones without a bean
     */
    public void close(Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> hide(partitionBeans.remove(partition)));
    }

    @Override
    public void close() {
        partitionBeans.values().forEach(this::hide);
        partitionBeans.clear();
        hide(taskBean);
        pluginMetrics.close();
    }

    private @Nullable ObjectName show(String name, DynamicMBean bean) {
        try {
            return server.registerMBean(bean, new ObjectName("dev.sluice:type=" + name))
                    .getObjectName();
        } catch (JMException e) {
            LOG.warn("No JMX metrics for {}", name, e);
            return null;
        }
    }

    private void hide(@Nullable ObjectName bean) {
        try {
            if (bean != null) {
                server.unregisterMBean(bean);
            }
        } catch (JMException e) {
            LOG.debug("metrics {} were gone already", bean, e);
        }
    }
}
