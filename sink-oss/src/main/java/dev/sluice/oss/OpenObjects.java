package dev.sluice.oss;

import dev.sluice.core.batch.BatchKey;
import dev.sluice.oss.Ranking.Place;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The open objects by path, by deadline and by size. Adding a record costs one look-up: an object moves among the sizes only
 * when its buffer grows, and its deadline is put off only when the old one comes up. Sizes and deadlines are few: buffers grow in
 * steps, and what came together is due together.
 */
final class OpenObjects {
    /** An open object with where it stands. */
    static final class Open {
        final ObjectBatch object;
        final @Nullable Instant scheduledAt;
        private final Place<Long, Open> bySize = new Place<>(this);
        private final Place<Instant, Open> byDeadline = new Place<>(this);
        private long rankedBytes;
        private boolean uploading;

        Open(ObjectBatch object, @Nullable Instant scheduledAt) {
            this.object = object;
            this.scheduledAt = scheduledAt;
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
    private final Ranking<Long, Open> bySize = new Ranking<>();
    private final Ranking<Instant, Open> byDeadline = new Ranking<>();

    OpenObjects(Rotation rotation) {
        this.rotation = rotation;
    }

    @Nullable
    Open get(BatchKey path) {
        return byPath.get(path);
    }

    Open add(ObjectBatch object) {
        Open open = new Open(object, rotation.scheduledAfter(object.openedAt()));
        byPath.put(object.key(), open);
        open.rankedBytes = object.restingBytes();
        bySize.put(open.bySize, open.rankedBytes);
        byDeadline.put(open.byDeadline, open.deadline(rotation));
        return open;
    }

    /** Looks at the size again after a record was added. */
    void grown(Open open) {
        long held = open.object.restingBytes();
        if (held != open.rankedBytes) {
            open.rankedBytes = held;
            bySize.put(open.bySize, held);
        }
        if (!open.uploading && open.object.uploadBegunAt() != null) {
            open.uploading = true;
            // Its deadline may be sooner now, and only later ones are found by themselves.
            byDeadline.put(open.byDeadline, open.deadline(rotation));
        }
    }

    void remove(Open open) {
        byPath.remove(open.object.key(), open);
        bySize.remove(open.bySize);
        byDeadline.remove(open.byDeadline);
    }

    /** The one that holds most memory; null when none is open. */
    @Nullable
    Open largest() {
        Place<Long, Open> highest = bySize.highest();
        return highest == null ? null : highest.thing();
    }

    /** The one whose deadline is next, with the deadline as it is now; null when none is open. */
    @Nullable
    Open mostUrgent() {
        Place<Instant, Open> first = byDeadline.lowest();
        while (first != null) {
            Instant deadline = first.thing().deadline(rotation);
            if (first.isAt(deadline)) {
                return first.thing();
            }
            byDeadline.put(first, deadline);
            first = byDeadline.lowest();
        }
        return null;
    }

    Collection<ObjectBatch> objects() {
        return byPath.values().stream().map(open -> open.object).toList();
    }
}
