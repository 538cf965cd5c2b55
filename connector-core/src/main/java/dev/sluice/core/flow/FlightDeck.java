package dev.sluice.core.flow;

import dev.sluice.core.SinkParts;
import dev.sluice.core.batch.Batch;
import dev.sluice.core.batch.Entry;
import dev.sluice.core.batch.EntryBatch;
import dev.sluice.core.config.FlowOptions;
import dev.sluice.core.failure.Failure;
import dev.sluice.core.failure.FailureKind;
import dev.sluice.core.metrics.PipelineCounters;
import dev.sluice.core.offset.OffsetTracker;
import dev.sluice.core.retry.RetryQueue;
import dev.sluice.core.write.WriteCompletion;
import dev.sluice.core.write.WriteResult;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The batches that are closed: ready, in flight, or waiting for their next attempt. Sends them as the window allows and
 * hands each answer to {@link Settlement}. Task thread only; answers come as mail.
 */
final class FlightDeck<E, B extends Batch<E>> {

    /** One of result and error is there. */
    private record Letter<B extends Batch<?>>(
            Flight<B> flight,
            @Nullable WriteResult result,
            @Nullable Throwable error) {}

    private final SinkParts<E, B> parts;
    private final PipelineCounters counters;
    private final InstantSource clock;
    private final Duration writeTimeout;
    private final Consumer<Entry<E>> onSettled;
    private final Settlement<E, B> settlement;
    private final InFlightWindow window;
    private final CompletionQueue<Letter<B>> answers = new CompletionQueue<>();
    private final Deque<Flight<B>> ready = new ArrayDeque<>();
    private final Set<Flight<B>> inFlight = new LinkedHashSet<>();
    private final RetryQueue<Flight<B>> retries = new RetryQueue<>();

    FlightDeck(
            SinkParts<E, B> parts,
            PipelineOptions options,
            OffsetTracker tracker,
            ErrantRecords errants,
            PipelineCounters counters,
            Consumer<Entry<E>> onSettled) {
        this.parts = parts;
        this.counters = counters;
        this.clock = options.clock();
        this.writeTimeout = options.writeTimeout();
        this.onSettled = onSettled;
        this.window = new InFlightWindow(options.maxInFlightRequests());
        this.settlement = new Settlement<>(options, tracker, errants, counters, onSettled, this);
    }

    /** Takes over a closed batch and its hold. */
    void add(B batch, OffsetTracker.Hold hold) {
        counters.batch(batch.trigger());
        ready.addLast(new Flight<>(batch, hold));
    }

    /** Before all others, because later entries may wait for these. */
    void addFirst(Flight<B> flight) {
        ready.addFirst(flight);
    }

    void retryAt(Flight<B> flight, Instant due) {
        retries.add(flight, due);
    }

    void throttled(Flight<B> flight) {
        window.narrow(flight.request);
    }

    void succeeded() {
        window.widen();
    }

    /** Puts what is due for its next attempt before the others. */
    void retryDue(Instant now) {
        Flight<B> due;
        while ((due = retries.poll(now)) != null) {
            ready.addFirst(due);
        }
    }

    /** Sends what is ready, as far as the window allows. */
    void dispatch() {
        while (window.hasRoom() && !ready.isEmpty()) {
            Flight<B> flight = ready.remove();
            if (flight.gone || flight.batch.size() == 0) {
                settlement.done(flight);
                continue;
            }
            flight.request = window.sent();
            inFlight.add(flight);
            Instant now = clock.instant();
            Answer answer = new Answer(flight, now);
            flight.answer = answer;
            flight.answerDue = now.plus(writeTimeout);
            try {
                parts.writer().write(flight.batch, answer);
            } catch (RuntimeException e) {
                answer.fail(e);
            }
        }
        counters.flights(window.inFlight(), window.size());
    }

    /** Acts on all answers that have come or are overdue; false when there was none. */
    boolean settleAnswers(Instant now) {
        answerOverdue(now);
        boolean any = false;
        Letter<B> letter;
        while ((letter = answers.poll()) != null) {
            settle(letter, now);
            any = true;
        }
        return any;
    }

    /** Waits for one answer and acts on it; false when none came in time. */
    boolean awaitAnswer(Duration atMost, Instant now) {
        Letter<B> letter = answers.await(atMost);
        if (letter == null) {
            return false;
        }
        settle(letter, now);
        return true;
    }

    /** Whatever a client does, no batch waits for ever: an answer that is overdue is ours. */
    private void answerOverdue(Instant now) {
        for (Flight<B> flight : inFlight) {
            if (flight.answerDue.isAfter(now)) {
                // They are in the order of sending, so the others are due later.
                return;
            }
            if (flight.answer != null) {
                flight.answer.complete(new WriteResult.Failed(noAnswer(writeTimeout)));
            }
        }
    }

    /** What a client that does not answer in time has said. */
    static Failure noAnswer(Duration timeout) {
        return Failure.of(
                FailureKind.TRANSIENT,
                "NoAnswer",
                "no answer within " + timeout.toMillis() + " ms (" + FlowOptions.WRITE_TIMEOUT_MS + ")");
    }

    private void settle(Letter<B> letter, Instant now) {
        Flight<B> flight = letter.flight();
        window.answered();
        inFlight.remove(flight);
        WriteResult result = letter.result();
        if (result == null) {
            Throwable error = letter.error() == null ? new IllegalStateException("no answer") : letter.error();
            result = new WriteResult.Failed(parts.classifier().classify(error));
        }
        try {
            settlement.settle(flight, result, now);
        } catch (RuntimeException e) {
            // The task ends here, and what is not settled is still held.
            if (!flight.gone) {
                ready.addFirst(flight);
            }
            throw e;
        }
    }

    /** Nothing waits for room in flight, and there is some. */
    boolean isIdle() {
        return ready.isEmpty() && window.hasRoom();
    }

    /** Something waits for room in flight. */
    boolean isCongested() {
        return !ready.isEmpty();
    }

    int inFlight() {
        return window.inFlight();
    }

    @Nullable
    Instant nextRetry() {
        return retries.nextDue();
    }

    long entries() {
        return all().stream()
                .filter(flight -> !flight.gone)
                .mapToLong(flight -> flight.batch.size())
                .sum();
    }

    /** What the batches on their way hold. */
    long heldBytes() {
        return all().stream()
                .filter(flight -> !flight.gone)
                .mapToLong(flight -> flight.batch.heldBytes())
                .sum();
    }

    /** Every flight, those included that wait for another one to be settled. */
    private List<Flight<B>> all() {
        List<Flight<B>> all = new ArrayList<>();
        for (Collection<Flight<B>> some : List.of(ready, retries.waiting(), inFlight)) {
            for (Flight<B> first : some) {
                for (Flight<B> flight = first; flight != null; flight = flight.next) {
                    all.add(flight);
                }
            }
        }
        return all;
    }

    /** Gives up what belongs to these partitions. What is in flight is told to break off if it can; its answer counts for nothing. */
    void giveUp(Collection<TopicPartition> partitions) {
        for (Flight<B> flight : all()) {
            if (inFlight.contains(flight)) {
                flight.hold.partitions().stream().filter(partitions::contains).forEach(flight.revoked::add);
                flight.hold.forget(partitions);
                if (!flight.revoked.isEmpty() && !(flight.batch instanceof EntryBatch<?>)) {
                    flight.batch.discard();
                }
            } else if (!flight.gone) {
                flight.gone = giveUp(flight.batch, flight.hold, partitions);
            }
        }
    }

    /**
     * Takes the entries of these partitions out of a batch that is not in flight.
     *
     * @return whether nothing is left of it
     */
    boolean giveUp(B batch, OffsetTracker.Hold hold, Collection<TopicPartition> partitions) {
        if (batch instanceof EntryBatch<?>) {
            @SuppressWarnings("unchecked") // B extends Batch<E>, so an EntryBatch here is one of E
            List<Entry<E>> removed = ((EntryBatch<E>) batch)
                    .remove(entry -> partitions.contains(entry.origin().partition()));
            removed.forEach(onSettled);
            counters.discard(removed.size());
        } else if (hold.partitions().stream().anyMatch(partitions::contains)) {
            if (!partitions.containsAll(hold.partitions())) {
                throw new IllegalStateException("batch " + batch.key()
                        + " mixes partitions, so it cannot be given up for one of them; add the partition to its key");
            }
            counters.discard(batch.size());
            batch.discard();
            hold.forget(partitions);
            return true;
        }
        hold.forget(partitions);
        return false;
    }

    /** Posts the first answer as mail; any thread. */
    private final class Answer implements WriteCompletion {
        private final Flight<B> flight;
        private final Instant sentAt;
        private final AtomicBoolean answered = new AtomicBoolean();

        Answer(Flight<B> flight, Instant sentAt) {
            this.flight = flight;
            this.sentAt = sentAt;
        }

        @Override
        public void complete(WriteResult result) {
            post(new Letter<>(flight, result, null));
        }

        @Override
        public void fail(Throwable error) {
            post(new Letter<>(flight, null, error));
        }

        private void post(Letter<B> letter) {
            if (answered.compareAndSet(false, true)) {
                counters.answer(Duration.between(sentAt, clock.instant()));
                answers.post(letter);
            }
        }
    }
}
