package dev.sluice.core.metrics;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;

/** Shows metrics as the attributes of a bean, with their meaning as description. Read-only; any thread. */
final class MetricsBean<S> implements DynamicMBean {
    private final S source;
    private final Map<String, Metric<S>> metrics = new LinkedHashMap<>();

    MetricsBean(S source, List<Metric<S>> metrics) {
        this.source = source;
        metrics.forEach(metric -> this.metrics.put(metric.name(), metric));
    }

    @Override
    public Object getAttribute(String name) throws AttributeNotFoundException {
        Metric<S> metric = metrics.get(name);
        if (metric == null) {
            throw new AttributeNotFoundException("no metric " + name);
        }
        return metric.value().apply(source);
    }

    @Override
    public AttributeList getAttributes(String[] names) {
        AttributeList values = new AttributeList();
        for (String name : names) {
            Metric<S> metric = metrics.get(name);
            if (metric != null) {
                values.add(new Attribute(name, metric.value().apply(source)));
            }
        }
        return values;
    }

    @Override
    public void setAttribute(Attribute attribute) throws AttributeNotFoundException {
        throw new AttributeNotFoundException("metrics cannot be set");
    }

    @Override
    public AttributeList setAttributes(AttributeList attributes) {
        return new AttributeList();
    }

    @Override
    public Object invoke(String action, Object[] arguments, String[] signature) {
        throw new UnsupportedOperationException("metrics have no operations");
    }

    @Override
    public MBeanInfo getMBeanInfo() {
        MBeanAttributeInfo[] attributes = metrics.values().stream()
                .map(metric -> new MBeanAttributeInfo(
                        metric.name(), Number.class.getName(), metric.meaning(), true, false, false))
                .toArray(MBeanAttributeInfo[]::new);
        return new MBeanInfo(MetricsBean.class.getName(), "Metrics of a sink", attributes, null, null, null);
    }
}
