package dev.sluice.oss;

import dev.sluice.oss.ModelScope.Request;
import dev.sluice.oss.commit.PreparedObject;
import dev.sluice.oss.commit.UploadedPart;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The bucket as one task reaches it: the run decides what becomes of each request. */
final class ModelStore implements ObjectStore {
    private final ModelRun run;
    private final ModelTask task;
    private final ModelBucket bucket;
    private final boolean publishesOnlyItsOwn;
    private final Set<String> own = new HashSet<>();

    /** @param publishesOnlyItsOwn for a protocol that is wrong on purpose: others' uploads are only said to be published */
    ModelStore(ModelRun run, ModelTask task, ModelBucket bucket, boolean publishesOnlyItsOwn) {
        this.run = run;
        this.task = task;
        this.bucket = bucket;
        this.publishesOnlyItsOwn = publishesOnlyItsOwn;
    }

    private <T extends @Nullable Object> T request(Request request, Supplier<String> what, Supplier<T> effect) {
        return run.request(task, request, what, effect);
    }

    @Override
    public String begin(ObjectHead head) {
        return request(Request.BEGIN, head::key, () -> {
            String id = bucket.begin(head.key());
            own.add(id);
            return id;
        });
    }

    @Override
    public UploadedPart sendPart(String key, String uploadId, int number, ObjectContent content, Transfer transfer) {
        byte[] bytes = Records.bytes(content);
        return request(Request.SEND_PART, () -> uploadId, () -> {
            if (transfer.isGivenUp()) {
                throw new IllegalStateException("the object was given up");
            }
            return bucket.part(uploadId, number, bytes, content.crc());
        });
    }

    @Override
    public boolean publish(PreparedObject object) {
        if (publishesOnlyItsOwn && !own.contains(object.uploadId())) {
            return true;
        }
        return request(Request.PUBLISH, object::uploadId, () -> bucket.publish(object));
    }

    @Override
    public boolean append(String key, long position, byte[] bytes) {
        return request(
                Request.APPEND,
                () -> "at " + position + " " + ModelLog.types(bytes),
                () -> bucket.append(key, position, bytes));
    }

    @Override
    public @Nullable Tail tail(String key, int atMost) {
        return request(Request.READ, () -> "the end", () -> bucket.tail(key, atMost));
    }

    @Override
    public byte[] read(String key, long position) {
        return request(Request.READ, () -> "from " + position, () -> bucket.read(key, position));
    }

    @Override
    public void abort(String key, String uploadId) {
        request(Request.ABORT, () -> uploadId, () -> {
            bucket.abort(uploadId);
            return true;
        });
    }

    @Override
    public void put(ObjectHead head, ObjectContent content, Transfer transfer) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<PendingUpload> pendingUploads(String prefix) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<String> keys(String prefix) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void probe(String key) {
        throw new UnsupportedOperationException();
    }

    /** What stands still goes on all the same: what becomes of it then is a choice. */
    @Override
    public void cutConnections() {}

    @Override
    public void close() {}
}
