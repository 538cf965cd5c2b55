package dev.sluice.core.retry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * What waits for its next attempt, by due time; first in, first out among equals. Task thread only. A call costs
 * the logarithm of what waits.
 *
 * @param <T> what is sent again
 */
public final class RetryQueue<T> {
    private final PriorityQueue<Waiting<T>> queue =
            new PriorityQueue<>(Comparator.comparing((Waiting<T> w) -> w.due).thenComparingLong(w -> w.sequence));
    private long sequence;

    /** A queue in which nothing waits. */
    public RetryQueue() {}

    /**
     * Lets the item wait until its time.
     *
     * @param item may be in the queue more than once
     * @param due the task's time; may be over already
     */
    public void add(T item, Instant due) {
        queue.add(new Waiting<>(item, due, sequence++));
    }

    /**
     * Takes the next item that is due by now.
     *
     * @param now the task's time
     * @return the one that has been due for longest; null when none is
     */
    public @Nullable T poll(Instant now) {
        Waiting<T> first = queue.peek();
        if (first == null || first.due.isAfter(now)) {
            return null;
        }
        queue.remove();
        return first.item;
    }

    /** {@return when the next item is due, also in the past; null when none waits} */
    public @Nullable Instant nextDue() {
        Waiting<T> first = queue.peek();
        return first == null ? null : first.due;
    }

    /**
     * What waits, in no particular order.
     *
     * @return a snapshot
     */
    public Collection<T> waiting() {
        List<T> items = new ArrayList<>(queue.size());
        queue.forEach(w -> items.add(w.item));
        return items;
    }

    /** {@return whether nothing waits, due or not} */
    public boolean isEmpty() {
        return queue.isEmpty();
    }

    /** Forgets what waits, without telling anybody. */
    public void clear() {
        queue.clear();
    }

    private static final class Waiting<T> {
        final T item;
        final Instant due;
        final long sequence;

        Waiting(T item, Instant due, long sequence) {
            this.item = item;
            this.due = due;
            this.sequence = sequence;
        }
    }
}
