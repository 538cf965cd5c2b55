package dev.sluice.core.batch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;

/**
 * A batch that keeps its entries until each is answered, so that one can be retried or reported alone. Task thread
 * only: a writer that needs the entries on another thread copies the list before {@code write} returns, because a write
 * that is overdue may be given up and the batch sent again while the client is still at it.
 *
 * @param <E> what the destination stores for one record
 */
public final class EntryBatch<E> extends Batch<E> {
    private final List<Entry<E>> entries = new ArrayList<>();
    private final boolean mayRepeatKeys;
    private long sizeBytes;
    private long heldBytes;

    /**
     * An open batch without entries.
     *
     * @param key what all its entries have in common
     * @param openedAt the task's time
     * @param mayRepeatKeys whether the destination applies a batch in order, so that equal ordering keys may share one
     */
    public EntryBatch(BatchKey key, Instant openedAt, boolean mayRepeatKeys) {
        super(key, openedAt);
        this.mayRepeatKeys = mayRepeatKeys;
    }

    /**
     * The entries in the order they joined.
     *
     * @return a view that cannot be changed; it shows what {@link #remove} takes out
     */
    public List<Entry<E>> entries() {
        return Collections.unmodifiableList(entries);
    }

    /**
     * Sum of the entries' sizes as the mapper gave them, for limits of a request.
     *
     * @return 0 or more
     */
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

    /**
     * Puts the entry behind the others. Limits are the batcher's affair: none is checked here.
     *
     * @param entry with this batch's key
     * @throws IllegalStateException when the batch is closed
     */
    public void add(Entry<E> entry) {
        if (!isOpen()) {
            throw new IllegalStateException("the batch is closed (" + trigger() + ")");
        }
        entries.add(entry);
        sizeBytes += entry.sizeBytes();
        heldBytes += entry.heldBytes();
    }

    /**
     * Takes out the entries that match; the others keep their order. Works on closed batches, too: this is how entries
     * whose partition is given up leave.
     *
     * @param which asked once for each entry, in order
     * @return what was taken out, in order
     */
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

    /**
     * A closed batch with some of this one's entries, to be sent again. This one stays as it is.
     *
     * @param some entries of this batch, in order
     * @param why {@link BatchTrigger#RETRY} or {@link BatchTrigger#ISOLATION}
     * @return a batch with this one's key and age
     */
    public EntryBatch<E> part(List<Entry<E>> some, BatchTrigger why) {
        EntryBatch<E> part = new EntryBatch<>(key(), openedAt(), mayRepeatKeys);
        some.forEach(part::add);
        part.close(why);
        return part;
    }
}
