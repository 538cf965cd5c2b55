package dev.sluice.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.flow.ManualClock;
import dev.sluice.core.flow.MemoryBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.management.MBeanAttributeInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** What is written about the metrics is what the beans have. Run with -Dsluice.update.docs=true to write it anew. */
class MetricsDocumentTest {
    private static final Path DOCS = Path.of("..", "docs");
    private static final Path GUIDE = DOCS.resolve("metrics.md");
    private static final Path RULES = DOCS.resolve("dashboards").resolve("jmx-exporter.yml");
    private static final String MARK = "<!-- made from the metrics themselves; do not edit below -->\n";

    private final PipelineCounters counters = new PipelineCounters(new ManualClock());
    private final MetricsBean<TaskView> taskBean =
            new MetricsBean<>(new TaskView(counters, new MemoryBudget(1)), TaskView.METRICS);
    private final MetricsBean<PartitionView> partitionBean = new MetricsBean<>(
            new PartitionView(counters.progress(), new TopicPartition("a.b-c_d", 3)), PartitionView.METRICS);

    private static Set<String> attributes(MetricsBean<?> bean) {
        return Arrays.stream(bean.getMBeanInfo().getAttributes())
                .map(MBeanAttributeInfo::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> ofSinks() {
        return PrometheusNames.rules().stream()
                .filter(rule -> !rule.bean().startsWith("sink-task"))
                .map(rule -> rule.metric().name())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(result -> result.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static void assertUpToDate(Path file, String expected) throws IOException {
        if (Boolean.getBoolean("sluice.update.docs")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, expected);
        }
        assertThat(Files.readString(file))
                .as("%s; run this test with -Dsluice.update.docs=true and commit the file", file)
                .isEqualTo(expected);
    }

    @Test
    void theGuidesTablesAreTheMetrics() throws IOException {
        String guide = Files.readString(GUIDE);
        String words = guide.substring(0, guide.indexOf(MARK) + MARK.length());
        assertUpToDate(GUIDE, words + PrometheusNames.tables());
    }

    @Test
    void everyDocumentedMetricIsAnAttributeAndEveryAttributeIsDocumented() throws IOException {
        Set<String> all = attributes(taskBean);
        all.addAll(attributes(partitionBean));
        all.addAll(ofSinks());
        assertThat(found(Pattern.compile("(?m)^\\| `([A-Za-z0-9]+)`"), Files.readString(GUIDE)))
                .isEqualTo(all);
    }

    @Test
    void everyAttributeCanBeReadBeforeTheFirstRecord() throws Exception {
        for (MetricsBean<?> bean : Set.of(taskBean, partitionBean)) {
            for (String attribute : attributes(bean)) {
                assertThat(bean.getAttribute(attribute))
                        .as(attribute)
                        .isInstanceOfAny(Long.class, Integer.class, Double.class);
            }
        }
    }

    @Test
    void theExportersRulesMatchTheBeansAndEachExactlyOne() throws IOException {
        assertUpToDate(RULES, PrometheusNames.exporterConfig());
        String rules = Files.readString(RULES);
        Set<String> patterns = found(Pattern.compile("(?m)^  - pattern: '(.*)'$"), rules);
        assertEachMatchesOne("dev.sluice<type=sink-task, connector=\"or,ders\", task=0><>", taskBean, patterns);
        assertEachMatchesOne(
                "dev.sluice<type=sink-task-partition, connector=\"or,ders\", task=12, topic=a.b-c_d, partition=3><>",
                partitionBean,
                patterns);
        assertThat(patterns)
                .hasSize(attributes(taskBean).size()
                        + attributes(partitionBean).size()
                        + ofSinks().size());
    }

    /** The text that the exporter matches is made of the bean's name, the attribute and its value. */
    private static void assertEachMatchesOne(String bean, MetricsBean<?> attributes, Set<String> patterns) {
        for (String attribute : attributes(attributes)) {
            assertThat(patterns.stream()
                            .map(Pattern::compile)
                            .map(pattern -> pattern.matcher(bean + attribute + ": 42"))
                            .filter(Matcher::find))
                    .as(attribute)
                    .hasSize(1);
        }
    }

    @Test
    void dashboardAndAlertsUseOnlyNamesThatTheRulesMake() throws IOException {
        Set<String> made =
                PrometheusNames.rules().stream().map(PrometheusNames.Rule::name).collect(Collectors.toSet());
        for (String file : Set.of("grafana-sluice.json", "prometheus-alerts.yml")) {
            Set<String> used = found(
                    Pattern.compile("\\b(sluice_[a-z0-9_]+)"),
                    Files.readString(DOCS.resolve("dashboards").resolve(file)));
            assertThat(used).as(file).isNotEmpty().isSubsetOf(made);
        }
    }
}
