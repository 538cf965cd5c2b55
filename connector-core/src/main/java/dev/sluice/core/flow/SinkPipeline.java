package dev.sluice.core.flow;

import dev.sluice.core.SinkParts;
import dev.sluice.core.batch.Admission;
import dev.sluice.core.batch.Batch;
import dev.sluice.core.batch.BatchTrigger;
import dev.sluice.core.batch.Entry;
import dev.sluice.core.batch.EntryBatch;
import dev.sluice.core.failure.Failure;
import dev.sluice.core.mapping.Mapping;
import dev.sluice.core.mapping.RecordOrigin;
import dev.sluice.core.mapping.RecordWeight;
import dev.sluice.core.metrics.PipelineCounters;
import dev.sluice.core.offset.OffsetTracker;
import dev.sluice.core.tolerance.ErrantRecord.Stage;
import dev.sluice.core.tolerance.ErrorTolerance;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one pipeline that runs every sink: the only class that knows all the stages. All state belongs to the task
 * thread; client threads only post letters to the completion queue. No method may be called on another thread.
 *
 * <p>It owns no thread and never blocks in {@link #put}: what cannot go on now is taken up in a later call, which it
 * asks for with {@link FlowControl#wakeWithin}.
 *
 * @param <E> what the destination stores for one record
 * @param <B> how entries travel together
 */
public final class SinkPipeline<E, B extends Batch<E>> {
    private static final Logger LOG = LoggerFactory.getLogger(SinkPipeline.class);

    /** What the pipeline itself keeps for an entry: origin, ordering lane and the lists they are in. */
    private static final long ENTRY_OVERHEAD_BYTES = 200;
    /** How soon to look again when something waits for an answer that no deadline announces. */
    private static final Duration WAITING_FOR_ANSWERS = Duration.ofMillis(2);

    private static final Duration ANSWERS_EXPECTED = Duration.ofMillis(50);

    private final SinkParts<E, B> parts;
    private final PipelineOptions options;
    private final FlowControl control;
    private final MemoryBudget budget;
    private final PipelineCounters counters;
    private final OffsetTracker tracker = new OffsetTracker();
    private final OrderingGuard<E, B> guard = new OrderingGuard<>();
    private final ErrantRecords errants;
    private final FlightDeck<E, B> deck;
    private final PartitionRecovery recovery;
    /** Records that stopped the task before they had a place in any stage. */
    private int unplaced;

    private boolean paused;
    private @Nullable ConnectException failure;

    /**
     * A pipeline without partitions. Asks nothing of its parts yet.
     *
     * @param parts of this task alone; the writer is closed by {@link #stop}
     * @param tolerance for errant records; closed by whoever made it, after {@link #stop}
     * @param options how it decides
     * @param budget what it charges for records it holds; the batches of the parts may charge the same one
     * @param counters counts what becomes of each record
     * @param control the worker's side
     */
    public SinkPipeline(
            SinkParts<E, B> parts,
            ErrorTolerance tolerance,
            PipelineOptions options,
            MemoryBudget budget,
            PipelineCounters counters,
            FlowControl control) {
        this.parts = parts;
        this.options = options;
        this.budget = budget;
        this.counters = counters;
        this.control = control;
        this.errants = new ErrantRecords(tolerance, tracker, budget, counters);
        this.deck = new FlightDeck<>(parts, options, tracker, errants, counters, this::settled);
        this.recovery =
                new PartitionRecovery(parts.progress(), tracker, parts.classifier(), options, counters, control);
    }

    /**
     * Starts to take records of these partitions, paused at once if the others are, or as long as the destination is asked
     * what it has of them.
     *
     * @param partitions by origin, as the worker names them; what was known of them before is forgotten
     */
    public void open(Collection<TopicPartition> partitions) {
        partitions.forEach(tracker::open);
        guarded(() -> {
            Collection<TopicPartition> waiting =
                    recovery.open(partitions, options.clock().instant());
            Collection<TopicPartition> held = paused ? partitions : waiting;
            if (!held.isEmpty()) {
                control.pause(Set.copyOf(held));
            }
            if (!waiting.isEmpty()) {
                control.wakeWithin(WAITING_FOR_ANSWERS);
            }
        });
    }

    /**
     * Takes all the records, sends what is due, and takes note of answers. Does not wait for an answer, whatever is
     * full.
     *
     * @param records of open partitions, in offset order within each; may be empty. A record from before what was taken
     *     last gives up its partition and starts it again.
     * @throws ConnectException when the task cannot go on; the same one on every later call
     */
    public void put(Collection<SinkRecord> records) {
        Instant now = options.clock().instant();
        counters.progress().accepting(now);
        guarded(() -> {
            recover(now);
            deck.settleAnswers(now);
            for (SinkRecord record : records) {
                accept(record, now);
            }
            pump(now);
            regulate(now);
        });
        counters.progress().noteSometimes(tracker, now);
        if (failure != null) {
            throw failure;
        }
    }

    /**
     * Sends what may be sent early, waits up to the drain timeout for answers, and returns what is safe. After a
     * failure it still says what is safe, so that nothing is stored twice for nothing; the failure itself is thrown by
     * {@link #put}.
     *
     * @param consumed up to where the worker has delivered each partition; more than that cannot be committed
     * @return for each partition with records the offset to start from; everything below it is stored, skipped or
     *     reported
     */
    public Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> consumed) {
        guarded(this::drain);
        counters.progress().note(tracker, options.clock().instant());
        Map<TopicPartition, OffsetAndMetadata> safe = new HashMap<>();
        tracker.safeOffsets().forEach((partition, offset) -> {
            parts.progress().safe(partition, offset);
            OffsetAndMetadata most = consumed.get(partition);
            if (most == null || offset <= most.offset()) {
                safe.put(partition, new OffsetAndMetadata(offset));
            }
        });
        parts.progress().flush();
        return safe;
    }

    /**
     * Gives up these partitions: what is open for them is never sent, what is in flight counts for nothing. Does not
     * wait.
     *
     * @param partitions by origin, as the worker names them
     */
    public void close(Collection<TopicPartition> partitions) {
        errants.discard(partitions);
        guard.removeParked(entry -> partitions.contains(entry.origin().partition()))
                .forEach(parked -> {
                    parked.hold().release();
                    budget.release(parked.entry().heldBytes());
                    counters.discard(1);
                });
        for (B batch : parts.batcher().held()) {
            OffsetTracker.Hold hold = openHold(batch);
            if (hold != null && deck.giveUp(batch, hold, partitions)) {
                parts.batcher().forget(batch);
                batch.attach(null);
            }
        }
        deck.giveUp(partitions);
        recovery.close(partitions);
        partitions.forEach(tracker::close);
        counters.progress().forget(partitions);
    }

    /** Gives up everything and ends the writer, as long as that takes. Called once; no other method after it. */
    public void stop() {
        close(tracker.opened());
        parts.writer().close();
    }

    /**
     * How many entries are somewhere between accepted and settled, counted where they are. For checks of the counters;
     * it walks through all that is held.
     *
     * @return the same as {@link PipelineCounters#pending} between two calls
     */
    public long entriesHeld() {
        long open = 0;
        for (B batch : parts.batcher().held()) {
            open += batch.size();
        }
        return open + guard.parkedEntries() + deck.entries() + errants.underWay() + unplaced;
    }

    /** Takes records of the partitions again whose destination has answered. */
    private void recover(Instant now) {
        Collection<TopicPartition> lost = parts.progress().takeLost();
        for (TopicPartition partition : lost) {
            long safe = tracker.safeOffset(partition);
            restart(partition);
            recovery.awaitAgain(partition, safe);
        }
        resume(recovery.settle(now));
    }

    private void resume(Set<TopicPartition> ready) {
        if (!ready.isEmpty() && !paused) {
            control.resume(ready);
        }
    }

    /** Gives up what is held of the partition and opens it again. */
    private void restart(TopicPartition partition) {
        close(Set.of(partition));
        open(Set.of(partition));
    }

    private void accept(SinkRecord record, Instant now) {
        RecordOrigin origin = RecordOrigin.of(record);
        if (recovery.isOpening(origin.partition())) {
            recovery.awaitAgain(origin.partition(), origin.offset());
            return;
        }
        boolean done = recovery.isDone(origin);
        if (tracker.isRewound(origin)) {
            // The worker reads again from an earlier offset (a failed commit, an offset set by hand): what is buffered
            // of
            // the partition comes again, and must not be written twice.
            restart(origin.partition());
            if (recovery.isOpening(origin.partition())) {
                recovery.awaitAgain(origin.partition(), origin.offset());
                return;
            }
        }
        tracker.accepted(origin);
        counters.accept();
        if (done) {
            counters.skip();
            return;
        }
        try {
            place(record, origin, now);
        } catch (RuntimeException e) {
            // The task ends here: this record must be read again.
            tracker.hold().cover(origin);
            unplaced++;
            throw e;
        }
    }

    private void place(SinkRecord record, RecordOrigin origin, Instant now) {
        Mapping<E> mapping = map(record, origin);
        if (mapping instanceof Mapping.Mapped<E> mapped) {
            Entry<E> entry = new Entry<>(
                    mapped.value(),
                    mapped.batchKey(),
                    mapped.orderingKey(),
                    mapped.sizeBytes(),
                    heldBytes(mapped, record),
                    record,
                    origin);
            counters.map(entry.sizeBytes());
            budget.charge(entry.heldBytes());
            if (!admitted(entry, false, now)) {
                OffsetTracker.Hold hold = tracker.hold();
                hold.cover(origin);
                guard.park(new OrderingGuard.Parked<>(entry, hold));
            }
        } else if (mapping instanceof Mapping.Unmappable<E> unmappable) {
            errants.dispose(record, origin, Stage.MAPPING, Failure.rejected("Unmappable", unmappable.reason()));
        } else if (mapping instanceof Mapping.Reported<E> reported) {
            errants.reportOnPurpose(record, origin, reported.reason());
        } else if (mapping instanceof Mapping.Skipped<E> skipped) {
            counters.skip();
            if (LOG.isDebugEnabled()) {
                LOG.debug("Left out the record at {}: {}", origin.describe(), skipped.reason());
            }
        }
    }

    /** Nothing for an entry that is consumed on arrival: weighing its record would be for nothing. */
    private static long heldBytes(Mapping.Mapped<?> mapped, SinkRecord record) {
        return mapped.heldBytes() == 0 ? 0 : ENTRY_OVERHEAD_BYTES + RecordWeight.bytes(record) + mapped.heldBytes();
    }

    private Mapping<E> map(SinkRecord record, RecordOrigin origin) {
        try {
            return parts.mapper().map(record);
        } catch (DataException e) {
            return new Mapping.Unmappable<>(String.valueOf(e.getMessage()));
        } catch (ConnectException e) {
            // The mapper's own words about the config, for a person: a topic that has no table, say.
            throw new ConnectException("At " + origin.describe() + ": " + e.getMessage(), e);
        } catch (RuntimeException e) {
            // Its message may hold content, so only its type is told; the cause has the place in the code.
            throw new ConnectException(
                    "The mapper failed on the record at " + origin.describe() + " with "
                            + e.getClass().getName(),
                    withoutMessage(e));
        }
    }

    /** The same place in the code, without the text. */
    private static Throwable withoutMessage(Throwable error) {
        RuntimeException bare = new RuntimeException(error.getClass().getName());
        bare.setStackTrace(error.getStackTrace());
        return bare;
    }

    /** Lets the entry join a batch, unless its key is under way. */
    private boolean admitted(Entry<E> entry, boolean wasParked, Instant now) {
        if (wasParked ? guard.isBusy(entry) : guard.mustWait(entry)) {
            return false;
        }
        parts.batcher().makeRoom(entry, now);
        if (collect(now) && guard.isBusy(entry)) {
            return false;
        }
        Admission<B> admission = parts.batcher().add(entry, now);
        if (admission instanceof Admission.Joined<B> joined) {
            B batch = joined.batch();
            OffsetTracker.Hold hold = openHold(batch);
            if (hold == null) {
                hold = tracker.hold();
                batch.attach(hold);
            }
            hold.cover(entry.origin());
            if (batch instanceof EntryBatch<?>) {
                guard.joined(entry, batch);
            } else {
                // It is encoded, and the batch charges what that takes.
                budget.release(entry.heldBytes());
            }
        } else if (admission instanceof Admission.Refused<B> refused) {
            budget.release(entry.heldBytes());
            errants.dispose(entry.record(), entry.origin(), Stage.BATCHING, refused.failure());
        }
        collect(now);
        return true;
    }

    /** What keeps the offsets unsafe of a batch that the batcher has; null before its first entry. */
    private static OffsetTracker.@Nullable Hold openHold(Batch<?> batch) {
        return (OffsetTracker.Hold) batch.attachment();
    }

    /** Sends the batches that are closed by now, as far as the window allows; false when none is. */
    private boolean collect(Instant now) {
        boolean any = false;
        B batch;
        while ((batch = parts.batcher().poll(now)) != null) {
            any = true;
            OffsetTracker.Hold hold = openHold(batch);
            batch.attach(null);
            if (hold != null && batch.size() > 0) {
                hold.partitions().forEach(partition -> parts.progress().safe(partition, tracker.safeOffset(partition)));
                deck.add(batch, hold);
            } else if (hold != null) {
                hold.release();
            }
        }
        deck.dispatch();
        return any;
    }

    private void pump(Instant now) {
        do {
            readmitParked(now);
            deck.retryDue(now);
            collect(now);
            if (deck.isIdle()) {
                guard.takeAwaited().forEach(batch -> parts.batcher().close(batch, BatchTrigger.KEY_WAITING));
                collect(now);
            }
            while (deck.isIdle() && isTight() && parts.batcher().closeLargest()) {
                collect(now);
            }
            errants.poll();
        } while (deck.settleAnswers(now));
    }

    /** Whether there would still be too little memory when all that is closed is stored. */
    private boolean isTight() {
        long leaving = paused || budget.isExhausted() ? deck.heldBytes() : 0;
        return paused ? !budget.isRelaxedWithout(leaving) : budget.isExhaustedWithout(leaving);
    }

    private void readmitParked(Instant now) {
        OrderingGuard.Parked<E> parked;
        while ((parked = guard.pollReleased()) != null) {
            if (admitted(parked.entry(), true, now)) {
                parked.hold().release();
            } else {
                guard.parkAgain(parked);
            }
        }
    }

    /** The deck is done with an entry of an {@link EntryBatch}. */
    private void settled(Entry<E> entry) {
        budget.release(entry.heldBytes());
        guard.settled(entry);
    }

    /** Pauses or resumes, and asks to be called when the next thing is due. */
    private void regulate(Instant now) {
        if (!paused && budget.isExhausted()) {
            paused = true;
            counters.pause(now);
            control.pause(tracker.opened());
        } else if (paused && budget.isRelaxed()) {
            paused = false;
            counters.resume(now);
            Set<TopicPartition> ready = new HashSet<>(tracker.opened());
            ready.removeIf(recovery::isOpening);
            control.resume(ready);
        }
        Duration wake = null;
        if (paused || deck.isCongested() || recovery.isUnderWay() || guard.parkedEntries() > 0) {
            wake = WAITING_FOR_ANSWERS;
        } else if (deck.inFlight() > 0 || errants.underWay() > 0) {
            wake = ANSWERS_EXPECTED;
        }
        wake = sooner(wake, now, parts.batcher().nextDeadline());
        wake = sooner(wake, now, deck.nextRetry());
        wake = sooner(wake, now, recovery.nextDue());
        if (wake != null) {
            control.wakeWithin(wake.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : wake);
        }
    }

    private static @Nullable Duration sooner(@Nullable Duration wake, Instant now, @Nullable Instant deadline) {
        if (deadline == null) {
            return wake;
        }
        Duration until = Duration.between(now, deadline);
        return wake == null || until.compareTo(wake) < 0 ? until : wake;
    }

    private void drain() {
        Instant until = options.clock().instant().plus(options.drainTimeout());
        while (true) {
            Instant now = options.clock().instant();
            deck.settleAnswers(now);
            pump(now);
            parts.batcher().drain();
            collect(now);
            errants.poll();
            Duration left = Duration.between(now, until);
            if (deck.inFlight() == 0 || left.isNegative() || !deck.awaitAnswer(left, now)) {
                return;
            }
        }
    }

    /** Runs a step of the flow; what goes wrong stops the task for good. */
    private void guarded(Runnable step) {
        if (failure != null) {
            return;
        }
        try {
            step.run();
        } catch (ConnectException e) {
            failure = e;
        } catch (RuntimeException e) {
            failure = new ConnectException("The pipeline failed unexpectedly: " + e, e);
        }
    }
}
