package dev.sluice.testkit.conformance;

import dev.sluice.core.batch.Entry;
import dev.sluice.core.batch.EntryBatch;
import dev.sluice.core.failure.Failure;
import dev.sluice.core.failure.FailureKind;
import dev.sluice.core.write.BatchWriter;
import dev.sluice.core.write.EntryOutcome;
import dev.sluice.core.write.WriteCompletion;
import dev.sluice.core.write.WriteResult;
import dev.sluice.testkit.conformance.MemoryStore.Answer;
import dev.sluice.testkit.conformance.MemoryStore.Item;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;

/** Writes on a thread of its own, as an asynchronous client does. */
final class MemoryWriter implements BatchWriter<EntryBatch<Stored>> {
    /** More than any case sends but the one with the most records. */
    private static final int MANY = 30;

    private final MemoryStore store;
    private final MemoryBatcher batcher;
    private final Defect defect;
    private final String secret;
    private final Runnable onClose;
    private final Semaphore unanswered = new Semaphore(2);
    private final ThreadPoolExecutor client;
    /** These belong to the client's thread. */
    private int busy;

    private int calls;
    private boolean throttled;

    MemoryWriter(MemoryStore store, MemoryBatcher batcher, Defect defect, String secret, Runnable onClose) {
        this.store = store;
        this.batcher = batcher;
        this.defect = defect;
        this.secret = secret;
        this.onClose = onClose;
        this.client = new ThreadPoolExecutor(1, 1, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(1000), task -> {
            Thread thread = new Thread(task, "memory-client");
            thread.setDaemon(true);
            return thread;
        });
        client.allowCoreThreadTimeOut(true);
    }

    @Override
    public void write(EntryBatch<Stored> batch, WriteCompletion completion) {
        if (defect == Defect.BLOCKS_IN_PUT) {
            unanswered.acquireUninterruptibly();
        }
        List<Item> items = sentNow(batcher.itemsOf(batch));
        MemoryStore.Client answer = new MemoryStore.Client() {
            @Override
            public void answered(Answer answer) {
                unanswered.release();
                if (answer == Answer.SLOW_DOWN) {
                    wasThrottled(items);
                }
                completion.complete(result(answer, batch.entries()));
            }

            @Override
            public void stalled() {
                if (defect == Defect.TAKES_A_STALL_FOR_SUCCESS) {
                    completion.complete(WriteResult.WRITTEN);
                }
            }
        };
        if (defect == Defect.ANSWERS_WHEN_HALF_A_BATCH_IS_STORED) {
            // At once, so that it does not hang on the speed of threads whether the case sees it.
            store.write(items, answer);
            return;
        }
        try {
            client.execute(() -> send(items, answer));
        } catch (RejectedExecutionException e) {
            completion.fail(e);
        }
    }

    /** All of it; or, which is the defect, without the first partition's part, which follows later. */
    private List<Item> sentNow(List<Item> items) {
        TopicPartition first = items.get(0).origin().partition();
        List<Item> late = items.stream()
                .filter(item -> item.origin().partition().equals(first))
                .toList();
        if (defect != Defect.ANSWERS_WHEN_HALF_A_BATCH_IS_STORED || late.size() == items.size()) {
            return items;
        }
        batcher.whenTimeMoves(() -> store.put(late));
        return items.stream().filter(item -> !late.contains(item)).toList();
    }

    /** Client's thread. */
    private void send(List<Item> items, MemoryStore.Client answer) {
        List<Item> sent = new ArrayList<>(items);
        if (defect == Defect.REVERSES_A_BATCH_UNTIL_IT_IS_THROTTLED && !throttled) {
            Collections.reverse(sent);
        }
        if (defect == Defect.STORES_TWICE_AFTER_MANY_BATCHES && ++calls == MANY) {
            store.put(underANewId(items));
        }
        store.write(sent, answer);
    }

    private void wasThrottled(List<Item> items) {
        throttled = true;
        if (defect == Defect.REPEATS_A_THROTTLED_CALL_BY_ITSELF_TOO) {
            store.put(underANewId(items));
        }
    }

    private static List<Item> underANewId(List<Item> items) {
        return items.stream().map(Item::underANewId).toList();
    }

    private WriteResult result(Answer answer, List<Entry<Stored>> entries) {
        if (answer == Answer.OK) {
            return WriteResult.WRITTEN;
        }
        if (answer == Answer.BUSY && defect == Defect.GIVES_UP_SILENTLY && ++busy > 3) {
            return WriteResult.WRITTEN;
        }
        String message = "the store said " + answer.name().toLowerCase(Locale.ROOT);
        if (defect == Defect.TELLS_CONTENT) {
            message += " of " + entries.get(0).value().value();
        } else if (defect == Defect.TELLS_A_SECRET) {
            message += " to " + secret;
        }
        boolean loses = (answer == Answer.REFUSED && defect == Defect.LOSES_THE_NEIGHBOURS_OF_A_BAD_RECORD)
                || (answer == Answer.CONNECTION_LOST && defect == Defect.DROPS_WHEN_AN_ANSWER_IS_LOST);
        if (loses) {
            return new WriteResult.PerEntry(Collections.nCopies(
                    entries.size(), new EntryOutcome.Failed(Failure.rejected(answer.name(), message))));
        }
        return new WriteResult.Failed(Failure.of(kind(answer), answer.name(), message));
    }

    private FailureKind kind(Answer answer) {
        return switch (answer) {
            case BUSY -> defect == Defect.FAILS_ON_A_TRANSIENT_ANSWER ? FailureKind.FATAL : FailureKind.TRANSIENT;
            case CONNECTION_LOST -> FailureKind.TRANSIENT;
            case SLOW_DOWN -> FailureKind.THROTTLED;
            case REFUSED -> FailureKind.REJECTED;
            case DENIED -> defect == Defect.REPEATS_WHAT_IS_FATAL ? FailureKind.TRANSIENT : FailureKind.FATAL;
            case UNREACHABLE -> defect == Defect.DROPS_IN_AN_OUTAGE ? FailureKind.REJECTED : FailureKind.TRANSIENT;
            case SURPRISE, OK ->
                defect == Defect.TAKES_THE_UNKNOWN_FOR_TRANSIENT ? FailureKind.TRANSIENT : FailureKind.FATAL;
        };
    }

    @Override
    public void close() {
        if (defect != Defect.LEAKS_A_THREAD) {
            client.shutdownNow();
        }
        onClose.run();
    }
}
