package dev.sluice.core.metrics;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.MetricValueProvider;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The same metrics among Connect's own, on workers from 4.1 on (<a
 * href="https://cwiki.apache.org/confluence/display/KAFKA/KIP-877%3A+Mechanism+for+plugins+and+connectors+to+register+metrics">KIP-877</a>).
 * By reflection, because the interface is younger than what we compile against; on older workers there is nothing to do.
 */
final class ConnectPluginMetrics {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectPluginMetrics.class);

    private final @Nullable Object registry;
    private final @Nullable Method remove;
    private final List<MetricName> added = new ArrayList<>();

    private ConnectPluginMetrics(@Nullable Object registry, @Nullable Method remove) {
        this.registry = registry;
        this.remove = remove;
    }

    static <S> ConnectPluginMetrics add(SinkTaskContext context, S source, List<Metric<S>> metrics) {
        ConnectPluginMetrics none = new ConnectPluginMetrics(null, null);
        try {
            Method accessor = SinkTaskContext.class.getMethod("pluginMetrics");
            Object registry = accessor.invoke(context);
            if (registry == null) {
                return none;
            }
            Class<?> type = accessor.getReturnType();
            Method name = type.getMethod("metricName", String.class, String.class, LinkedHashMap.class);
            Method add = type.getMethod("addMetric", MetricName.class, MetricValueProvider.class);
            ConnectPluginMetrics result =
                    new ConnectPluginMetrics(registry, type.getMethod("removeMetric", MetricName.class));
            for (Metric<S> metric : metrics) {
                MetricName metricName =
                        (MetricName) name.invoke(registry, metric.kebabName(), metric.meaning(), new LinkedHashMap<>());
                add.invoke(registry, metricName, (Gauge<Number>)
                        (config, now) -> metric.value().apply(source));
                result.added.add(metricName);
            }
            return result;
        } catch (NoSuchMethodException e) {
            return none; // a worker before 4.1
        } catch (IllegalAccessException | InvocationTargetException | RuntimeException e) {
            LOG.warn("The worker does not take the task's metrics; they are in JMX only", e);
            return none;
        }
    }

    /** Takes them away; the worker would do so too when the task is gone. */
    void close() {
        for (MetricName name : added) {
            try {
                if (remove != null) {
                    remove.invoke(registry, name);
                }
            } catch (IllegalAccessException | InvocationTargetException | RuntimeException e) {
                LOG.debug("metric {} was gone already", name, e);
            }
        }
        added.clear();
    }
}
