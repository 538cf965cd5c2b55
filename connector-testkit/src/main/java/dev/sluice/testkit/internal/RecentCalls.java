package dev.sluice.testkit.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The newest calls that a server had; bounded, so that a long run does not fill the heap. Thread-safe. */
public final class RecentCalls<C> {
    private static final int CAPACITY = 10_000;

    /** More than the longest name that a service knows, which is an object's key. */
    private static final int LONGEST_NAME = 1_100;

    private final Deque<C> calls = new ArrayDeque<>();

    /** What a client sent as a name, cut where it is longer than any: thousands are kept, and a request's line may be long. */
    public static String brief(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME);
    }

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
