package dev.sluice.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** Each defect fails the case that names it, and only that one: no case is idle, and none cries wolf. */
class PlantedDefectsTest {

    @ParameterizedTest(name = "{0}")
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aDefectFailsTheCaseThatNamesItAndNoOther(Defect defect) {
        EngineExecutionResults results = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(DefectiveSinks.class))
                .configurationParameter(DefectiveSinks.DEFECT, defect.name())
                .execute();

        assertThat(methods(results.testEvents().failed().list())).containsExactly(defect.namedBy);
        assertThat(results.testEvents().succeeded().count()).isEqualTo(cases().size() - 1);
        assertThat(results.testEvents().skipped().count()).isZero();
    }

    @Test
    void everyCaseHasADefectThatItNames() {
        Set<String> named = Stream.of(Defect.values())
                .filter(defect -> defect != Defect.NONE)
                .map(defect -> defect.namedBy)
                .collect(Collectors.toSet());

        assertThat(named)
                .as("cases that fail for a planted defect; a new case needs one in %s", Defect.class.getSimpleName())
                .containsExactlyInAnyOrderElementsOf(cases());
    }

    /** As JUnit finds them, so none can be forgotten here. */
    private static List<String> cases() {
        return Stream.of(SinkConformance.class.getDeclaredClasses())
                .filter(concern -> concern.isAnnotationPresent(Nested.class))
                .flatMap(concern ->
                        AnnotationSupport.findAnnotatedMethods(concern, Test.class, HierarchyTraversalMode.TOP_DOWN)
                                .stream())
                .map(Method::getName)
                .toList();
    }

    private static List<String> methods(List<Event> events) {
        return events.stream()
                .map(event -> event.getTestDescriptor().getSource().orElseThrow())
                .map(source -> ((MethodSource) source).getMethodName())
                .toList();
    }
}
