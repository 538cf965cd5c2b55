package dev.sluice.core.metrics;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/** One counter for each constant. Any thread. */
final class EnumCounts<T extends Enum<T>> {
    /** Complete from the start, so that reading it needs no lock. */
    private final Map<T, AtomicLong> counts;

    EnumCounts(Class<T> type) {
        counts = new EnumMap<>(type);
        for (T constant : type.getEnumConstants()) {
            counts.put(constant, new AtomicLong());
        }
    }

    void add(T constant) {
        of(constant).incrementAndGet();
    }

    long get(T constant) {
        return of(constant).get();
    }

    long sum() {
        return counts.values().stream().mapToLong(AtomicLong::get).sum();
    }

    private AtomicLong of(T constant) {
        return Objects.requireNonNull(counts.get(constant), "complete");
    }
}
