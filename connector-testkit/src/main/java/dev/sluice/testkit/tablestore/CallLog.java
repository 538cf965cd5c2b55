package dev.sluice.testkit.tablestore;

import java.util.ArrayDeque;
import java.util.List;

/** The newest calls, oldest first; bounded, so that a long benchmark does not fill the heap. */
final class CallLog {
    private static final int CAPACITY = 10_000;

    private final ArrayDeque<TableStoreCall> calls = new ArrayDeque<>();

    synchronized void add(TableStoreCall call) {
        if (calls.size() == CAPACITY) {
            calls.removeFirst();
        }
        calls.addLast(call);
    }

    synchronized List<TableStoreCall> list() {
        return List.copyOf(calls);
    }

    synchronized void clear() {
        calls.clear();
    }
}
