package dev.sluice.core.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How the JMX exporter's rules in docs/dashboards name the metrics: base units, and _total where it only grows. */
final class PrometheusNames {

    /** One rule: what it makes of which bean, and by what it multiplies. */
    record Rule(String bean, Metric<?> metric, String name, boolean milliseconds) {}

    private static final String TABLESTORE = "tablestore-sink-task";

    /** What a sink counts besides, in a bean of its own; a test of the distribution compares it with the beans. */
    private static final List<Metric<Object>> OF_TABLESTORE = List.of(Metric.counter(
            "SupersededRows",
            "Rows that were not written because the table has the same or newer content; only with write.fencing=offset.",
            "Some after a crash or a rebalance are what fencing is for; steady growth: two connectors write to one table.",
            nothing -> 0));

    private PrometheusNames() {}

    static List<Rule> rules() {
        List<Rule> rules = new ArrayList<>();
        TaskView.METRICS.forEach(metric -> rules.add(rule("sink-task", "sluice_task_", metric)));
        PartitionView.METRICS.forEach(metric -> rules.add(rule("sink-task-partition", "sluice_partition_", metric)));
        OF_TABLESTORE.forEach(metric -> rules.add(rule(TABLESTORE, "sluice_tablestore_", metric)));
        return rules;
    }

    private static Rule rule(String bean, String prefix, Metric<?> metric) {
        boolean milliseconds = metric.name().endsWith("Ms");
        String plain =
                milliseconds ? metric.name().substring(0, metric.name().length() - 2) + "Seconds" : metric.name();
        String snake = plain.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
        String name = prefix + snake + (metric.kind() == Metric.Kind.COUNTER ? "_total" : "");
        return new Rule(bean, metric, name, milliseconds);
    }

    /** The exporter's config file. */
    static String exporterConfig() {
        StringBuilder yaml = new StringBuilder("""
                # Rules for the Prometheus JMX exporter (jmx_prometheus_javaagent) of a Kafka Connect worker.
                # Made from the metrics themselves; do not edit. What each one means: ../metrics.md
                lowercaseOutputName: false
                includeObjectNames: ["dev.sluice:*"]
                rules:
                """);
        for (Rule rule : rules()) {
            boolean partition = rule.bean().equals("sink-task-partition");
            yaml.append("  - pattern: '^dev\\.sluice<type=")
                    .append(rule.bean())
                    .append(", connector=\"(.+)\", task=(\\d+)")
                    .append(partition ? ", topic=([^,]+), partition=(\\d+)" : "")
                    .append("><>")
                    .append(rule.metric().name())
                    .append(":'\n    name: ")
                    .append(rule.name())
                    .append("\n    type: ")
                    .append(rule.metric().kind())
                    .append("\n");
            if (rule.milliseconds()) {
                yaml.append("    valueFactor: 0.001\n");
            }
            yaml.append("    help: '").append(rule.metric().meaning()).append("'\n");
            yaml.append("    labels: {connector: \"$1\", task: \"$2\"")
                    .append(partition ? ", topic: \"$3\", partition: \"$4\"" : "")
                    .append("}\n");
        }
        return yaml.toString();
    }

    /** The tables of docs/metrics.md. */
    static String tables() {
        StringBuilder text = new StringBuilder();
        for (String bean : List.of("sink-task", "sink-task-partition", TABLESTORE)) {
            text.append("\n### ").append(bean).append("\n\n");
            text.append("| attribute | Prometheus | type | unit | meaning | what to do |\n");
            text.append("| --- | --- | --- | --- | --- | --- |\n");
            rules().stream()
                    .filter(rule -> rule.bean().equals(bean))
                    .forEach(rule -> text.append("| `%s` | `%s` | %s | %s | %s | %s |%n"
                            .formatted(
                                    rule.metric().name(),
                                    rule.name(),
                                    Metric.Kind.valueOf(rule.metric().kind().name())
                                            .name()
                                            .toLowerCase(Locale.ROOT),
                                    unit(rule.metric().name()),
                                    rule.metric().meaning(),
                                    rule.metric().advice())));
        }
        return text.toString();
    }

    private static String unit(String name) {
        if (name.endsWith("Ms")) {
            return "ms";
        } else if (name.contains("Bytes") && !name.startsWith("Batches")) {
            return "bytes";
        } else if (name.contains("Offset")) {
            return "offset";
        }
        return name.equals("Paused") ? "0 or 1" : "count";
    }
}
