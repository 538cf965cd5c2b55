package dev.sluice.oss;

import dev.sluice.core.batch.Admission;
import dev.sluice.core.batch.BatchTrigger;
import dev.sluice.core.batch.Batcher;
import dev.sluice.core.batch.Entry;
import dev.sluice.core.failure.Failure;
import dev.sluice.core.flow.MemoryBudget;
import dev.sluice.oss.format.RecordFormat;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * One open object for each path. An object rotates by itself: no trigger ever closes its neighbours, and neither a commit nor
 * a rebalance closes any.
 */
final class RotatingBatcher implements Batcher<SinkRecord, ObjectBatch> {
    private final Rotation rotation;
    private final RecordFormat format;
    private final ObjectNames names;
    private final MemoryBudget budget;
    private final Uploads uploads;
    private final OpenObjects open;
    private final Deque<ObjectBatch> closed = new ArrayDeque<>();
    private long arrivalsSeen;

    RotatingBatcher(Rotation rotation, RecordFormat format, ObjectNames names, MemoryBudget budget, Uploads uploads) {
        this.rotation = rotation;
        this.uploads = uploads;
        this.format = format;
        this.names = names;
        this.budget = budget;
        this.open = new OpenObjects(this.rotation);
    }

    @Override
    public void makeRoom(Entry<SinkRecord> entry, Instant now) {
        ObjectBatch current = open.get(entry.batchKey());
        if (current == null) {
            return;
        }
        BatchTrigger due = dueBy(now, current);
        BatchTrigger why = due == null ? rotation.before(entry.record(), current) : due;
        if (why != null) {
            closeOpen(current, why);
        }
    }

    @Override
    public Admission<ObjectBatch> add(Entry<SinkRecord> entry, Instant now) {
        ObjectBatch current = open.get(entry.batchKey());
        if (current == null) {
            return open(entry, now);
        }
        try {
            current.append(entry, now);
        } catch (DataException e) {
            return refused(e);
        }
        open.grown(current);
        return joined(current);
    }

    private Admission<ObjectBatch> open(Entry<SinkRecord> entry, Instant now) {
        ObjectPath path = (ObjectPath) entry.batchKey();
        String key = names.keyOf(path, entry.origin().offset());
        if (!ObjectNames.fits(key)) {
            return new Admission.Refused<>(Failure.rejected(
                    "ObjectKeyTooLong",
                    "the object's key would be longer than the service's limit of " + ObjectNames.MAX_KEY_BYTES
                            + " bytes; shorten " + LayoutOptions.TOPICS_DIR + " or what names directories"));
        }
        ObjectBatch object = new ObjectBatch(path, key, format, budget, uploads, now);
        try {
            object.append(entry, now);
        } catch (DataException e) {
            object.discard();
            return refused(e);
        }
        open.add(object);
        return joined(object);
    }

    private Admission<ObjectBatch> joined(ObjectBatch current) {
        BatchTrigger full = rotation.after(current);
        if (full != null) {
            closeOpen(current, full);
        }
        return new Admission.Joined<>(current);
    }

    private static Admission<ObjectBatch> refused(DataException e) {
        return new Admission.Refused<>(Failure.rejected("NotStorable", String.valueOf(e.getMessage())));
    }

    @Override
    public @Nullable ObjectBatch poll(Instant now) {
        uploads.watch(now);
        if (closed.isEmpty()) {
            ObjectBatch next = open.mostUrgent();
            BatchTrigger due = next == null ? null : dueBy(now, next);
            if (next != null && due != null) {
                closeOpen(next, due);
            }
        }
        return closed.poll();
    }

    private @Nullable BatchTrigger dueBy(Instant now, ObjectBatch current) {
        Instant deadline = rotation.deadline(current);
        if (now.isBefore(deadline)) {
            return null;
        }
        return deadline.equals(rotation.idleAt(current)) && !deadline.equals(current.scheduledAt)
                ? BatchTrigger.IDLE
                : BatchTrigger.WALL_CLOCK;
    }

    @Override
    public @Nullable Instant nextDeadline() {
        ObjectBatch next = open.mostUrgent();
        Instant deadline = next == null ? Instant.MAX : rotation.deadline(next);
        Instant look = uploads.nextLook();
        if (look != null && look.isBefore(deadline)) {
            return look;
        }
        return deadline.equals(Instant.MAX) ? null : deadline;
    }

    @Override
    public void close(ObjectBatch batch, BatchTrigger trigger) {
        if (open.get(batch.key()) == batch) {
            closeOpen(batch, trigger);
        }
    }

    private void closeOpen(ObjectBatch current, BatchTrigger trigger) {
        open.remove(current);
        current.close(trigger);
        current.handedOver();
        closed.add(current);
    }

    /**
     * Not while parts of open objects are leaving: their memory comes back by itself. Nor when some arrived since the last call:
     * the caller may have looked at the budget before.
     */
    @Override
    public boolean closeLargest() {
        Uploads.Traffic traffic = uploads.traffic();
        if (traffic.leavingBytes() > 0 || traffic.arrivals() != arrivalsSeen) {
            arrivalsSeen = traffic.arrivals();
            return false;
        }
        ObjectBatch largest = open.largest();
        if (largest == null) {
            return false;
        }
        closeOpen(largest, BatchTrigger.MEMORY);
        return true;
    }

    /** Closes nothing: objects do not depend on when offsets are committed. */
    @Override
    public void drain() {}

    @Override
    public Collection<ObjectBatch> held() {
        List<ObjectBatch> held = new ArrayList<>(closed);
        held.addAll(open.objects());
        return held;
    }

    @Override
    public void forget(ObjectBatch batch) {
        if (open.get(batch.key()) == batch) {
            open.remove(batch);
        }
        closed.remove(batch);
    }
}
