package dev.sluice.oss;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The task's own threads, for the service's client blocks. Daemons, named, started when needed, gone on close. */
final class UploadPool implements AutoCloseable {
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final Duration LONGEST_END = Duration.ofSeconds(5);

    private final ExecutorService executor;
    private final List<Thread> started = Collections.synchronizedList(new ArrayList<>());

    /** @param name of the task */
    UploadPool(String name, int threads) {
        AtomicInteger number = new AtomicInteger();
        ThreadFactory factory = work -> {
            Thread thread = new Thread(work, "sluice-oss-" + name + "-upload-" + number.getAndIncrement());
            thread.setDaemon(true);
            started.removeIf(old -> old.getState() == Thread.State.TERMINATED);
            started.add(thread);
            return thread;
        };
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads, threads, IDLE.toMillis(), TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(), factory);
        pool.allowCoreThreadTimeOut(true);
        executor = pool;
    }

    /** Without threads of its own. */
    UploadPool(ExecutorService executor) {
        this.executor = executor;
    }

    /** @throws java.util.concurrent.RejectedExecutionException when it is closed */
    void submit(Runnable work) {
        executor.execute(work);
    }

    /** Drops what has not begun. What has must be made to fail first, by closing its connection. */
    @Override
    public void close() {
        executor.shutdownNow();
        long end = System.nanoTime() + LONGEST_END.toNanos();
        try {
            // The executor is terminated a moment before its last thread is gone.
            for (Thread thread : List.copyOf(started)) {
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                thread.join(Math.max(1, left));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
