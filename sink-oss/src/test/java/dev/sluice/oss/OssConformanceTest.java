package dev.sluice.oss;

import dev.sluice.testkit.conformance.SinkConformance;
import dev.sluice.testkit.conformance.SinkUnderTest;

/** The promises that every sink keeps, by the OSS sink and a server that speaks the service's protocol. */
class OssConformanceTest extends SinkConformance {
    @Override
    protected SinkUnderTest open() {
        return new OssUnderTest();
    }
}
