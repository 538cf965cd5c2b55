package dev.sluice.testkit.conformance;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** The cases of one concern: each runs with a sink and a destination of its own. */
@Timeout(180)
abstract class Cases {
    Run run;

    abstract SinkUnderTest open();

    @BeforeEach
    void openSink() {
        run = new Run(open());
    }

    @AfterEach
    void closeSink() {
        run.close();
    }
}
