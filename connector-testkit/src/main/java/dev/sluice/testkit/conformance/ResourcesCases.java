package dev.sluice.testkit.conformance;

import static dev.sluice.testkit.conformance.Run.P0;
import static dev.sluice.testkit.conformance.Run.P1;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

abstract class ResourcesCases extends Cases {
    private static final Duration PUT_MAY_TAKE = Duration.ofSeconds(4);
    private static final Duration THREADS_END_WITHIN = Duration.ofSeconds(10);
    private static final int BUFFER_BYTES = 1 << 20;
    private static final String PADDING = "x".repeat(4096);

    @Test
    void putReturnsWhileTheDestinationStalls() throws InterruptedException, ExecutionException {
        run.start(P0);
        run.sink.stall();
        run.produce(P0, 50);
        CompletableFuture<Void> polls = CompletableFuture.runAsync(run::send);
        try {
            polls.get(PUT_MAY_TAKE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError(
                    "put did not return within " + PUT_MAY_TAKE + " of a stall\n" + Threads.describe(), e);
        } finally {
            run.sink.release();
            polls.join();
        }
        run.settle(P0);

        assertThat(run.stored()).containsAll(run.produced(P0));
    }

    @Test
    void aFullBufferPausesThePartitionsAndGoesOnLater() {
        run.harness.maxPollRecords(20);
        run.with("buffer.max.bytes", Integer.toString(BUFFER_BYTES)).start(P0, P1);
        run.sink.trouble(Trouble.THROTTLED, Integer.MAX_VALUE);
        int records = 4 * BUFFER_BYTES / PADDING.length();
        for (int i = 0; i < records; i++) {
            run.produce(i % 2 == 0 ? P0 : P1, "k" + i, PADDING);
        }
        for (int i = 0; i < records / 10; i++) {
            run.harness.poll();
        }
        long held = (run.harness.position(P0) + run.harness.position(P1)) * PADDING.length();
        assertThat(held).as("bytes taken of a buffer of %s", BUFFER_BYTES).isLessThan(2L * BUFFER_BYTES);
        assertThat(run.harness.paused()).containsExactlyInAnyOrder(P0, P1);
        run.sink.release();
        run.settle(P0, P1);

        assertThat(run.harness.paused()).isEmpty();
        assertThat(run.stored()).containsAll(run.produced(P0)).containsAll(run.produced(P1));
    }

    @Test
    void whatWaitsIsAskedForByTheTimeout() {
        run.start(P0);
        run.produce(P0);
        // A task may keep a partition paused until it knows where to begin; before that nothing waits.
        run.pollUntil("the record is taken", () -> run.harness.position(P0) > 0);
        assertThat(run.harness.timeout())
                .as("time within which the task wants to be called")
                .hasValueSatisfying(time -> assertThat(time).isLessThanOrEqualTo(run.sink.settlesWithin()));
        run.send();
        run.pollUntil("something is stored", () -> !run.sink.stored().isEmpty());
    }

    @Test
    void nothingOfAStoppedTaskStays() throws JMException, InterruptedException {
        // Once for what libraries keep in a process for good, such as a reaper of idle connections.
        startWriteAndStop();
        Set<Thread> before = threads();
        run = new Run(open());
        startWriteAndStop();

        for (Thread thread : added(before)) {
            thread.join(THREADS_END_WITHIN.toMillis());
        }
        assertThat(added(before)).as("threads that outlive the task").isEmpty();
    }

    private void startWriteAndStop() throws JMException {
        run.start(P0);
        run.produce(P0, 20);
        run.settle(P0);
        run.harness.stop();
        ObjectName beans = new ObjectName("dev.sluice:*,connector=" + ObjectName.quote(Run.CONNECTOR));
        assertThat(ManagementFactory.getPlatformMBeanServer().queryNames(beans, null))
                .as("beans that outlive the task")
                .isEmpty();
        run.close();
    }

    private static Set<Thread> threads() {
        return new HashSet<>(Thread.getAllStackTraces().keySet());
    }

    private static List<Thread> added(Set<Thread> before) {
        return threads().stream().filter(thread -> !before.contains(thread)).toList();
    }
}
