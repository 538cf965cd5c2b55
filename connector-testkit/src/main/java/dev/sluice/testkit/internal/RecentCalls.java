package dev.sluice.testkit.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The newest calls that a server had; bounded, so that a long run does not fill the heap. Thread-safe. */
public final class RecentCalls<C> {
    private static final int CAPACITY = 10_000;

    private final Deque<C> calls = new ArrayDeque<>();

    public synchronized void add(C call) {
        if (calls.size() == CAPACITY) {
            calls.removeFirst();
        }
        calls.addLast(call);
    }

    /** Oldest first; a snapshot. */
    public synchronized List<C> all() {
        return List.copyOf(calls);
    }

    public synchronized void clear() {
        calls.clear();
    }
}
