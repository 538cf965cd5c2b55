package dev.sluice.core.flow;

import dev.sluice.core.batch.Batch;
import dev.sluice.core.batch.BatchTrigger;
import dev.sluice.core.batch.Entry;
import dev.sluice.core.batch.EntryBatch;
import dev.sluice.core.failure.Failure;
import dev.sluice.core.failure.FailureKind;
import dev.sluice.core.mapping.RecordOrigin;
import dev.sluice.core.metrics.PipelineCounters;
import dev.sluice.core.offset.OffsetTracker;
import dev.sluice.core.retry.RetryDecision;
import dev.sluice.core.write.EntryOutcome;
import dev.sluice.core.write.WriteResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides what follows from the answer to one write. Task thread only. */
final class Settlement<E, B extends Batch<E>> {
    private static final Logger LOG = LoggerFactory.getLogger(Settlement.class);

    private final PipelineOptions options;
    private final OffsetTracker tracker;
    private final ErrantRecords errants;
    private final PipelineCounters counters;
    private final Consumer<Entry<E>> onSettled;
    private final FlightDeck<E, B> deck;

    Settlement(
            PipelineOptions options,
            OffsetTracker tracker,
            ErrantRecords errants,
            PipelineCounters counters,
            Consumer<Entry<E>> onSettled,
            FlightDeck<E, B> deck) {
        this.options = options;
        this.tracker = tracker;
        this.errants = errants;
        this.counters = counters;
        this.onSettled = onSettled;
        this.deck = deck;
    }

    /** @throws ConnectException when the task cannot go on; what is not settled is still held then */
    void settle(Flight<B> flight, WriteResult result, Instant now) {
        EntryBatch<E> entries = asEntryBatch(flight.batch);
        if (entries == null) {
            settleWhole(flight, result, now);
            return;
        }
        if (!flight.revoked.isEmpty()) {
            int sent = entries.size();
            result = withoutRevoked(flight, entries, result);
            if (entries.size() < sent && isRejected(result)) {
                // The refusal was for what is gone as much as for what is left: that has to be asked again.
                deck.addFirst(flight);
                return;
            }
        }
        if (result instanceof WriteResult.Failed failed) {
            entriesFailed(flight, entries, failed.failure(), now);
        } else if (result instanceof WriteResult.PerEntry perEntry) {
            entriesAnswered(flight, entries, perEntry.outcomes(), now);
        } else {
            deck.succeeded();
            written(entries.entries());
            done(flight);
        }
    }

    /** A batch that was consumed on arrival is stored, or not, as a whole. */
    private void settleWhole(Flight<B> flight, WriteResult result, Instant now) {
        boolean revoked = !flight.revoked.isEmpty();
        if (result instanceof WriteResult.Written) {
            deck.succeeded();
            if (revoked) {
                counters.discard(flight.batch.size());
            } else {
                counters.write(flight.batch.size());
            }
            done(flight);
        } else if (revoked) {
            counters.discard(flight.batch.size());
            flight.batch.discard();
            done(flight);
        } else if (result instanceof WriteResult.Failed failed
                && failed.failure().isRetriable()) {
            retry(flight, flight.batch, failed.failure(), now);
        } else if (result instanceof WriteResult.Failed failed) {
            throw fatal(flight, failed.failure());
        } else {
            throw new ConnectException("The writer answered batch " + flight.batch.key()
                    + " entry by entry, but the batch keeps no entries");
        }
    }

    private static boolean isRejected(WriteResult result) {
        return result instanceof WriteResult.Failed failed && failed.failure().kind() == FailureKind.REJECTED;
    }

    private WriteResult withoutRevoked(Flight<B> flight, EntryBatch<E> entries, WriteResult result) {
        List<EntryOutcome> kept = new ArrayList<>();
        List<Entry<E>> all = List.copyOf(entries.entries());
        boolean sized = result instanceof WriteResult.PerEntry perEntry
                && perEntry.outcomes().size() == all.size();
        for (int i = 0; sized && i < all.size(); i++) {
            if (!flight.revoked.contains(all.get(i).origin().partition())) {
                kept.add(((WriteResult.PerEntry) result).outcomes().get(i));
            }
        }
        List<Entry<E>> gone =
                entries.remove(entry -> flight.revoked.contains(entry.origin().partition()));
        gone.forEach(onSettled);
        counters.discard(gone.size());
        return sized ? new WriteResult.PerEntry(kept) : result;
    }

    private void entriesFailed(Flight<B> flight, EntryBatch<E> entries, Failure failure, Instant now) {
        if (entries.size() == 0) {
            done(flight);
        } else if (failure.isRetriable()) {
            retry(flight, flight.batch, failure, now);
        } else if (failure.kind() == FailureKind.FATAL) {
            throw fatal(flight, failure);
        } else if (entries.size() == 1) {
            rejected(entries.entries().get(0), failure);
            done(flight);
        } else {
            isolate(flight, entries);
        }
    }

    /** One entry spoils the batch and nobody says which: each half is tried by itself. */
    private void isolate(Flight<B> flight, EntryBatch<E> entries) {
        List<Entry<E>> all = entries.entries();
        Flight<B> first = part(flight, entries, all.subList(0, all.size() / 2), BatchTrigger.ISOLATION);
        Flight<B> second = part(flight, entries, all.subList(all.size() / 2, all.size()), BatchTrigger.ISOLATION);
        second.next = flight.next;
        flight.next = null;
        if (entries.mayRepeatKeys()) {
            // A key may be in both halves.
            first.next = second;
        } else {
            deck.addFirst(second);
        }
        deck.addFirst(first);
        flight.hold.release();
    }

    private void entriesAnswered(Flight<B> flight, EntryBatch<E> entries, List<EntryOutcome> outcomes, Instant now) {
        List<Entry<E>> all = entries.entries();
        if (outcomes.size() != all.size()) {
            throw new ConnectException("The writer gave " + outcomes.size() + " outcomes for the " + all.size()
                    + " entries of batch " + flight.batch.key());
        }
        List<Entry<E>> written = new ArrayList<>(all.size());
        List<Entry<E>> unsettled = new ArrayList<>();
        Map<RecordOrigin, Failure> rejected = new HashMap<>();
        Set<Object> keysAgain = new HashSet<>();
        Failure worst = null;
        for (int i = 0; i < all.size(); i++) {
            Entry<E> entry = all.get(i);
            if (outcomes.get(i) instanceof EntryOutcome.Failed failed) {
                unsettled.add(entry);
                if (failed.failure().kind() == FailureKind.REJECTED) {
                    rejected.put(entry.origin(), failed.failure());
                } else {
                    worst = worse(worst, failed.failure());
                    if (entry.orderingKey() != null) {
                        keysAgain.add(entry.orderingKey());
                    }
                }
            } else if (entry.orderingKey() != null && keysAgain.contains(entry.orderingKey())) {
                // It is stored, but an earlier one of its key will be stored after it: so it has to follow again.
                unsettled.add(entry);
            } else {
                written.add(entry);
            }
        }
        written(written);
        Flight<B> rest = part(flight, entries, unsettled, BatchTrigger.RETRY);
        rest.request = flight.request;
        rest.next = flight.next;
        flight.hold.release();
        flight.gone = true;
        settleRest(rest, rejected, worst, now);
    }

    private void settleRest(Flight<B> rest, Map<RecordOrigin, Failure> rejected, @Nullable Failure worst, Instant now) {
        EntryBatch<E> entries = asEntryBatch(rest.batch);
        try {
            if (entries != null) {
                for (Entry<E> entry : List.copyOf(entries.entries())) {
                    Failure failure = rejected.get(entry.origin());
                    if (failure != null) {
                        rejected(entry, failure);
                        entries.remove(e -> e.origin().equals(entry.origin()));
                    }
                }
            }
            if (worst == null) {
                deck.succeeded();
                done(rest);
            } else if (worst.isRetriable()) {
                retry(rest, rest.batch, worst, now);
            } else {
                throw fatal(rest, worst);
            }
        } catch (ConnectException e) {
            // The task ends here, and what is not settled is still held.
            deck.addFirst(rest);
            throw e;
        }
    }

    /** By how much it has to change what comes next: fatal, throttled, transient. */
    private static Failure worse(@Nullable Failure one, Failure other) {
        return one != null && one.kind().compareTo(other.kind()) > 0 ? one : other;
    }

    private void retry(Flight<B> flight, B batch, Failure failure, Instant now) {
        if (failure.kind() == FailureKind.THROTTLED) {
            deck.throttled(flight);
        }
        if (flight.failingSince == null) {
            flight.failingSince = now;
        }
        Duration failing = Duration.between(flight.failingSince, now);
        RetryDecision decision = options.retryPolicy().decide(failure, flight.attempt, failing, options.random());
        if (decision instanceof RetryDecision.GiveUp giveUp) {
            throw new ConnectException(
                    "Batch " + batch.key() + " was not stored: " + giveUp.reason() + "; " + failure.describe(),
                    failure.cause());
        }
        Duration delay = ((RetryDecision.RetryIn) decision).delay();
        if (Integer.bitCount(flight.attempt) == 1) {
            LOG.warn(
                    "Batch {} of {} entries failed at attempt {}, next one in {} ms: {}",
                    batch.key(),
                    batch.size(),
                    flight.attempt,
                    delay.toMillis(),
                    failure.describe());
        }
        flight.attempt++;
        counters.retry(failure.kind());
        deck.retryAt(flight, now.plus(delay));
    }

    @SuppressWarnings("unchecked") // the part of an EntryBatch is one too, and B is EntryBatch<E> here
    private Flight<B> part(Flight<B> flight, EntryBatch<E> entries, List<Entry<E>> some, BatchTrigger why) {
        OffsetTracker.Hold hold = tracker.hold();
        some.forEach(entry -> hold.cover(entry.origin()));
        return new Flight<>((B) entries.part(some, why), hold, flight);
    }

    @SuppressWarnings("unchecked") // B extends Batch<E>, so an EntryBatch here is one of E
    private static <E, B extends Batch<E>> @Nullable EntryBatch<E> asEntryBatch(B batch) {
        return batch instanceof EntryBatch<?> ? (EntryBatch<E>) batch : null;
    }

    private void written(List<Entry<E>> entries) {
        counters.write(entries.size());
        entries.forEach(onSettled);
    }

    private void rejected(Entry<E> entry, Failure failure) {
        errants.dispose(entry.record(), entry.origin(), failure);
        onSettled.accept(entry);
    }

    /** Nothing of the flight is left: what waited for it may go. */
    void done(Flight<B> flight) {
        flight.hold.release();
        if (flight.next != null) {
            deck.addFirst(flight.next);
            flight.next = null;
        }
    }

    private static ConnectException fatal(Flight<?> flight, Failure failure) {
        return new ConnectException(
                "Batch " + flight.batch.key() + " was refused and no retry can help: " + failure.describe(),
                failure.cause());
    }
}
