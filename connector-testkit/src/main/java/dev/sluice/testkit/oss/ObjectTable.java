package dev.sluice.testkit.oss;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * The objects of a bucket with their versions. The current objects have a map of their own, so that readers find them
 * without a lock; all that changes the table, or looks at versions, holds the bucket's lock.
 */
final class ObjectTable {
    private final NavigableMap<String, StoredObject> live = new ConcurrentSkipListMap<>(KeyOrder.UTF_8_BYTES);

    /** Newest first: delete markers, and what is behind the current version. */
    private final NavigableMap<String, List<StoredObject>> past = new ConcurrentSkipListMap<>(KeyOrder.UTF_8_BYTES);

    /** What is listed and read without naming a version. */
    NavigableMap<String, StoredObject> live() {
        return live;
    }

    /** Newest first, delete markers among them; empty for a key that is not there at all. */
    List<StoredObject> versions(String key) {
        StoredObject current = live.get(key);
        List<StoredObject> older = past.getOrDefault(key, List.of());
        if (current == null) {
            return older;
        }
        if (older.isEmpty()) {
            return List.of(current);
        }
        List<StoredObject> all = new ArrayList<>(older.size() + 1);
        all.add(current);
        all.addAll(older);
        return all;
    }

    void set(String key, List<StoredObject> versions) {
        StoredObject newest = versions.isEmpty() ? null : versions.get(0);
        boolean deleted = newest == null || newest.isDeleteMarker();
        List<StoredObject> behind = deleted ? versions : versions.subList(1, versions.size());
        if (behind.isEmpty()) {
            past.remove(key);
        } else {
            past.put(key, List.copyOf(behind));
        }
        if (newest == null || deleted) {
            live.remove(key);
        } else {
            live.put(key, newest);
        }
    }

    boolean isEmpty() {
        return live.isEmpty() && past.isEmpty();
    }

    /** The first key that is there in any version, from this one on or behind it. */
    @Nullable
    String next(String from, boolean inclusive) {
        String current = inclusive ? live.ceilingKey(from) : live.higherKey(from);
        String older = inclusive ? past.ceilingKey(from) : past.higherKey(from);
        if (current == null || older == null) {
            return current == null ? older : current;
        }
        return KeyOrder.UTF_8_BYTES.compare(current, older) <= 0 ? current : older;
    }

    /** The versions of a key with one more in front; of two with the same id, which only "null" is, the new one stays. */
    static List<StoredObject> with(List<StoredObject> versions, StoredObject newest) {
        List<StoredObject> result = new ArrayList<>(versions.size() + 1);
        result.add(newest);
        for (StoredObject version : versions) {
            if (!version.versionId().equals(newest.versionId())) {
                result.add(version);
            }
        }
        return result;
    }

    /** The versions of a key with one of them changed. */
    static List<StoredObject> replaced(List<StoredObject> versions, StoredObject changed) {
        return versions.stream()
                .map(version -> version.versionId().equals(changed.versionId()) ? changed : version)
                .toList();
    }

    static @Nullable StoredObject find(List<StoredObject> versions, String versionId) {
        for (StoredObject version : versions) {
            if (version.versionId().equals(versionId)) {
                return version;
            }
        }
        return null;
    }
}
