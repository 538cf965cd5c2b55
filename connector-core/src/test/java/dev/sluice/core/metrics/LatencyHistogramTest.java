package dev.sluice.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.flow.ManualClock;
import java.time.Duration;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class LatencyHistogramTest {
    private final ManualClock clock = new ManualClock();
    private final LatencyHistogram histogram = new LatencyHistogram(clock);

    @Test
    void aPercentileIsRightToSixPercent() {
        for (int millis = 1; millis <= 1000; millis++) {
            histogram.record(Duration.ofMillis(millis));
        }
        assertThat(histogram.percentileMillis(0.5)).isCloseTo(500, Percentage.withPercentage(6.5));
        assertThat(histogram.percentileMillis(0.95)).isCloseTo(950, Percentage.withPercentage(6.5));
        assertThat(histogram.percentileMillis(0.99)).isCloseTo(990, Percentage.withPercentage(6.5));
        assertThat(histogram.percentileMillis(1)).isEqualTo(1000);
        assertThat(histogram.maxMillis()).isEqualTo(1000);
    }

    @Test
    void everyValueIsWithinItsBucketAndBucketsAreNarrow() {
        for (long micros = 0; micros < 1L << 32; micros = micros * 5 / 4 + 1) {
            int bucket = LatencyHistogram.bucketOf(micros);
            long upper = LatencyHistogram.upperMicros(bucket);
            assertThat(upper).isGreaterThanOrEqualTo(micros);
            assertThat(upper - micros).isLessThanOrEqualTo(micros / 16);
            assertThat(LatencyHistogram.bucketOf(upper)).isEqualTo(bucket);
            assertThat(LatencyHistogram.bucketOf(upper + 1)).isEqualTo(bucket + 1);
        }
    }

    @Test
    void withoutARequestThereIsNoNumber() {
        assertThat(histogram.percentileMillis(0.5)).isNaN();
        assertThat(histogram.maxMillis()).isNaN();
    }

    @Test
    void whatIsOlderThanTwoMinutesIsForgotten() {
        histogram.record(Duration.ofSeconds(9));
        clock.advance(Duration.ofSeconds(61));
        histogram.record(Duration.ofMillis(5));
        assertThat(histogram.maxMillis()).isEqualTo(9000);
        clock.advance(Duration.ofSeconds(61));
        assertThat(histogram.maxMillis()).isEqualTo(5);
        clock.advance(Duration.ofMinutes(10));
        assertThat(histogram.maxMillis()).isNaN();
    }

    @Test
    void absurdTimesDoNoHarm() {
        histogram.record(Duration.ofSeconds(-3));
        assertThat(histogram.maxMillis()).isZero();
        histogram.record(Duration.ofSeconds(Long.MAX_VALUE));
        assertThat(histogram.maxMillis()).isGreaterThan(3_600_000.0);
    }
}
