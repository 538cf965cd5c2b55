package dev.sluice.oss;

import dev.sluice.testkit.conformance.SinkConformance;
import dev.sluice.testkit.conformance.SinkUnderTest;
import org.junit.jupiter.api.Nested;

/** The same promises with each record stored once, and trouble in each of the requests that it takes. */
class OssExactlyOnceConformanceTest {
    @Nested
    class TroubleWithParts extends SinkConformance {
        @Override
        protected SinkUnderTest open() {
            return OssUnderTest.exactlyOnce("UploadPart");
        }
    }

    @Nested
    class TroubleWithTheLog extends SinkConformance {
        @Override
        protected SinkUnderTest open() {
            return OssUnderTest.exactlyOnce("AppendObject");
        }
    }

    @Nested
    class TroubleWithPublishing extends SinkConformance {
        @Override
        protected SinkUnderTest open() {
            return OssUnderTest.exactlyOnce("CompleteMultipartUpload");
        }
    }
}
