package dev.sluice.core.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.batch.BatchTrigger;
import dev.sluice.core.failure.FailureKind;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the pipeline tells about itself. */
class PipelineMetricsTest {
    private final PipelineBench.Settings settings = new PipelineBench.Settings();

    @Test
    void aRequestIsTimedFromSendingToAnswer() {
        PipelineBench bench = new PipelineBench();
        bench.put(0, PipelineBench.values("a", 10));
        assertThat(bench.counters.inFlight()).isEqualTo(1);
        bench.clock.advance(Duration.ofMillis(30));
        bench.writer.storeAll();
        bench.poll();
        assertThat(bench.counters.inFlight()).isZero();
        assertThat(bench.counters.requests()).isEqualTo(1);
        assertThat(bench.counters.requestMillis()).isEqualTo(30);
        assertThat(bench.counters.latency().maxMillis()).isEqualTo(30);
        assertThat(bench.counters.bytes()).isEqualTo(10 * settings.entryBytes);
    }

    @Test
    void aBatchCountsUnderItsTrigger() {
        PipelineBench bench = new PipelineBench();
        bench.put(0, PipelineBench.values("a", 10));
        bench.put(10, "b/1");
        bench.pass(settings.linger);
        assertThat(bench.counters.batches(BatchTrigger.RECORDS)).isEqualTo(1);
        assertThat(bench.counters.batches(BatchTrigger.LINGER)).isEqualTo(1);
        assertThat(bench.counters.batches()).isEqualTo(2);
    }

    @Test
    void retriesCountUnderTheirKindAndThrottlingNarrowsTheWindow() {
        PipelineBench bench = new PipelineBench();
        bench.put(0, PipelineBench.values("a", 10));
        assertThat(bench.counters.window()).isEqualTo(settings.maxInFlight);
        bench.writer.refuse(bench.writer.next(), PipelineBench.THROTTLED);
        bench.poll();
        assertThat(bench.counters.window()).isEqualTo(settings.maxInFlight / 2);
        bench.pass(Duration.ofSeconds(1));
        bench.writer.refuse(bench.writer.next(), PipelineBench.TRANSIENT);
        bench.poll();
        assertThat(bench.counters.retries(FailureKind.THROTTLED)).isEqualTo(1);
        assertThat(bench.counters.retries(FailureKind.TRANSIENT)).isEqualTo(1);
        assertThat(bench.counters.retries()).isEqualTo(2);
    }

    @Test
    void thePausedTimeGrowsWhileTheTaskIsPaused() {
        settings.budgetBytes = 2000;
        PipelineBench bench = new PipelineBench(settings);
        bench.put(0, PipelineBench.values("a", 10));
        assertThat(bench.counters.paused()).isTrue();
        bench.clock.advance(Duration.ofSeconds(3));
        assertThat(bench.counters.pausedMillis()).isEqualTo(3000);
        bench.writer.storeAll();
        bench.poll();
        assertThat(bench.counters.paused()).isFalse();
        bench.clock.advance(Duration.ofSeconds(3));
        assertThat(bench.counters.pausedMillis()).isEqualTo(3000);
    }

    @Test
    void theOldestUnwrittenRecordHasAnAge() {
        PipelineBench bench = new PipelineBench();
        bench.put(0, PipelineBench.values("a", 10));
        bench.pass(Duration.ofSeconds(5));
        bench.put(10, PipelineBench.values("b", 10));
        assertThat(bench.counters.oldestUnwrittenMillis()).isEqualTo(5000);
        bench.writer.storeAll();
        bench.pass(Duration.ofSeconds(1));
        assertThat(bench.counters.oldestUnwrittenMillis()).isZero();
    }
}
