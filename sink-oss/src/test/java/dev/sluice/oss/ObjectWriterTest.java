package dev.sluice.oss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.batch.BatchTrigger;
import dev.sluice.core.flow.MemoryBudget;
import dev.sluice.core.write.WriteCompletion;
import dev.sluice.core.write.WriteResult;
import dev.sluice.oss.format.FormatOptions.JsonLayout;
import dev.sluice.oss.format.JsonArrayFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ObjectWriterTest {
    private final MemoryBudget budget = new MemoryBudget(1 << 20);
    private final FakeStore store = new FakeStore();
    private final ObjectWriter writer = new ObjectWriter(store, new UploadPool("c-0", 2));

    @AfterEach
    void close() {
        writer.close();
        assertThat(uploadThreads()).isEmpty();
    }

    @Test
    void aWriteIsAnsweredFromADaemonThreadOfTheTaskAndGivesTheMemoryBack() throws Exception {
        ObjectBatch object = object(0);
        assertThat(budget.used()).isPositive().isEqualTo(object.heldBytes());

        assertThat(write(object).get(10, TimeUnit.SECONDS)).isEqualTo(WriteResult.WRITTEN);

        assertThat(store.stored).containsExactly(object.objectKey());
        assertThat(store.threads).allSatisfy(thread -> {
            assertThat(thread.getName()).startsWith("sluice-oss-c-0-upload-");
            assertThat(thread.isDaemon()).isTrue();
        });
        assertThat(budget.used()).isZero();
        assertThat(object.heldBytes()).isZero();
    }

    @Test
    void aFailedWriteKeepsTheContentForTheNextAttempt() throws Exception {
        ObjectBatch object = object(0);
        RuntimeException error = new IllegalArgumentException("once");
        store.failure = error;

        assertThatThrownBy(() -> write(object).get(10, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCause(error);
        assertThat(budget.used()).isPositive();
        store.failure = null;

        assertThat(write(object).get(10, TimeUnit.SECONDS)).isEqualTo(WriteResult.WRITTEN);
        assertThat(store.contents).hasSize(2);
        assertThat(store.contents.get(0)).isEqualTo(store.contents.get(1));
        assertThat(budget.used()).isZero();
    }

    @Test
    void anErrorOfTheMachineIsAnAnswerToo() {
        store.failure = new NoClassDefFoundError("x");

        assertThatThrownBy(() -> write(object(0)).get(10, TimeUnit.SECONDS)).hasCause(store.failure);
    }

    @Test
    void writingWhatIsStoredAlreadySendsNothing() throws Exception {
        ObjectBatch object = object(0);
        write(object).get(10, TimeUnit.SECONDS);

        assertThat(write(object).getNow(null)).isEqualTo(WriteResult.WRITTEN);
        assertThat(store.stored).hasSize(1);
    }

    @Test
    void anObjectThatIsGivenUpIsNotSent() {
        ObjectBatch object = object(0);
        store.gate = new CountDownLatch(1);
        List<CompletableFuture<WriteResult>> before = List.of(write(object(1)), write(object(2)));
        CompletableFuture<WriteResult> answer = write(object);

        object.discard();
        store.gate.countDown();

        assertThatThrownBy(() -> answer.get(10, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
        assertThat(before).allSatisfy(other -> assertThat(other).succeedsWithin(Duration.ofSeconds(10)));
        assertThat(store.stored).containsExactlyInAnyOrder("key-1", "key-2");
    }

    @Test
    void theStoreSeesThatTheObjectIsGivenUp() throws Exception {
        ObjectBatch object = object(0);
        store.gate = new CountDownLatch(1);
        CompletableFuture<WriteResult> answer = write(object);
        BooleanSupplier givenUp = store.nextGivenUp();
        assertThat(givenUp.getAsBoolean()).isFalse();

        object.discard();

        assertThat(givenUp.getAsBoolean()).isTrue();
        assertThat(budget.used()).isZero();
        store.gate.countDown();
        assertThat(answer).succeedsWithin(Duration.ofSeconds(10));
        assertThat(object.isDiscarded()).isTrue();
        assertThat(budget.used()).as("given back once only").isZero();
    }

    @Test
    void closeEndsUploadsThatAreUnderWay() throws Exception {
        store.gate = new CountDownLatch(1);
        CompletableFuture<WriteResult> answer = write(object(0));
        store.nextGivenUp();

        writer.close();

        assertThat(uploadThreads()).isEmpty();
        assertThatThrownBy(() -> answer.get(10, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
        assertThatThrownBy(() -> write(object(1))).isInstanceOf(RejectedExecutionException.class);
    }

    private CompletableFuture<WriteResult> write(ObjectBatch object) {
        CompletableFuture<WriteResult> answer = new CompletableFuture<>();
        writer.write(object, new WriteCompletion() {
            @Override
            public void complete(WriteResult result) {
                answer.complete(result);
            }

            @Override
            public void fail(Throwable error) {
                answer.completeExceptionally(error);
            }
        });
        return answer;
    }

    private ObjectBatch object(int partition) {
        ObjectBatch object = new ObjectBatch(
                Records.path("t", partition),
                "key-" + partition,
                new JsonArrayFormat(JsonLayout.PRETTY, 0),
                budget,
                Instant.EPOCH);
        object.append(Records.entry(Records.record("t", partition, 0, "k", "v")), Instant.EPOCH);
        object.close(BatchTrigger.RECORDS);
        return object;
    }

    private static List<String> uploadThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("sluice-oss-"))
                .toList();
    }

    /** Keeps what it is given; waits at the gate if there is one, like a service that does not answer. */
    private static final class FakeStore implements ObjectStore {
        final List<String> stored = Collections.synchronizedList(new ArrayList<>());
        final List<byte[]> contents = Collections.synchronizedList(new ArrayList<>());
        final List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
        private final java.util.concurrent.BlockingQueue<BooleanSupplier> givenUps =
                new java.util.concurrent.LinkedBlockingQueue<>();
        volatile Throwable failure;
        volatile CountDownLatch gate;
        private volatile boolean closed;

        BooleanSupplier nextGivenUp() throws InterruptedException {
            BooleanSupplier next = givenUps.poll(10, TimeUnit.SECONDS);
            assertThat(next).as("an upload").isNotNull();
            return next;
        }

        @Override
        public void put(
                String key,
                ObjectContent content,
                String contentType,
                Map<String, String> metadata,
                BooleanSupplier givenUp) {
            threads.add(Thread.currentThread());
            contents.add(Records.bytes(content));
            givenUps.add(givenUp);
            CountDownLatch closedGate = gate;
            if (closedGate != null) {
                awaitUninterruptibly(closedGate);
            }
            if (closed) {
                throw new IllegalStateException("closed");
            }
            if (failure instanceof RuntimeException e) {
                throw e;
            } else if (failure instanceof Error e) {
                throw e;
            }
            stored.add(key);
        }

        /** A thread in a socket does not notice an interrupt either. */
        private static void awaitUninterruptibly(CountDownLatch gate) {
            com.google.common.util.concurrent.Uninterruptibles.awaitUninterruptibly(gate);
        }

        @Override
        public void probe(String key) {}

        @Override
        public void close() {
            closed = true;
            if (gate != null) {
                gate.countDown();
            }
        }
    }
}
