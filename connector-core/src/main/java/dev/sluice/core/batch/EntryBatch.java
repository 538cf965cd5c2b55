package dev.sluice.core.batch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;

/** A batch that keeps its entries until each is answered, so that one can be retried or reported alone. */
public final class EntryBatch<E> extends Batch<E> {
    private final List<Entry<E>> entries = new ArrayList<>();
    private final boolean mayRepeatKeys;
    private long sizeBytes;
    private long heldBytes;

    public EntryBatch(BatchKey key, Instant openedAt, boolean mayRepeatKeys) {
        super(key, openedAt);
        this.mayRepeatKeys = mayRepeatKeys;
    }

    /** The entries in the order they joined; a view. */
    public List<Entry<E>> entries() {
        return Collections.unmodifiableList(entries);
    }

    /** Sum of the entries' sizes. */
    public long sizeBytes() {
        return sizeBytes;
    }

    @Override
    public long heldBytes() {
        return heldBytes;
    }

    @Override
    public int size() {
        return entries.size();
    }

    @Override
    public boolean mayRepeatKeys() {
        return mayRepeatKeys;
    }

    public void add(Entry<E> entry) {
        if (!isOpen()) {
            throw new IllegalStateException("the batch is closed (" + trigger() + ")");
        }
        entries.add(entry);
        sizeBytes += entry.sizeBytes();
        heldBytes += entry.heldBytes();
    }

    /** Takes out and returns the entries that match; the others keep their order. */
    public List<Entry<E>> remove(Predicate<Entry<E>> which) {
        List<Entry<E>> removed = new ArrayList<>();
        entries.removeIf(entry -> {
            if (!which.test(entry)) {
                return false;
            }
            sizeBytes -= entry.sizeBytes();
            heldBytes -= entry.heldBytes();
            return removed.add(entry);
        });
        return removed;
    }

    /** A closed batch with some of this one's entries. */
    public EntryBatch<E> part(List<Entry<E>> some, BatchTrigger why) {
        EntryBatch<E> part = new EntryBatch<>(key(), openedAt(), mayRepeatKeys);
        some.forEach(part::add);
        part.close(why);
        return part;
    }
}
