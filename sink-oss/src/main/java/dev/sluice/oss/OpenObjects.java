package dev.sluice.oss;

import dev.sluice.core.batch.BatchKey;
import dev.sluice.oss.Ranking.Place;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The open objects by path, by deadline and by size. Adding a record costs one look-up: an object moves among the sizes only
 * when its buffer grows, and its deadline is put off only when the old one comes up. Sizes and deadlines are few: buffers grow in
 * steps, and what came together is due together.
 */
final class OpenObjects {
    private final Rotation rotation;
    private final Map<ObjectPath, ObjectBatch> byPath = new HashMap<>();
    private final Ranking<Long, ObjectBatch> bySize = new Ranking<>();
    private final Ranking<Instant, ObjectBatch> byDeadline = new Ranking<>();

    OpenObjects(Rotation rotation) {
        this.rotation = rotation;
    }

    @Nullable
    ObjectBatch get(BatchKey key) {
        ObjectPath path = (ObjectPath) key;
        ObjectBatch latest = path.latest;
        return latest != null && latest.among == this ? latest : byPath.get(path);
    }

    void add(ObjectBatch object) {
        object.scheduledAt = rotation.scheduledAfter(object.openedAt());
        byPath.put(object.path(), object);
        object.path().latest = object;
        object.among = this;
        object.rankedBytes = object.restingBytes();
        bySize.put(object.bySize, object.rankedBytes);
        byDeadline.put(object.byDeadline, rotation.deadline(object));
    }

    /** Looks at the size again after a record was added. */
    void grown(ObjectBatch object) {
        long held = object.restingBytes();
        if (held != object.rankedBytes) {
            object.rankedBytes = held;
            bySize.put(object.bySize, held);
        }
        if (!object.rankedUploading && object.uploadBegunAt() != null) {
            object.rankedUploading = true;
            // Its deadline may be sooner now, and only later ones are found by themselves.
            byDeadline.put(object.byDeadline, rotation.deadline(object));
        }
    }

    void remove(ObjectBatch object) {
        byPath.remove(object.path(), object);
        object.path().latest = null;
        object.among = null;
        bySize.remove(object.bySize);
        byDeadline.remove(object.byDeadline);
    }

    /** The one that holds most memory; null when none is open. */
    @Nullable
    ObjectBatch largest() {
        Place<Long, ObjectBatch> highest = bySize.highest();
        return highest == null ? null : highest.thing();
    }

    /** The one whose deadline is next, with the deadline as it is now; null when none is open. */
    @Nullable
    ObjectBatch mostUrgent() {
        Place<Instant, ObjectBatch> first = byDeadline.lowest();
        while (first != null) {
            Instant deadline = rotation.deadline(first.thing());
            if (first.isAt(deadline)) {
                return first.thing();
            }
            byDeadline.put(first, deadline);
            first = byDeadline.lowest();
        }
        return null;
    }

    Collection<ObjectBatch> objects() {
        return List.copyOf(byPath.values());
    }
}
