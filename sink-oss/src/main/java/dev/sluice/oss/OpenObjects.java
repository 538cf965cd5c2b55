package dev.sluice.oss;

import dev.sluice.core.batch.BatchKey;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The open objects by path, by deadline and by size. Adding a record costs one look-up: an object moves among the sizes only
 * when its buffer grows, and its deadline is put off only when the old one comes up.
 */
final class OpenObjects {
    /** An open object with what it is sorted by; the sorted fields change only while it is in no tree. */
    static final class Open {
        final ObjectBatch object;
        final @Nullable Instant scheduledAt;
        private final long number;
        private long rankedBytes;
        private Instant rankedDeadline = Instant.MAX;
        private boolean uploading;

        Open(ObjectBatch object, @Nullable Instant scheduledAt, long number) {
            this.object = object;
            this.scheduledAt = scheduledAt;
            this.number = number;
        }

        /** When it is finished if no record comes; {@link Instant#MAX} for never. */
        Instant deadline(Rotation rotation) {
            Instant first = scheduledAt == null ? Instant.MAX : scheduledAt;
            Instant idle = rotation.idleAt(object);
            if (idle != null && idle.isBefore(first)) {
                first = idle;
            }
            Instant uploadEnds = rotation.uploadEndsAt(object);
            return uploadEnds != null && uploadEnds.isBefore(first) ? uploadEnds : first;
        }
    }

    private final Rotation rotation;
    private final Map<BatchKey, Open> byPath = new HashMap<>();
    private final TreeSet<Open> bySize =
            new TreeSet<>(Comparator.<Open>comparingLong(o -> o.rankedBytes).thenComparingLong(o -> o.number));
    private final TreeSet<Open> byDeadline = new TreeSet<>(
            Comparator.<Open, Instant>comparing(o -> o.rankedDeadline).thenComparingLong(o -> o.number));
    private long opened;

    OpenObjects(Rotation rotation) {
        this.rotation = rotation;
    }

    @Nullable
    Open get(BatchKey path) {
        return byPath.get(path);
    }

    Open add(ObjectBatch object) {
        Open open = new Open(object, rotation.scheduledAfter(object.openedAt()), opened++);
        open.rankedBytes = object.restingBytes();
        open.rankedDeadline = open.deadline(rotation);
        byPath.put(object.key(), open);
        bySize.add(open);
        byDeadline.add(open);
        return open;
    }

    /** Looks at the size again after a record was added. */
    void grown(Open open) {
        long held = open.object.restingBytes();
        if (held != open.rankedBytes) {
            bySize.remove(open);
            open.rankedBytes = held;
            bySize.add(open);
        }
        if (!open.uploading && open.object.uploadBegunAt() != null) {
            open.uploading = true;
            // Its deadline may be sooner now, and only later ones are found by themselves.
            byDeadline.remove(open);
            open.rankedDeadline = open.deadline(rotation);
            byDeadline.add(open);
        }
    }

    void remove(Open open) {
        byPath.remove(open.object.key(), open);
        bySize.remove(open);
        byDeadline.remove(open);
    }

    /** The one that holds most memory; null when none is open. */
    @Nullable
    Open largest() {
        return bySize.isEmpty() ? null : bySize.last();
    }

    /** The one whose deadline is next, with the deadline as it is now; null when none is open. */
    @Nullable
    Open mostUrgent() {
        while (!byDeadline.isEmpty()) {
            Open first = byDeadline.first();
            Instant deadline = first.deadline(rotation);
            if (deadline.equals(first.rankedDeadline)) {
                return first;
            }
            byDeadline.remove(first);
            first.rankedDeadline = deadline;
            byDeadline.add(first);
        }
        return null;
    }

    Collection<ObjectBatch> objects() {
        return byPath.values().stream().map(open -> open.object).toList();
    }
}
