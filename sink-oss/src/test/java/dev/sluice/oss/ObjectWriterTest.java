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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ObjectWriterTest {
    private final MemoryBudget budget = new MemoryBudget(1 << 20);
    private final FakeStore store = new FakeStore();
    private final Uploads uploads = Records.uploads(store, Integer.MAX_VALUE);
    private final ObjectWriter writer = new ObjectWriter(uploads);

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
        Transfer transfer = store.nextTransfer();
        assertThat(transfer.isGivenUp()).isFalse();

        object.discard();

        assertThat(transfer.isGivenUp()).isTrue();
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
        store.nextTransfer();

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
                uploads,
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
}
