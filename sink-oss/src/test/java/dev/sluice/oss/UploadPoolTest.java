package dev.sluice.oss;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class UploadPoolTest {

    /** So many threads as {@code oss.max.connections} says, and the rest waits. */
    @Test
    void noMoreIsUnderWayThanThereAreConnections() throws InterruptedException {
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch bothRun = new CountDownLatch(2);
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(20);
        UploadPool pool = new UploadPool("c-0", 2);
        try {
            for (int i = 0; i < 20; i++) {
                pool.submit(() -> {
                    most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                    bothRun.countDown();
                    try {
                        gate.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    underWay.decrementAndGet();
                    done.countDown();
                });
            }
            assertThat(bothRun.await(10, TimeUnit.SECONDS)).isTrue();
            gate.countDown();
            assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        } finally {
            pool.close();
        }
        assertThat(most).hasValue(2);
    }
}
