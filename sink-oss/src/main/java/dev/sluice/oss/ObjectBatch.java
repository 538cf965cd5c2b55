package dev.sluice.oss;

import dev.sluice.core.batch.Batch;
import dev.sluice.core.batch.Entry;
import dev.sluice.core.flow.MemoryBudget;
import dev.sluice.core.mapping.RecordOrigin;
import dev.sluice.oss.Ranking.Place;
import dev.sluice.oss.commit.CommittedObject;
import dev.sluice.oss.commit.OffsetRuns;
import dev.sluice.oss.commit.PreparedObject;
import dev.sluice.oss.format.ObjectEncoder;
import dev.sluice.oss.format.RecordFormat;
import dev.sluice.oss.format.StoredApart;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.TopicPartition;
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
        /** The commit log may have it. */
        COMMITTED,
        STORED,
        DISCARDED
    }

    private final String objectKey;
    private final String contentType;
    private final Uploads uploads;
    private final MemoryBudget budget;
    private final ObjectBuffer buffer;
    private final ObjectEncoder encoder;
    private int records;
    private long firstOffset;
    private long lastOffset;
    private @Nullable Long firstTimestamp;
    /** Two numbers: a reference from an old object to a young one, for each record, is work for the garbage collector. */
    private long lastAddedSecond;

    private int lastAddedNano;
    private @Nullable Instant uploadBegunAt;
    private boolean finished;
    /** Set on the task thread; null until the first part. */
    private volatile @Nullable ObjectUpload upload;
    /** Set on the task thread; null until the first value that is stored apart. */
    private volatile @Nullable SideObjects sides;

    /** Null when nobody asks for them. */
    private final OffsetRuns.@Nullable Builder offsets;
    /** The open objects that it belongs to; null while it is not open. {@link OpenObjects} alone looks after this and what follows. */
    @Nullable
    OpenObjects among;

    final Place<Long, ObjectBatch> bySize = new Place<>(this);

    final Place<Instant, ObjectBatch> byDeadline = new Place<>(this);
    /** Bytes that its place by size is for. */
    long rankedBytes;
    /** Whether its place by deadline is for one with parts under way. */
    boolean rankedUploading;
    /** The schedule's next point after it was opened; null for none. */
    @Nullable
    Instant scheduledAt;

    private final AtomicBoolean triedToCommit = new AtomicBoolean();
    private final AtomicReference<Fate> fate = new AtomicReference<>(Fate.UNDECIDED);

    ObjectBatch(
            ObjectPath path,
            String objectKey,
            RecordFormat format,
            MemoryBudget budget,
            Uploads uploads,
            Instant openedAt) {
        super(path, openedAt);
        this.offsets = uploads.commitsObjects() ? new OffsetRuns.Builder() : null;
        this.objectKey = objectKey;
        this.uploads = uploads;
        this.budget = budget;
        this.contentType = format.contentType();
        this.buffer = new ObjectBuffer(budget, OVERHEAD);
        this.encoder = format.open(buffer, path.lane());
        addedAt(openedAt);
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
        SinkRecord record = entry.value();
        RecordOrigin origin = entry.origin();
        encoder.encode(record, origin);
        if (record.value() instanceof StoredApart apart) {
            storeApart(apart);
        }
        if (records == 0) {
            firstOffset = origin.offset();
        }
        records++;
        lastOffset = origin.offset();
        if (offsets != null) {
            note(origin.offset(), offsets);
        }
        addedAt(now);
        if (firstTimestamp == null) {
            firstTimestamp = record.timestamp();
        }
        sendFullParts(now);
    }

    /** Several when the format wrote more than a part at once. */
    private void sendFullParts(Instant now) {
        while (buffer.uncut() >= uploads.partBytes()) {
            sendPart(now);
        }
    }

    private void note(long offset, OffsetRuns.Builder runs) {
        int before = runs.heldBytes();
        runs.add(offset);
        buffer.charge(runs.heldBytes() - before);
    }

    private void storeApart(StoredApart value) {
        SideObjects all = sides;
        if (all == null) {
            all = new SideObjects(uploads, budget);
            sides = all;
        }
        all.add(value);
    }

    private void addedAt(Instant now) {
        lastAddedSecond = now.getEpochSecond();
        lastAddedNano = now.getNano();
    }

    private void sendPart(Instant now) {
        ObjectUpload begun = upload;
        if (begun == null) {
            begun = new ObjectUpload(finished ? head() : headAtFirst(), uploads);
            upload = begun;
            uploadBegunAt = now;
            if (!isOpen()) {
                begun.closed();
            }
        }
        begun.add(buffer.cut(uploads.partBytes()));
    }

    /** What its records have in common; the same as {@link #key}. */
    ObjectPath path() {
        return (ObjectPath) key();
    }

    /** Where the object will be in the bucket. */
    String objectKey() {
        return objectKey;
    }

    /** What is said of it as long as nobody knows how it ends. */
    private ObjectHead headAtFirst() {
        return new ObjectHead(objectKey, contentType, Map.of(ObjectHead.FIRST_OFFSET, Long.toString(firstOffset)));
    }

    /** What is said of it when it is known to the end. */
    ObjectHead head() {
        return new ObjectHead(
                objectKey,
                contentType,
                Map.of(
                        ObjectHead.FIRST_OFFSET,
                        Long.toString(firstOffset),
                        ObjectHead.LAST_OFFSET,
                        Long.toString(lastOffset),
                        ObjectHead.RECORDS,
                        Integer.toString(records)));
    }

    /** Records' timestamps are counted from this one; null while no record had any. */
    @Nullable
    Long firstTimestamp() {
        return firstTimestamp;
    }

    Instant lastAddedAt() {
        return Instant.ofEpochSecond(lastAddedSecond, lastAddedNano);
    }

    /** Bytes of the object so far, what its format holds back included, as far as the format knows it. */
    long length() {
        return buffer.length() + encoder.pendingBytes();
    }

    /** When its first part left; null while it has none. */
    @Nullable
    Instant uploadBegunAt() {
        return uploadBegunAt;
    }

    @Override
    public long heldBytes() {
        ObjectUpload begun = upload;
        SideObjects apart = sides;
        return buffer.heldBytes() + (begun == null ? 0 : begun.heldBytes()) + (apart == null ? 0 : apart.heldBytes());
    }

    /** Memory that stays held until the object is closed: without the parts and the values that are leaving. */
    long restingBytes() {
        ObjectUpload begun = upload;
        SideObjects apart = sides;
        return buffer.heldBytes()
                + (begun == null ? 0 : begun.restingBytes())
                + (apart == null ? 0 : apart.restingBytes());
    }

    /** Tells the upload that the pipeline has the object now. */
    void handedOver() {
        ObjectUpload begun = upload;
        if (begun != null) {
            begun.closed();
        }
        SideObjects apart = sides;
        if (apart != null) {
            apart.closed();
        }
    }

    /**
     * Completes the object; more calls change nothing, so a repeated write stores the same bytes.
     *
     * @return whether it goes in parts, by {@link #upload}, and not whole, by {@link #content}
     */
    boolean finish() {
        if (!finished) {
            encoder.finish();
            finished = true;
            sendFullParts(lastAddedAt());
            // What is committed goes in parts, and has one also if it has no byte.
            if (upload == null ? offsets != null : buffer.uncut() > 0) {
                sendPart(lastAddedAt());
            }
        }
        return upload != null;
    }

    /** Where its records were read. */
    TopicPartition origin() {
        return ((ObjectPath) key()).origin();
    }

    /**
     * The object is about to be committed: whatever becomes of this batch, the object may be published from now on.
     *
     * @return null when it was given up before
     * @throws IllegalStateException when objects are not committed
     */
    @Nullable
    CommittedObject commit(PreparedObject object) {
        OffsetRuns.Builder runs = offsets;
        if (runs == null) {
            throw new IllegalStateException("the offsets are not known");
        }
        if (!fate.compareAndSet(Fate.UNDECIDED, Fate.COMMITTED) && isDiscarded()) {
            return null;
        }
        upload().keep();
        return new CommittedObject(object, records, runs.build());
    }

    /** Whether nobody has tried to commit it before, so that the log cannot have it: true once. Any thread. */
    boolean isFirstCommit() {
        return !triedToCommit.getAndSet(true);
    }

    /** All of the object, when no part of it was cut. */
    ObjectContent content() {
        return buffer.content();
    }

    /** Values of its records that have objects of their own, which have to be stored first; null when there are none. */
    @Nullable
    SideObjects sides() {
        return sides;
    }

    /** @throws IllegalStateException when it has no parts */
    ObjectUpload upload() {
        ObjectUpload begun = upload;
        if (begun == null) {
            throw new IllegalStateException("the object has no parts");
        }
        return begun;
    }

    /** The bucket has it: its memory is free. Any thread. */
    void stored() {
        if (!fate.compareAndSet(Fate.UNDECIDED, Fate.STORED)) {
            fate.compareAndSet(Fate.COMMITTED, Fate.STORED);
        }
        ObjectUpload begun = upload;
        if (begun != null) {
            begun.keep();
        }
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

    /** An upload that is under way breaks off at the next byte it reads. What may be committed stays in the bucket. */
    @Override
    public void discard() {
        boolean mayBeCommitted = !fate.compareAndSet(Fate.UNDECIDED, Fate.DISCARDED) && fate.get() == Fate.COMMITTED;
        buffer.release();
        ObjectUpload begun = upload;
        if (begun != null) {
            if (mayBeCommitted) {
                begun.keep();
            }
            begun.discard();
        }
        SideObjects apart = sides;
        if (apart != null) {
            apart.discard();
        }
    }
}
