package dev.sluice.tablestore;

import dev.sluice.testkit.conformance.SinkConformance;
import dev.sluice.testkit.conformance.SinkUnderTest;

/** The same promises where each row is written on the condition that it is not older. */
class FencedConformanceTest extends SinkConformance {
    @Override
    protected SinkUnderTest open() {
        return new TableStoreUnderTest(true);
    }
}
