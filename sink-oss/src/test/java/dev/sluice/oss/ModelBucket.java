package dev.sluice.oss;

import dev.sluice.oss.commit.LogNames;
import dev.sluice.oss.commit.LogStore.Tail;
import dev.sluice.oss.commit.PreparedObject;
import dev.sluice.oss.commit.UploadedPart;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A bucket in memory, each request at once or not at all. Looks at each object when it becomes visible: it has whole records,
 * none of which is in another object, and it is never replaced by another one.
 */
final class ModelBucket {
    private static final class Upload {
        final String key;
        final Map<Integer, byte[]> parts = new TreeMap<>();

        Upload(String key) {
            this.key = key;
        }
    }

    private final ModelHistory history;
    private final boolean checksPosition;
    private final Consumer<String> violation;
    private final Map<String, byte[]> logs = new HashMap<>();
    private final Map<String, byte[]> objects = new TreeMap<>();
    private final Map<Long, String> visible = new TreeMap<>();
    private final Map<String, Upload> uploads = new HashMap<>();
    private int begun;

    /** @param checksPosition as the service does */
    ModelBucket(ModelHistory history, boolean checksPosition, Consumer<String> violation) {
        this.history = history;
        this.checksPosition = checksPosition;
        this.violation = violation;
    }

    String begin(String key) {
        String id = "upload-" + ++begun;
        uploads.put(id, new Upload(key));
        return id;
    }

    UploadedPart part(String uploadId, int number, byte[] content, long crc) {
        Upload upload = uploads.get(uploadId);
        if (upload == null) {
            throw new IllegalStateException("no such upload");
        }
        upload.parts.put(number, content);
        return new UploadedPart(number, tag(content), content.length, crc);
    }

    private static String tag(byte[] content) {
        return Integer.toHexString(Arrays.hashCode(content));
    }

    void abort(String uploadId) {
        uploads.remove(uploadId);
    }

    boolean publish(PreparedObject object) {
        Upload upload = uploads.get(object.uploadId());
        if (upload == null) {
            byte[] there = objects.get(object.key());
            return there != null
                    && there.length == object.length()
                    && tag(there).equals(object.parts().get(0).tag());
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (UploadedPart part : object.parts()) {
            byte[] content = upload.parts.get(part.number());
            if (content == null || !tag(content).equals(part.tag())) {
                throw new IllegalStateException("no such part");
            }
            whole.writeBytes(content);
        }
        uploads.remove(object.uploadId());
        show(upload.key, whole.toByteArray());
        return true;
    }

    private void show(String key, byte[] content) {
        byte[] before = objects.put(key, content);
        if (before != null && !Arrays.equals(before, content)) {
            violation.accept("an object was replaced by another one: " + key);
        }
        try {
            for (long offset : history.read(content)) {
                String other = visible.put(offset, key);
                if (other != null && !(other.equals(key) && before != null)) {
                    violation.accept("record " + offset + " is in " + other + " and in " + key);
                }
            }
        } catch (IllegalArgumentException e) {
            violation.accept(key + " has something else than records: " + e.getMessage());
        }
    }

    boolean append(String key, long position, byte[] bytes) {
        byte[] before = logs.getOrDefault(key, new byte[0]);
        if (checksPosition && position != before.length) {
            return false;
        }
        byte[] after = Arrays.copyOf(before, before.length + bytes.length);
        System.arraycopy(bytes, 0, after, before.length, bytes.length);
        logs.put(key, after);
        return true;
    }

    @Nullable
    Tail tail(String key, int atMost) {
        byte[] log = logs.get(key);
        if (log == null) {
            return null;
        }
        int start = Math.max(0, log.length - atMost);
        return new Tail(start, Arrays.copyOfRange(log, start, log.length));
    }

    byte[] read(String key, long position) {
        byte[] log = logs.getOrDefault(key, new byte[0]);
        return position >= log.length ? new byte[0] : Arrays.copyOfRange(log, (int) position, log.length);
    }

    boolean isVisible(long offset) {
        return visible.containsKey(offset);
    }

    /** The objects that a reader sees, by key. */
    Map<String, byte[]> objects() {
        return objects;
    }

    /** How many objects the log of the partition has. */
    int logObjects(LogNames names) {
        int number = 0;
        while (logs.containsKey(names.key(number))) {
            number++;
        }
        return number;
    }
}
