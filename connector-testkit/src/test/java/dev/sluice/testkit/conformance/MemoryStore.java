package dev.sluice.testkit.conformance;

import dev.sluice.core.mapping.RecordOrigin;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A destination in memory: keeps each record once, by its origin, and fails as it is told to. Thread-safe. */
final class MemoryStore {

    /** One record on its way. The store knows it by its origin. */
    record Item(RecordOrigin origin, Stored stored) {

        /** The same record under an id that the store does not know, so it is stored once more. */
        Item underANewId() {
            return new Item(new RecordOrigin(origin.partition(), -1 - origin.offset()), stored);
        }
    }

    /** What a call is answered with: a code of its own for each thing that can go wrong. */
    enum Answer {
        OK,
        BUSY,
        SLOW_DOWN,
        DENIED,
        SURPRISE,
        REFUSED,
        UNREACHABLE,
        CONNECTION_LOST
    }

    interface Client {
        /** Any thread. */
        void answered(Answer answer);

        /** The call waits for a destination that does not answer. */
        default void stalled() {}
    }

    private record Planned(Trouble trouble, int calls) {}

    private final Map<RecordOrigin, Stored> records = new LinkedHashMap<>();
    private final Deque<Planned> troubles = new ArrayDeque<>();
    private final List<Runnable> waiting = new ArrayList<>();
    private boolean stalled;
    private boolean stopped;

    /** Stores all the items or none; a record whose value begins with "bad:" is refused, and all others with it. */
    void write(List<Item> items, Client client) {
        synchronized (this) {
            if (stalled) {
                waiting.add(() -> client.answered(apply(items)));
                client.stalled();
                return;
            }
        }
        client.answered(apply(items));
    }

    private synchronized Answer apply(List<Item> items) {
        if (stopped) {
            return Answer.UNREACHABLE;
        }
        Trouble trouble = nextTrouble();
        if (trouble == Trouble.TRANSIENT) {
            return Answer.BUSY;
        } else if (trouble == Trouble.THROTTLED) {
            return Answer.SLOW_DOWN;
        } else if (trouble == Trouble.FATAL) {
            return Answer.DENIED;
        } else if (trouble == Trouble.UNKNOWN) {
            return Answer.SURPRISE;
        }
        if (items.stream().anyMatch(item -> MemorySink.isBad(item.stored()))) {
            return Answer.REFUSED;
        }
        put(items);
        return trouble == Trouble.ANSWER_LOST ? Answer.CONNECTION_LOST : Answer.OK;
    }

    private @Nullable Trouble nextTrouble() {
        Planned next = troubles.poll();
        if (next == null) {
            return null;
        }
        if (next.calls > 1) {
            troubles.addFirst(new Planned(next.trouble, next.calls - 1));
        }
        return next.trouble;
    }

    synchronized void put(List<Item> items) {
        items.forEach(item -> records.put(item.origin(), item.stored()));
    }

    synchronized List<Stored> stored() {
        return List.copyOf(records.values());
    }

    synchronized void trouble(Trouble trouble, int calls) {
        troubles.add(new Planned(trouble, calls));
    }

    synchronized void stall() {
        stalled = true;
    }

    void release() {
        List<Runnable> released;
        synchronized (this) {
            stalled = false;
            troubles.clear();
            released = List.copyOf(waiting);
            waiting.clear();
        }
        released.forEach(Runnable::run);
    }

    synchronized void stop(boolean on) {
        stopped = on;
    }
}
