package dev.sluice.oss;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The task's own threads, for the service's client blocks. Daemons, named, started when needed, gone on close. */
final class UploadPool implements AutoCloseable {
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final Duration LONGEST_END = Duration.ofSeconds(5);

    private final ThreadPoolExecutor executor;

    /** @param name of the task */
    UploadPool(String name, int threads) {
        AtomicInteger number = new AtomicInteger();
        ThreadFactory factory = work -> {
            Thread thread = new Thread(work, "sluice-oss-" + name + "-upload-" + number.getAndIncrement());
            thread.setDaemon(true);
            return thread;
        };
        executor = new ThreadPoolExecutor(
                threads, threads, IDLE.toMillis(), TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(), factory);
        executor.allowCoreThreadTimeOut(true);
    }

    /** @throws java.util.concurrent.RejectedExecutionException when it is closed */
    void submit(Runnable work) {
        executor.execute(work);
    }

    /** Drops what has not begun. What has must be made to fail first, by closing its connection. */
    @Override
    public void close() {
        executor.shutdownNow();
        try {
            executor.awaitTermination(LONGEST_END.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
