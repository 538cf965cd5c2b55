package dev.sluice.testkit.oss;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The newest calls; older ones are forgotten. */
final class CallLog {
    private static final int CAPACITY = 10_000;

    private final Deque<OssEmulator.Call> calls = new ArrayDeque<>();

    synchronized void add(OssEmulator.Call call) {
        if (calls.size() == CAPACITY) {
            calls.removeFirst();
        }
        calls.addLast(call);
    }

    synchronized List<OssEmulator.Call> all() {
        return List.copyOf(calls);
    }

    synchronized void clear() {
        calls.clear();
    }
}
