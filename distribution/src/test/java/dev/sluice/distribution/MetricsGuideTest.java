package dev.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.management.DynamicMBean;
import org.junit.jupiter.api.Test;

/** The metrics of core's own bean are compared with the guide there; a sink may show others. */
class MetricsGuideTest {
    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.sluice.core", "dev.sluice.oss", "dev.sluice.tablestore");
    private static final Path DOCS = Path.of("..", "docs");

    private static Set<String> attributes() {
        return ALL.stream()
                .filter(type -> type.isInterface() && type.getSimpleName().matches(".+MX?Bean"))
                .flatMap(type -> type.getMethods().stream())
                .map(method -> method.getName().replaceFirst("^(get|is)", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void everyAttributeOfASinksOwnBeanIsInTheGuideAndInTheExportersRules() throws IOException {
        String guide = Files.readString(DOCS.resolve("metrics.md"));
        String rules = Files.readString(DOCS.resolve("dashboards").resolve("jmx-exporter.yml"));

        assertThat(attributes()).contains("SupersededRows").allSatisfy(attribute -> {
            assertThat(guide).contains("| `" + attribute + "` |");
            assertThat(rules).contains("><>" + attribute + ":'");
        });
    }

    @Test
    void noOtherBeanMakesUpItsAttributesAsItRuns() {
        assertThat(ALL.stream()
                        .filter(type -> type.isAssignableTo(DynamicMBean.class))
                        .map(JavaClass::getName))
                .as("its attributes are compared with the guide by a test of core; compare those of others as well")
                .isEqualTo(List.of("dev.sluice.core.metrics.MetricsBean"));
    }
}
