package dev.sluice.oss;

import dev.sluice.core.batch.Batch;
import dev.sluice.core.batch.Entry;
import dev.sluice.core.flow.MemoryBudget;
import dev.sluice.core.mapping.RecordOrigin;
import dev.sluice.oss.format.ObjectEncoder;
import dev.sluice.oss.format.RecordFormat;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * An object that is being written. Encodes each record on arrival and keeps its bytes only, so it is stored or given up as
 * a whole, and never mixes topic-partitions.
 *
 * <p>Task thread, except for {@link #stored}, {@link #isStored} and {@link #isDiscarded}.
 */
public final class ObjectBatch extends Batch<SinkRecord> {
    /** What an open object takes besides its content: itself, its key, its place in the maps; rounded up. */
    private static final long OVERHEAD = 1 << 10;

    private enum Fate {
        UNDECIDED,
        STORED,
        DISCARDED
    }

    private final String objectKey;
    private final String contentType;
    private final ObjectBuffer buffer;
    private final ObjectEncoder encoder;
    private int records;
    private long firstOffset;
    private long lastOffset;
    private @Nullable Long firstTimestamp;
    private Instant lastAddedAt;
    private @Nullable ObjectContent content;
    private final AtomicReference<Fate> fate = new AtomicReference<>(Fate.UNDECIDED);

    ObjectBatch(ObjectPath path, String objectKey, RecordFormat format, MemoryBudget budget, Instant openedAt) {
        super(path, openedAt);
        this.objectKey = objectKey;
        this.contentType = format.contentType();
        this.buffer = new ObjectBuffer(budget, OVERHEAD);
        this.encoder = format.open(buffer, path.lane());
        this.lastAddedAt = openedAt;
    }

    /**
     * Writes the record into the object.
     *
     * @throws org.apache.kafka.connect.errors.DataException when it cannot be stored; the object is then as it was before
     */
    void append(Entry<SinkRecord> entry, Instant now) {
        if (!isOpen()) {
            throw new IllegalStateException("the object is closed (" + trigger() + ")");
        }
        SinkRecord record = entry.record();
        RecordOrigin origin = entry.origin();
        encoder.encode(record, origin);
        if (records == 0) {
            firstOffset = origin.offset();
        }
        records++;
        lastOffset = origin.offset();
        lastAddedAt = now;
        if (firstTimestamp == null) {
            firstTimestamp = record.timestamp();
        }
    }

    /** Where the object will be in the bucket. */
    String objectKey() {
        return objectKey;
    }

    String contentType() {
        return contentType;
    }

    /** User metadata of the object, by name without prefix: which records it holds. */
    Map<String, String> metadata() {
        return Map.of(
                "sluice-first-offset", Long.toString(firstOffset),
                "sluice-last-offset", Long.toString(lastOffset),
                "sluice-records", Integer.toString(records));
    }

    /** Records' timestamps are counted from this one; null while no record had any. */
    @Nullable
    Long firstTimestamp() {
        return firstTimestamp;
    }

    Instant lastAddedAt() {
        return lastAddedAt;
    }

    /** Bytes of the object so far. */
    long length() {
        return buffer.length();
    }

    @Override
    public long heldBytes() {
        return buffer.heldBytes();
    }

    /** Completes the object; the same content each time, so a repeated write stores the same bytes. */
    ObjectContent finish() {
        if (content == null) {
            encoder.finish();
            content = buffer.content();
        }
        return content;
    }

    /** The bucket has it: its memory is free. Any thread. */
    void stored() {
        fate.compareAndSet(Fate.UNDECIDED, Fate.STORED);
        buffer.release();
    }

    boolean isStored() {
        return fate.get() == Fate.STORED;
    }

    boolean isDiscarded() {
        return fate.get() == Fate.DISCARDED;
    }

    @Override
    public int size() {
        return records;
    }

    @Override
    public boolean mayRepeatKeys() {
        return true;
    }

    /** An upload that is under way breaks off at the next byte it reads. */
    @Override
    public void discard() {
        fate.compareAndSet(Fate.UNDECIDED, Fate.DISCARDED);
        buffer.release();
    }
}
