package dev.sluice.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** Each defect fails the case that names it, and only that one: no case is idle, and none cries wolf. */
class PlantedDefectsTest {

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aDefectFailsTheCaseThatNamesItAndNoOther(Defect defect) {
        EngineExecutionResults results = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(DefectiveSinks.class))
                .configurationParameter(DefectiveSinks.DEFECT, defect.name())
                .execute();

        assertThat(methods(results.testEvents().failed().list())).containsExactly(defect.namedBy);
        assertThat(results.testEvents().succeeded().count()).isGreaterThan(30);
        assertThat(results.testEvents().skipped().count()).isZero();
    }

    private static List<String> methods(List<Event> events) {
        return events.stream()
                .map(event -> event.getTestDescriptor().getSource().orElseThrow())
                .map(source -> ((MethodSource) source).getMethodName())
                .toList();
    }
}
