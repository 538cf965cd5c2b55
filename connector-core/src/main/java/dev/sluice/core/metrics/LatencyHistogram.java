package dev.sluice.core.metrics;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * How long requests took in the last one to two minutes, in buckets that are at most 1/16 wider than their lower bound, so
 * a percentile is right to about 6 %. Needs about 10 KB, whatever it records. Any thread.
 */
public final class LatencyHistogram {
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int SUB_BITS = 4;
    private static final int SUB_BUCKETS = 1 << SUB_BITS;
    /** Microseconds of a bit more than an hour; what takes longer counts as this. */
    private static final long MAX_MICROS = (1L << 32) - 1;

    private static final int BUCKETS = bucketOf(MAX_MICROS) + 1;

    private final InstantSource clock;
    private Window current;
    private Window previous = new Window(Instant.MIN);

    private static final class Window {
        final Instant start;
        final int[] counts = new int[BUCKETS];
        long total;
        long maxMicros;

        Window(Instant start) {
            this.start = start;
        }
    }

    /**
     * An empty histogram.
     *
     * @param clock says when a request is too old to count
     */
    public LatencyHistogram(InstantSource clock) {
        this.clock = clock;
        this.current = new Window(clock.instant());
    }

    /**
     * Counts one request; a time below zero, from a clock that was set back, counts as zero.
     *
     * @param time from sending to the answer; to the microsecond, and what is longer than 71 minutes counts as that
     */
    public synchronized void record(Duration time) {
        turn();
        long micros = Math.max(0, Math.min(MAX_MICROS, toMicros(time)));
        current.counts[bucketOf(micros)]++;
        current.total++;
        current.maxMicros = Math.max(current.maxMicros, micros);
    }

    /**
     * The time that this share of the requests stayed within, in milliseconds.
     *
     * @param share above 0 and at most 1
     * @return not a number when there was no request lately
     */
    public synchronized double percentileMillis(double share) {
        turn();
        long total = current.total + previous.total;
        long rank = (long) Math.ceil(total * share);
        long seen = 0;
        for (int bucket = 0; bucket < BUCKETS && total > 0; bucket++) {
            seen += (long) current.counts[bucket] + previous.counts[bucket];
            if (seen >= rank) {
                return Math.min(upperMicros(bucket), maxMicros()) / 1000.0;
            }
        }
        return Double.NaN;
    }

    /** {@return the longest time, in milliseconds; not a number when there was no request lately} */
    public synchronized double maxMillis() {
        turn();
        return current.total + previous.total == 0 ? Double.NaN : maxMicros() / 1000.0;
    }

    private long maxMicros() {
        return Math.max(current.maxMicros, previous.maxMicros);
    }

    private static long toMicros(Duration time) {
        return time.toSeconds() > MAX_MICROS / 1_000_000 ? MAX_MICROS : time.toNanos() / 1000;
    }

    /** Forgets what is too old. */
    private void turn() {
        Instant now = clock.instant();
        Duration age = Duration.between(current.start, now);
        if (age.compareTo(WINDOW) >= 0) {
            previous = age.compareTo(WINDOW.multipliedBy(2)) < 0 ? current : new Window(Instant.MIN);
            current = new Window(now);
        }
    }

    /** Exact below 16; above it, the highest bit and the four bits after it. */
    static int bucketOf(long micros) {
        if (micros < SUB_BUCKETS) {
            return (int) micros;
        }
        int shift = 63 - Long.numberOfLeadingZeros(micros) - SUB_BITS;
        return (shift + 1) * SUB_BUCKETS + (int) (micros >>> shift) - SUB_BUCKETS;
    }

    /** The largest value in the bucket. */
    static long upperMicros(int bucket) {
        if (bucket < SUB_BUCKETS) {
            return bucket;
        }
        int shift = bucket / SUB_BUCKETS - 1;
        return ((long) (bucket % SUB_BUCKETS + SUB_BUCKETS + 1) << shift) - 1;
    }
}
