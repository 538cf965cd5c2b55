package dev.sluice.testkit.conformance;

import org.junit.jupiter.api.Nested;

/**
 * The promises of the pipeline that are visible from outside, as tests. A sink built on the core passes them with a
 * subclass that only opens the sink; JUnit finds the cases by itself:
 *
 * <pre>{@code
 * class MySinkConformanceTest extends SinkConformance {
 *     @Override
 *     protected SinkUnderTest open() {
 *         return new MySinkUnderTest();
 *     }
 * }
 * }</pre>
 *
 * The task runs in a {@link dev.sluice.testkit.harness.SinkTaskHarness}, in the test's own process. No case is ever
 * skipped: how destinations differ is said by the methods of {@link SinkUnderTest}.
 */
public abstract class SinkConformance {
    /** For JUnit. */
    protected SinkConformance() {}

    /**
     * A new sink with an empty destination that runs; the kit closes it. Called once for each case, on the test thread.
     *
     * @return shares nothing with those before it
     */
    protected abstract SinkUnderTest open();

    /** All arrives, nothing is committed too early, and no outage loses anything. */
    @Nested
    final class Delivery extends DeliveryCases {
        @Override
        SinkUnderTest open() {
            return SinkConformance.this.open();
        }
    }

    /** Records with equal keys arrive in their order. */
    @Nested
    final class Order extends OrderCases {
        @Override
        SinkUnderTest open() {
            return SinkConformance.this.open();
        }
    }

    /** Partitions come and go, offsets go back. */
    @Nested
    final class Rebalance extends RebalanceCases {
        @Override
        SinkUnderTest open() {
            return SinkConformance.this.open();
        }
    }

    /** Records that can never be stored. */
    @Nested
    final class Tolerance extends ToleranceCases {
        @Override
        SinkUnderTest open() {
            return SinkConformance.this.open();
        }
    }

    /** Options and their errors. */
    @Nested
    final class Configuration extends ConfigurationCases {
        @Override
        SinkUnderTest open() {
            return SinkConformance.this.open();
        }
    }

    /** Memory, time, threads. */
    @Nested
    final class Resources extends ResourcesCases {
        @Override
        SinkUnderTest open() {
            return SinkConformance.this.open();
        }
    }
}
