package com.example.http;

import dev.sluice.testkit.conformance.SinkConformance;
import dev.sluice.testkit.conformance.SinkUnderTest;

/** The sink keeps all promises of the pipeline. */
class HttpSinkConformanceTest extends SinkConformance {
    @Override
    protected SinkUnderTest open() {
        return new HttpSinkUnderTest();
    }
}
