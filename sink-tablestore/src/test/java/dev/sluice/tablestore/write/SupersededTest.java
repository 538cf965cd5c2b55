package dev.sluice.tablestore.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

class SupersededTest {
    private static final Path DOCS = Path.of("..", "docs");

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

    @Test
    void theCountIsShownUntilItIsClosed() throws Exception {
        ObjectName name = new ObjectName("dev.sluice:type=tablestore-sink-task,connector=\"a,b\",task=3");
        try (Superseded superseded = Superseded.register("a,b", 3)) {
            superseded.count();
            superseded.count();
            assertThat(server.getAttribute(name, "SupersededRows")).isEqualTo(2L);
        }
        assertThat(server.isRegistered(name)).isFalse();
    }

    @Test
    void whatItShowsIsInTheGuideAndTheExportersRulesFindIt() throws Exception {
        String guide = Files.readString(DOCS.resolve("metrics.md"));
        String rules = Files.readString(DOCS.resolve("dashboards").resolve("jmx-exporter.yml"));
        try (Superseded superseded = Superseded.register("a,b", 3)) {
            ObjectName name = server.queryNames(new ObjectName("dev.sluice:type=tablestore-sink-task,*"), null).stream()
                    .filter(bean -> "3".equals(bean.getKeyProperty("task")))
                    .findFirst()
                    .orElseThrow();
            for (MBeanAttributeInfo attribute : server.getMBeanInfo(name).getAttributes()) {
                // The text that the exporter matches.
                String shown = "dev.sluice<type=" + name.getKeyProperty("type") + ", connector="
                        + name.getKeyProperty("connector") + ", task=3><>" + attribute.getName() + ": 0";
                assertThat(guide).contains("| `" + attribute.getName() + "` |");
                assertThat(Pattern.compile("(?m)^  - pattern: '(.*)'$")
                                .matcher(rules)
                                .results()
                                .filter(rule -> Pattern.compile(rule.group(1))
                                        .matcher(shown)
                                        .find()))
                        .as(shown)
                        .hasSize(1);
            }
            assertThat(superseded.getSupersededRows()).isZero();
        }
    }
}
