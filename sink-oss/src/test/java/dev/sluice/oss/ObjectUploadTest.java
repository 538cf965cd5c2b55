package dev.sluice.oss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.batch.BatchTrigger;
import dev.sluice.core.flow.MemoryBudget;
import dev.sluice.core.write.WriteCompletion;
import dev.sluice.core.write.WriteResult;
import dev.sluice.oss.commit.UploadedPart;
import dev.sluice.oss.format.FormatOptions.JsonLayout;
import dev.sluice.oss.format.JsonArrayFormat;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ObjectUploadTest {
    private static final int PART = 10_000;

    private final MemoryBudget budget = new MemoryBudget(1 << 20);
    private final FakeStore store = new FakeStore();
    private final Uploads uploads = Records.uploads(store, PART);
    private final ObjectWriter writer = new ObjectWriter(uploads);
    private final ObjectBatch object = new ObjectBatch(
            Records.path("t", 0), "a-key", new JsonArrayFormat(JsonLayout.COMPACT, 0), budget, uploads, Instant.EPOCH);
    private int offset;

    @AfterEach
    void close() {
        if (store.gate != null) {
            store.gate.countDown();
        }
        writer.close();
    }

    @Test
    void aPartOfAnOpenObjectThatWillNeverBeStoredEndsTheTask() {
        store.failure = denied();
        add(15);
        await(() -> uploads.traffic().leavingBytes() == 0);

        assertThat(uploads.nextLook())
                .as("somebody looks soon")
                .isBefore(Instant.now().plusSeconds(5));
        assertThatThrownBy(() -> uploads.watch(Instant.now()))
                .isInstanceOf(org.apache.kafka.connect.errors.ConnectException.class)
                .hasMessageContaining("AccessDenied");
        object.discard();
        uploads.watch(Instant.now());
    }

    @Test
    void aPartOfAnOpenObjectThatFailedIsSentAgainAfterATime() {
        store.failure = new com.aliyun.oss.ClientException("lost", "SocketTimeout", "1");
        add(15);
        await(() -> uploads.traffic().leavingBytes() == 0);
        store.failure = null;

        uploads.watch(Instant.now());
        assertThat(store.partsSent).isEmpty();
        uploads.watch(Instant.now().plusSeconds(10));
        await(() -> store.partsSent.size() == 1 && uploads.traffic().leavingBytes() == 0);
        assertThat(uploads.nextLook()).isNull();
    }

    private static RuntimeException denied() {
        return new com.aliyun.oss.OSSException("no", "AccessDenied", "1", "h", "", "", "PUT");
    }

    @Test
    void anObjectSmallerThanAPartIsNoUpload() {
        add(8);
        assertThat(store.contents).isEmpty();
        assertThat(object.finish()).isFalse();
    }

    @Test
    void fullPartsLeaveWhileTheObjectGrows() throws Exception {
        add(35);
        await(() -> store.partsSent.size() == 3 && uploads.traffic().leavingBytes() == 0);

        assertThat(store.partsSent).containsExactlyInAnyOrder(1, 2, 3);
        assertThat(store.published).as("nothing is to be seen").isEmpty();
        assertThat(budget.used()).isEqualTo(object.heldBytes());
        object.close(BatchTrigger.RECORDS);
        assertThat(write().get(10, TimeUnit.SECONDS)).isEqualTo(WriteResult.WRITTEN);

        assertThat(store.published).singleElement().satisfies(prepared -> {
            assertThat(prepared.key()).isEqualTo("a-key");
            assertThat(prepared.parts()).extracting(UploadedPart::number).containsExactly(1, 2, 3, 4);
        });
        assertThat(budget.used()).isZero();
        assertThat(write().get(10, TimeUnit.SECONDS)).isEqualTo(WriteResult.WRITTEN);
        assertThat(store.published).hasSize(1);
    }

    @Test
    void thePartsAreTheObject() throws Exception {
        uploads.close();
        FakeStore inOrder = new FakeStore();
        try (Uploads one = new Uploads(
                inOrder, new UploadPool("c-1", 1), PART, Duration.ofMinutes(1), java.time.InstantSource.system())) {
            ObjectBatch other = new ObjectBatch(
                    Records.path("t", 0),
                    "a-key",
                    new JsonArrayFormat(JsonLayout.COMPACT, 0),
                    budget,
                    one,
                    Instant.EPOCH);
            for (int i = 0; i < 25; i++) {
                other.append(Records.entry(Records.record("t", 0, i, "k", "v".repeat(1_000))), Instant.EPOCH);
            }
            CompletableFuture<WriteResult> answer = new CompletableFuture<>();
            new ObjectWriter(one).write(other, completion(answer));
            answer.get(10, TimeUnit.SECONDS);
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (byte[] part : inOrder.contents) {
                all.write(part);
            }

            assertThat(inOrder.contents).hasSize(3);
            assertThat(Envelopes.parse(all.toString(StandardCharsets.UTF_8))).hasSize(25);
        }
    }

    @Test
    void aPartThatFailedIsSentAgainWithTheNextOneAndTheOthersAreNot() throws Exception {
        store.failingParts.add(1);
        add(11);
        await(() -> uploads.traffic().leavingBytes() == 0 && !store.contents.isEmpty());
        assertThat(object.heldBytes()).as("it is kept").isGreaterThan(PART);
        add(11);
        await(() -> store.partsSent.size() == 2);

        object.close(BatchTrigger.RECORDS);
        write().get(10, TimeUnit.SECONDS);

        assertThat(store.partsSent).containsExactlyInAnyOrder(1, 2, 3);
        assertThat(store.contents).as("attempts").hasSize(4);
        assertThat(budget.used()).isZero();
    }

    @Test
    void aWriteFailsWithThePartAndTheNextAttemptSendsThatOneOnly() throws Exception {
        add(25);
        await(() -> store.partsSent.size() == 2);
        store.failure = new IllegalArgumentException("not now");
        object.close(BatchTrigger.RECORDS);

        assertThatThrownBy(() -> write().get(10, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("not now");
        assertThat(store.published).isEmpty();
        store.failure = null;
        assertThat(write().get(10, TimeUnit.SECONDS)).isEqualTo(WriteResult.WRITTEN);

        assertThat(store.partsSent).containsExactlyInAnyOrder(1, 2, 3);
        assertThat(store.published).hasSize(1);
    }

    @Test
    void anObjectThatIsGivenUpLeavesNoUpload() {
        add(25);
        await(() -> store.partsSent.size() == 2);

        object.discard();
        object.discard();

        await(() -> store.begun.isEmpty());
        assertThat(store.aborted).hasSize(1);
        assertThat(budget.used()).isZero();
        assertThat(uploads.traffic().leavingBytes()).isZero();
    }

    @Test
    void anObjectThatIsGivenUpDuringAPartIsRemovedAfterIt() throws Exception {
        store.gate = new CountDownLatch(1);
        add(11);
        Transfer transfer = store.nextTransfer();

        object.discard();

        assertThat(transfer.isGivenUp()).isTrue();
        assertThat(store.aborted)
                .as("a part that ends later would come back to life")
                .isEmpty();
        store.gate.countDown();
        await(() -> store.aborted.size() == 1);
        assertThat(store.begun).isEmpty();
        assertThat(budget.used()).isZero();
    }

    @Test
    void closingWaitsUntilWhatWasGivenUpIsRemoved() {
        add(11);
        await(() -> store.partsSent.size() == 1);
        object.discard();

        writer.close();

        assertThat(store.begun).isEmpty();
    }

    private RotatingBatcher batcher(Rotation rotation) {
        return new RotatingBatcher(
                rotation, new JsonArrayFormat(JsonLayout.COMPACT, 0), Records.names(), budget, uploads);
    }

    @Test
    void theLargestIsNotClosedWhileMemoryIsLeaving() throws Exception {
        store.gate = new CountDownLatch(1);
        RotatingBatcher batcher = batcher(Records.rotation(Records.everyRecord(1_000_000)));
        for (int i = 0; i < 11; i++) {
            batcher.add(Records.entry(Records.record("t", 0, i, "k", "v".repeat(1_000))), Instant.EPOCH);
        }
        store.nextTransfer();
        assertThat(uploads.traffic().leavingBytes()).isGreaterThan(PART);

        assertThat(batcher.closeLargest()).isFalse();
        store.gate.countDown();
        await(() -> uploads.traffic().leavingBytes() == 0);

        assertThat(batcher.closeLargest()).as("look at the budget again").isFalse();
        assertThat(batcher.closeLargest()).isTrue();
    }

    /** As the pipeline asks: first whether memory is short, then for the largest. A part may arrive between any two steps. */
    @Test
    void theLargestIsNotClosedForMemoryThatHasJustComeBack() throws Exception {
        RotatingBatcher batcher = batcher(Records.rotation(Records.everyRecord(1_000_000)));
        batcher.add(Records.entry(Records.record("t", 0, 0, "k", "v")), Instant.EPOCH);
        AtomicInteger left = new AtomicInteger();
        AtomicInteger arrived = new AtomicInteger();
        AtomicBoolean over = new AtomicBoolean();
        Thread sender = new Thread(() -> {
            while (!over.get()) {
                if (left.get() > arrived.get()) {
                    budget.release(budget.limit());
                    uploads.arrived(PART);
                    arrived.incrementAndGet();
                }
            }
        });
        sender.start();
        try {
            while (arrived.get() < 200_000) {
                if (arrived.get() == left.get()) {
                    budget.charge(budget.limit());
                    uploads.leaving(PART);
                    left.incrementAndGet();
                }
                if (budget.isExhausted()) {
                    assertThat(batcher.closeLargest())
                            .as("after %s parts", left)
                            .isFalse();
                }
            }
        } finally {
            over.set(true);
            sender.join();
        }
    }

    @Test
    void anObjectWithPartsIsFinishedBeforeTheyAreTakenForOrphans() {
        RotatingBatcher batcher =
                batcher(new Rotation(Records.everyRecord(1_000_000), Long.MAX_VALUE, Duration.ofHours(12)));
        Instant now = Instant.now();
        batcher.add(Records.entry(Records.record("t", 1, 0, "k", "small")), now);
        for (int i = 0; i < 11; i++) {
            batcher.add(Records.entry(Records.record("t", 0, i, "k", "v".repeat(1_000))), now);
        }
        await(() -> uploads.traffic().leavingBytes() == 0);

        assertThat(batcher.poll(now.plus(Duration.ofHours(11)))).isNull();
        assertThat(batcher.nextDeadline()).isEqualTo(now.plus(Duration.ofHours(12)));
        ObjectBatch due = batcher.poll(now.plus(Duration.ofHours(12)));
        assertThat(due.size()).isEqualTo(11);
        assertThat(due.trigger()).isEqualTo(BatchTrigger.WALL_CLOCK);
        assertThat(batcher.poll(now.plus(Duration.ofHours(12)))).isNull();
    }

    @Test
    void aRequestThatStandsStillHasItsConnectionCutOnce() throws Exception {
        store.gate = new CountDownLatch(1);
        add(11);
        Transfer transfer = store.nextTransfer();
        Instant moved = transfer.lastMoved();
        assertThat(uploads.nextLook())
                .as("nobody waits for a part of an open object")
                .isBefore(moved.plusSeconds(30));
        object.handedOver();
        assertThat(uploads.nextLook()).isEqualTo(moved.plusSeconds(60));

        uploads.watch(moved.plusSeconds(59));
        assertThat(store.cuts.get()).isZero();
        uploads.watch(moved.plusSeconds(60));
        uploads.watch(moved.plusSeconds(61));

        assertThat(store.cuts.get()).isEqualTo(1);
    }

    @Test
    void orphansAreOldUploadsBelowThePrefixWithTheExtension() {
        Instant now = Instant.parse("2024-01-02T00:00:00Z");
        Instant old = now.minus(Duration.ofHours(25));
        store.pending.addAll(List.of(
                new PendingUpload("topics/t/old.json", "1", old),
                new PendingUpload("topics/t/young.json", "2", now.minus(Duration.ofHours(23))),
                new PendingUpload("topics/t/other.parquet", "3", old),
                new PendingUpload("topicsandmore/t/x.json", "4", old)));

        new OrphanedUploads(store, "topics/", ".json", Duration.ofDays(1), () -> now, Set::of).run();

        assertThat(store.aborted).containsExactly("1");
    }

    private void add(int records) {
        for (int i = 0; i < records; i++) {
            object.append(Records.entry(Records.record("t", 0, offset++, "k", "v".repeat(1_000))), Instant.EPOCH);
        }
    }

    private CompletableFuture<WriteResult> write() {
        CompletableFuture<WriteResult> answer = new CompletableFuture<>();
        writer.write(object, completion(answer));
        return answer;
    }

    static WriteCompletion completion(CompletableFuture<WriteResult> answer) {
        return new WriteCompletion() {
            @Override
            public void complete(WriteResult result) {
                answer.complete(result);
            }

            @Override
            public void fail(Throwable error) {
                answer.completeExceptionally(error);
            }
        };
    }

    private static void await(BooleanSupplier condition) {
        Instant deadline = Instant.now().plusSeconds(20);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as("waited too long").isBefore(deadline);
            Thread.onSpinWait();
        }
    }
}
