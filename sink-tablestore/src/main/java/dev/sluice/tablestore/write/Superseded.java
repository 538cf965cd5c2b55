package dev.sluice.tablestore.write;

import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.LongAdder;
import javax.management.JMException;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the rows that were not written because the table has newer content, and shows the count over JMX as the attribute
 * {@code SupersededRows} of {@code dev.sluice:type=tablestore-sink-task,connector="…",task=…}. Any thread.
 */
public final class Superseded implements SupersededMXBean, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Superseded.class);

    private final LongAdder rows = new LongAdder();
    private final @Nullable ObjectName name;

    private Superseded(@Nullable ObjectName name) {
        this.name = name;
    }

    /**
     * A count that nobody sees, for a task that has no conditions.
     *
     * @return a new one
     */
    public static Superseded unseen() {
        return new Superseded(null);
    }

    /**
     * A task that cannot show its count still runs.
     *
     * @param connector name of the connector
     * @param task number of the task
     * @return to be closed with the task
     */
    public static Superseded register(String connector, int task) {
        try {
            ObjectName name = new ObjectName(
                    "dev.sluice:type=tablestore-sink-task,connector=" + ObjectName.quote(connector) + ",task=" + task);
            Superseded bean = new Superseded(name);
            ManagementFactory.getPlatformMBeanServer().registerMBean(bean, name);
            return bean;
        } catch (JMException e) {
            LOG.warn("The count of superseded rows is not shown over JMX", e);
            return unseen();
        }
    }

    void count() {
        rows.increment();
    }

    @Override
    public long getSupersededRows() {
        return rows.sum();
    }

    @Override
    public void close() {
        if (name == null) {
            return;
        }
        try {
            ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
        } catch (JMException e) {
            LOG.debug("The count of superseded rows was gone already", e);
        }
    }
}
