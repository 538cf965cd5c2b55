package dev.sluice.testkit.conformance;

/** A sink that is right passes every case. */
class MemorySinkConformanceTest extends SinkConformance {
    @Override
    protected SinkUnderTest open() {
        return new MemorySink(Defect.NONE);
    }
}
