package dev.sluice.testkit.conformance;

import dev.sluice.core.batch.Admission;
import dev.sluice.core.batch.BatchLimits;
import dev.sluice.core.batch.BatchTrigger;
import dev.sluice.core.batch.Batcher;
import dev.sluice.core.batch.Entry;
import dev.sluice.core.batch.EntryBatch;
import dev.sluice.core.batch.SizeBoundedBatcher;
import dev.sluice.core.mapping.RecordOrigin;
import dev.sluice.testkit.conformance.MemoryStore.Item;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The core's batcher, with room for defects. */
final class MemoryBatcher implements Batcher<Stored, EntryBatch<Stored>> {
    static final Duration LINGER = Duration.ofMillis(100);

    private final SizeBoundedBatcher<Stored> batcher =
            new SizeBoundedBatcher<>(new BatchLimits(3, 1 << 20, LINGER, true));
    private final Map<EntryBatch<Stored>, List<Item>> added = new HashMap<>();
    private final Set<RecordOrigin> seen = new HashSet<>();
    private final Set<RecordOrigin> seenAgain = new HashSet<>();
    private final List<Runnable> waitingForTime = new ArrayList<>();
    private final Defect defect;
    private Instant lastPoll = Instant.MIN;

    MemoryBatcher(Defect defect) {
        this.defect = defect;
    }

    @Override
    public void makeRoom(Entry<Stored> entry, Instant now) {
        batcher.makeRoom(entry, now);
    }

    @Override
    public Admission<EntryBatch<Stored>> add(Entry<Stored> entry, Instant now) {
        if (!seen.add(entry.origin())) {
            seenAgain.add(entry.origin());
        }
        Admission<EntryBatch<Stored>> admission = batcher.add(entry, now);
        if (defect == Defect.REPORTS_TWICE && MemorySink.isBad(entry.value())) {
            batcher.add(twin(entry), now);
        }
        if (defect == Defect.STORES_WHAT_WAS_REVOKED
                && admission instanceof Admission.Joined<EntryBatch<Stored>> joined) {
            added.computeIfAbsent(joined.batch(), b -> new ArrayList<>()).add(item(entry));
        }
        return admission;
    }

    @Override
    public @Nullable EntryBatch<Stored> poll(Instant now) {
        if (now.isAfter(lastPoll)) {
            lastPoll = now;
            waitingForTime.forEach(Runnable::run);
            waitingForTime.clear();
        }
        return batcher.poll(now);
    }

    @Override
    public @Nullable Instant nextDeadline() {
        return defect == Defect.FORGETS_ITS_DEADLINE ? null : batcher.nextDeadline();
    }

    @Override
    public void close(EntryBatch<Stored> batch, BatchTrigger trigger) {
        batcher.close(batch, trigger);
    }

    @Override
    public boolean closeLargest() {
        return batcher.closeLargest();
    }

    @Override
    public void drain() {
        batcher.drain();
    }

    @Override
    public Collection<EntryBatch<Stored>> held() {
        return batcher.held();
    }

    @Override
    public void forget(EntryBatch<Stored> batch) {
        batcher.forget(batch);
    }

    /** What the batch sends: its entries, or, which is the defect, all that ever joined it. */
    List<Item> itemsOf(EntryBatch<Stored> batch) {
        List<Item> all = added.remove(batch);
        if (all != null) {
            return all;
        }
        List<Item> items = new ArrayList<>();
        for (Entry<Stored> entry : batch.entries()) {
            Item item = item(entry);
            items.add(item);
            if (defect == Defect.STORES_UNDER_A_NEW_ID_WHAT_COMES_AGAIN && seenAgain.contains(entry.origin())) {
                items.add(item.underANewId());
            }
        }
        return items;
    }

    /** Does this when time has moved; task thread. */
    void whenTimeMoves(Runnable step) {
        waitingForTime.add(step);
    }

    /** The same entry, of which the pipeline knows nothing: it counts for no order and no memory. */
    private static Entry<Stored> twin(Entry<Stored> entry) {
        return new Entry<>(entry.value(), entry.batchKey(), null, entry.sizeBytes(), 0, entry.record(), entry.origin());
    }

    private static Item item(Entry<Stored> entry) {
        return new Item(entry.origin(), entry.value());
    }
}
