package dev.sluice.core.flow;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Mail from client threads to the task thread: the only way anything but the task thread reaches the pipeline. */
final class CompletionQueue<T> {
    private final BlockingQueue<T> mail = new LinkedBlockingQueue<>();

    /** Any thread. */
    void post(T letter) {
        mail.add(letter);
    }

    /** Task thread; null when there is nothing. */
    @Nullable
    T poll() {
        return mail.poll();
    }

    /**
     * Task thread; waits for a letter.
     *
     * @return null when none came in time, or the thread was interrupted (its flag stays set)
     */
    @Nullable
    T await(Duration atMost) {
        try {
            return mail.poll(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
