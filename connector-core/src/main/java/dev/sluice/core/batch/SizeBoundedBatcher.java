package dev.sluice.core.batch;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One open batch a key, closed when it is full or its first entry has waited for the linger time. An entry that is
 * larger than a batch may be is not refused: it travels alone, and the mapper or the destination says whether that is
 * too much. Task thread only.
 *
 * @param <E> what the destination stores for one record
 */
public final class SizeBoundedBatcher<E> implements Batcher<E, EntryBatch<E>> {
    private final BatchLimits limits;
    /** In the order they were opened, so the first one is the first whose linger ends. */
    private final Map<BatchKey, EntryBatch<E>> open = new LinkedHashMap<>();

    private final Deque<EntryBatch<E>> closed = new ArrayDeque<>();

    /**
     * A batcher without open batches.
     *
     * @param limits hold for every key
     */
    public SizeBoundedBatcher(BatchLimits limits) {
        this.limits = limits;
    }

    @Override
    public void makeRoom(Entry<E> entry, Instant now) {
        EntryBatch<E> batch = open.get(entry.batchKey());
        if (batch != null && batch.size() > 0 && batch.sizeBytes() + entry.sizeBytes() > limits.maxBytes()) {
            close(batch, BatchTrigger.BYTES);
        }
    }

    @Override
    public Admission<EntryBatch<E>> add(Entry<E> entry, Instant now) {
        EntryBatch<E> batch =
                open.computeIfAbsent(entry.batchKey(), key -> new EntryBatch<>(key, now, limits.mayRepeatKeys()));
        batch.add(entry);
        if (batch.size() >= limits.maxEntries()) {
            close(batch, BatchTrigger.RECORDS);
        } else if (batch.sizeBytes() >= limits.maxBytes()) {
            close(batch, BatchTrigger.BYTES);
        }
        return new Admission.Joined<>(batch);
    }

    @Override
    public @Nullable EntryBatch<E> poll(Instant now) {
        EntryBatch<E> first = closed.poll();
        if (first != null) {
            return first;
        }
        Instant deadline = nextDeadline();
        if (deadline == null || now.isBefore(deadline)) {
            return null;
        }
        close(oldest(), BatchTrigger.LINGER);
        return closed.poll();
    }

    @Override
    public @Nullable Instant nextDeadline() {
        return open.isEmpty() ? null : oldest().openedAt().plus(limits.linger());
    }

    private EntryBatch<E> oldest() {
        return open.values().iterator().next();
    }

    @Override
    public void close(EntryBatch<E> batch, BatchTrigger trigger) {
        if (open.remove(batch.key(), batch)) {
            batch.close(trigger);
            closed.add(batch);
        }
    }

    @Override
    public boolean closeLargest() {
        EntryBatch<E> largest = null;
        for (EntryBatch<E> batch : open.values()) {
            if (largest == null || batch.heldBytes() > largest.heldBytes()) {
                largest = batch;
            }
        }
        if (largest == null) {
            return false;
        }
        close(largest, BatchTrigger.MEMORY);
        return true;
    }

    @Override
    public void drain() {
        List.copyOf(open.values()).forEach(batch -> close(batch, BatchTrigger.COMMIT));
    }

    @Override
    public Collection<EntryBatch<E>> held() {
        List<EntryBatch<E>> held = new ArrayList<>(closed);
        held.addAll(open.values());
        return held;
    }

    @Override
    public void forget(EntryBatch<E> batch) {
        open.remove(batch.key(), batch);
        closed.remove(batch);
    }
}
