package dev.sluice.tablestore;

import dev.sluice.testkit.conformance.SinkConformance;
import dev.sluice.testkit.conformance.SinkUnderTest;

/** The promises that every sink keeps, by the Tablestore sink and a server that speaks the service's protocol. */
class TableStoreConformanceTest extends SinkConformance {
    @Override
    protected SinkUnderTest open() {
        return new TableStoreUnderTest(false);
    }
}
