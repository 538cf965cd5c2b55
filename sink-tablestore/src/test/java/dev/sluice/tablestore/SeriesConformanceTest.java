package dev.sluice.tablestore;

import dev.sluice.testkit.conformance.SinkConformance;
import dev.sluice.testkit.conformance.SinkUnderTest;

/** The same promises in the time series model. */
class SeriesConformanceTest extends SinkConformance {
    @Override
    protected SinkUnderTest open() {
        return new SeriesUnderTest();
    }
}
