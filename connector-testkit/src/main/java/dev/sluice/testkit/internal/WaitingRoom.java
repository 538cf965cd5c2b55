package dev.sluice.testkit.internal;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Where the threads of calls wait that are held back. Waiting is in real time on purpose: the client at the other end
 * waits in real time. Thread-safe.
 */
public final class WaitingRoom {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean open = true;
    private long releases;
    private long stops;
    private int waiting;

    /** When a call came in: what is released after that releases it, also when it begins to wait only later. */
    public record Ticket(long releases, long stops) {}

    public Ticket ticket() {
        lock.lock();
        try {
            return new Ticket(releases, stops);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for this time, or until the next {@link #release()}.
     *
     * @param atMost null for no end
     * @throws IOException when the room was closed since the ticket was given
     */
    public void hold(Ticket ticket, @Nullable Duration atMost) throws IOException {
        lock.lock();
        waiting++;
        try {
            long left = atMost == null ? Long.MAX_VALUE : TimeUnit.NANOSECONDS.convert(atMost);
            while (left > 0 && open && stops == ticket.stops && releases == ticket.releases) {
                if (atMost == null) {
                    changed.await();
                } else {
                    left = changed.awaitNanos(left);
                }
            }
            if (!open || stops != ticket.stops) {
                throw new IOException("the emulator stops");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the emulator stops");
        } finally {
            waiting--;
            lock.unlock();
        }
    }

    /** How many calls are being held back. */
    public int waiting() {
        lock.lock();
        try {
            return waiting;
        } finally {
            lock.unlock();
        }
    }

    /** Lets all go that are waiting. */
    public void release() {
        lock.lock();
        try {
            releases++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Gives up all that are waiting or come later. */
    public void close() {
        lock.lock();
        try {
            open = false;
            stops++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    public void open() {
        lock.lock();
        try {
            open = true;
        } finally {
            lock.unlock();
        }
    }
}
