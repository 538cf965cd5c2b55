package dev.sluice.core.metrics;

import dev.sluice.core.offset.OffsetTracker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * How far each partition is, and how long the oldest record that is not safe has been waiting. The task thread notes it
 * about once a second, so the cost does not grow with records; any thread reads it.
 *
 * <p>For each partition it remembers up to which offset records had come in by the end of each second. When there are too
 * many such spans, neighbours are joined, so an age may be told a few percent too high and never too low.
 */
public final class OffsetProgress {
    private static final Duration NOTE_EVERY = Duration.ofSeconds(1);
    private static final int MAX_SPANS = 64;

    /**
     * A partition as it was noted last.
     *
     * @param safe the offset that may be committed
     * @param next the first offset that was not accepted yet
     * @param waitingSince when the record at {@code safe} was accepted, or null when all are safe
     */
    record Position(long safe, long next, @Nullable Instant waitingSince) {}

    /** Records below {@code end} that were accepted at {@code start} or a little later. */
    private record Span(Instant start, long end) {}

    private final Map<TopicPartition, Position> positions = new ConcurrentHashMap<>();
    private final Map<TopicPartition, Deque<Span>> spans = new HashMap<>();
    private @Nullable Instant spanStart;
    private @Nullable Instant noted;

    /** Nothing is noted yet. */
    public OffsetProgress() {}

    /**
     * Records are about to be accepted. Task thread.
     *
     * @param now the task's time
     */
    public void accepting(Instant now) {
        if (spanStart == null) {
            spanStart = now;
        }
    }

    /**
     * Notes where the partitions are, unless that was done within the last second. Task thread.
     *
     * @param tracker asked only when a second is over
     * @param now the task's time
     */
    public void noteSometimes(OffsetTracker tracker, Instant now) {
        if (noted == null || Duration.between(noted, now).compareTo(NOTE_EVERY) >= 0) {
            note(tracker, now);
        }
    }

    /**
     * Notes where the partitions are. Task thread.
     *
     * @param tracker has the offsets
     * @param now the task's time
     */
    public void note(OffsetTracker tracker, Instant now) {
        noted = now;
        Instant start = spanStart == null ? now : spanStart;
        spanStart = null;
        tracker.visit((partition, safe, next) -> positions.put(
                partition,
                new Position(
                        safe,
                        next,
                        waitingSince(spans.computeIfAbsent(partition, p -> new ArrayDeque<>()), safe, next, start))));
    }

    /**
     * Forgets partitions that are given up. Task thread.
     *
     * @param partitions by origin
     */
    public void forget(Iterable<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            positions.remove(partition);
            spans.remove(partition);
        }
    }

    private static @Nullable Instant waitingSince(Deque<Span> spans, long safe, long next, Instant start) {
        if (!spans.isEmpty() && spans.getLast().end() > next) {
            spans.clear();
        }
        if (spans.isEmpty() || spans.getLast().end() < next) {
            spans.addLast(new Span(start, next));
        }
        while (!spans.isEmpty() && spans.getFirst().end() <= safe) {
            spans.removeFirst();
        }
        if (spans.size() > MAX_SPANS) {
            thinOut(spans);
        }
        return spans.isEmpty() ? null : spans.getFirst().start();
    }

    /** Joins neighbours that together are not longer than 1/16 of the whole time; at most some 33 are left. */
    private static void thinOut(Deque<Span> spans) {
        List<Span> all = List.copyOf(spans);
        Instant last = spans.getLast().start();
        Duration width = Duration.between(spans.getFirst().start(), last).dividedBy(MAX_SPANS / 4);
        spans.clear();
        for (int i = 0; i < all.size(); i++) {
            Span before = spans.peekLast();
            Instant until = i + 1 < all.size() ? all.get(i + 1).start() : Instant.MAX;
            if (before != null && !until.isAfter(before.start().plus(width))) {
                spans.removeLast();
                spans.addLast(new Span(before.start(), all.get(i).end()));
            } else {
                spans.addLast(all.get(i));
            }
        }
    }

    /** The partition as it was noted last; null when nothing is known of it. Any thread. */
    @Nullable
    Position position(TopicPartition partition) {
        return positions.get(partition);
    }

    /** Since when the oldest record of any partition has been waiting; null when none does. Any thread. */
    @Nullable
    Instant waitingSince() {
        Instant oldest = null;
        for (Position position : positions.values()) {
            Instant since = position.waitingSince();
            if (since != null && (oldest == null || since.isBefore(oldest))) {
                oldest = since;
            }
        }
        return oldest;
    }

    /** The partitions that are known. Any thread. */
    Set<TopicPartition> partitions() {
        return Set.copyOf(positions.keySet());
    }
}
