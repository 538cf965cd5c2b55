package dev.sluice.core.flow;

import dev.sluice.core.batch.Batch;
import dev.sluice.core.batch.Entry;
import dev.sluice.core.offset.OffsetTracker;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the order of entries with equal ordering keys: while one is in a batch that is closed, in flight or waiting for
 * a retry, the later ones are parked, in order, and nothing else is. Task thread only.
 *
 * <p>A key has a lane from the moment an entry joins a batch until the last one with that key is settled.
 */
final class OrderingGuard<E, B extends Batch<E>> {

    /** An entry that waits, and what keeps its offset unsafe meanwhile. */
    record Parked<E>(Entry<E> entry, OffsetTracker.Hold hold) {}

    private static final class Lane<E, B> {
        @Nullable
        B batch;

        int unsettled;
        /** Null until an entry waits: for most keys none ever does. */
        @Nullable
        Deque<Parked<E>> parked;

        boolean hasParked() {
            return parked != null && !parked.isEmpty();
        }

        Deque<Parked<E>> parked() {
            if (parked == null) {
                parked = new ArrayDeque<>(2);
            }
            return parked;
        }
    }

    private final Map<Object, Lane<E, B>> lanes = new HashMap<>();
    /** Open batches that some parked entry waits for. */
    private final Set<B> awaited = new LinkedHashSet<>();
    /** Keys with parked entries whose lane became free. */
    private final Deque<Object> released = new ArrayDeque<>();

    private int parkedEntries;

    /** Whether the entry must not join a batch now. */
    boolean mustWait(Entry<E> entry) {
        Lane<E, B> lane = lane(entry);
        return lane != null && (lane.hasParked() || isBusy(lane, entry));
    }

    /** Whether an entry with this one's key is under way; unlike {@link #mustWait}, parked ones do not count. */
    boolean isBusy(Entry<E> entry) {
        Lane<E, B> lane = lane(entry);
        return lane != null && isBusy(lane, entry);
    }

    private boolean isBusy(Lane<E, B> lane, Entry<E> entry) {
        if (lane.unsettled == 0) {
            return false;
        }
        B batch = lane.batch;
        return batch == null
                || !batch.isOpen()
                || !batch.mayRepeatKeys()
                || !batch.key().equals(entry.batchKey());
    }

    private @Nullable Lane<E, B> lane(Entry<E> entry) {
        return entry.orderingKey() == null ? null : lanes.get(entry.orderingKey());
    }

    /** Puts the entry behind those that wait for its key already. */
    void park(Parked<E> parked) {
        Lane<E, B> lane = laneToWaitIn(parked);
        lane.parked().addLast(parked);
    }

    /** Puts a released entry back where it was: before those that wait for its key. */
    void parkAgain(Parked<E> parked) {
        Lane<E, B> lane = laneToWaitIn(parked);
        lane.parked().addFirst(parked);
    }

    private Lane<E, B> laneToWaitIn(Parked<E> parked) {
        Object key = parked.entry().orderingKey();
        if (key == null) {
            throw new IllegalArgumentException("an entry without ordering key never waits");
        }
        Lane<E, B> lane = lanes.computeIfAbsent(key, k -> new Lane<>());
        parkedEntries++;
        if (lane.batch != null && lane.batch.isOpen()) {
            awaited.add(lane.batch);
        }
        return lane;
    }

    /** The entry is in this batch now. */
    void joined(Entry<E> entry, B batch) {
        Object key = entry.orderingKey();
        if (key != null) {
            Lane<E, B> lane = lanes.computeIfAbsent(key, k -> new Lane<>());
            lane.batch = batch;
            lane.unsettled++;
            if (lane.hasParked()) {
                awaited.add(batch);
            }
        }
    }

    /** The entry will not be sent any more: it is written, reported or given up. */
    void settled(Entry<E> entry) {
        Object key = entry.orderingKey();
        if (key == null) {
            return;
        }
        lanes.compute(key, this::oneLess);
    }

    /** The lane with one entry less; null when nothing is left of it. */
    private @Nullable Lane<E, B> oneLess(Object key, @Nullable Lane<E, B> lane) {
        if (lane == null || lane.unsettled == 0) {
            throw new IllegalStateException("an entry was settled twice");
        }
        if (--lane.unsettled > 0) {
            return lane;
        }
        lane.batch = null;
        if (lane.hasParked()) {
            released.add(key);
            return lane;
        }
        return null;
    }

    /** Takes the next parked entry that may join a batch now; null when there is none. */
    @Nullable
    Parked<E> pollReleased() {
        while (!released.isEmpty()) {
            Object key = released.peek();
            Lane<E, B> lane = lanes.get(key);
            Parked<E> first = lane == null ? null : lane.parked().peek();
            if (lane == null || first == null || isBusy(lane, first.entry())) {
                released.remove();
                continue;
            }
            lane.parked().remove();
            parkedEntries--;
            if (!lane.hasParked() && lane.unsettled == 0) {
                lanes.remove(key);
            }
            return first;
        }
        return null;
    }

    /** Takes the open batches that parked entries wait for. */
    List<B> takeAwaited() {
        if (awaited.isEmpty()) {
            return List.of();
        }
        List<B> taken = List.copyOf(awaited);
        awaited.clear();
        return taken;
    }

    /** Takes out the parked entries that match. */
    List<Parked<E>> removeParked(Predicate<Entry<E>> which) {
        List<Parked<E>> removed = new ArrayList<>();
        lanes.values().removeIf(lane -> {
            if (lane.hasParked()) {
                lane.parked().removeIf(parked -> which.test(parked.entry()) && removed.add(parked));
            }
            return !lane.hasParked() && lane.unsettled == 0;
        });
        parkedEntries -= removed.size();
        return removed;
    }

    int parkedEntries() {
        return parkedEntries;
    }

    void clear() {
        lanes.clear();
        awaited.clear();
        released.clear();
        parkedEntries = 0;
    }
}
