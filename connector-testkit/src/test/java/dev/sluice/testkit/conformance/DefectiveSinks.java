package dev.sluice.testkit.conformance;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** The kit on a sink with the defect that the run names; not a test of its own, {@link PlantedDefectsTest} runs it. */
@ExtendWith(DefectiveSinks.OfTheRun.class)
class DefectiveSinks extends SinkConformance {
    static final String DEFECT = "sluice.defect";

    private final Defect defect;

    DefectiveSinks(Defect defect) {
        this.defect = defect;
    }

    @Override
    protected SinkUnderTest open() {
        return new MemorySink(defect);
    }

    static final class OfTheRun implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Defect.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return Defect.valueOf(context.getConfigurationParameter(DEFECT).orElseThrow());
        }
    }
}
