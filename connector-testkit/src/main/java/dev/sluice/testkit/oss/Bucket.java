package dev.sluice.testkit.oss;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A bucket and what is in it. Every change is one short step under the bucket's lock, made when the whole request has
 * arrived; readers take no lock and see an object either as it was or as it is.
 */
final class Bucket {
    private static final long MAX_APPENDABLE = 5L << 30;

    private final String name;
    private final Instant created;
    private final String storageClass;
    private volatile String acl;
    private final NavigableMap<String, StoredObject> objects = new ConcurrentSkipListMap<>(KeyOrder.UTF_8_BYTES);
    private final Map<String, MultipartUpload> uploads = new ConcurrentHashMap<>();
    private boolean deleted;

    Bucket(String name, Instant created, String storageClass, String acl) {
        this.name = name;
        this.created = created;
        this.storageClass = storageClass;
        this.acl = acl;
    }

    String name() {
        return name;
    }

    Instant created() {
        return created;
    }

    String storageClass() {
        return storageClass;
    }

    String acl() {
        return acl;
    }

    void acl(String changed) {
        acl = changed;
    }

    /** All objects in the order of listing. */
    NavigableMap<String, StoredObject> objects() {
        return objects;
    }

    StoredObject object(String key) {
        StoredObject object = objects.get(key);
        if (object == null) {
            throw OssError.noSuchKey(key);
        }
        return object;
    }

    synchronized void put(String key, StoredObject object, boolean forbidOverwrite) {
        checkAlive();
        if (forbidOverwrite) {
            checkAbsent(key);
        }
        objects.put(key, object);
    }

    synchronized void remove(String key) {
        checkAlive();
        objects.remove(key);
    }

    synchronized void change(String key, UnaryOperator<Attributes> change) {
        checkAlive();
        StoredObject object = object(key);
        objects.put(key, object.with(change.apply(object.attributes())));
    }

    /** Appends to an object, or makes it when it is not there; returns it as it is now. */
    synchronized StoredObject append(String key, long position, ReceivedBody body, Instant now, Attributes attributes) {
        checkAlive();
        StoredObject object = objects.get(key);
        if (object != null && object.type() != StoredObject.Type.APPENDABLE) {
            throw new OssError(409, "ObjectNotAppendable", "The object is not appendable.").with("Key", key);
        }
        long length = object == null ? 0 : object.length();
        if (position != length) {
            OssError error = new OssError(409, "PositionNotEqualToLength", "Position is not equal to file length.")
                    .withHeader("x-oss-next-append-position", Long.toString(length));
            throw object == null ? error : error.withHeader("x-oss-hash-crc64ecma", Crc64.text(object.crc64()));
        }
        if (length + body.content().length() > MAX_APPENDABLE) {
            throw OssError.entityTooLarge(length + body.content().length(), MAX_APPENDABLE);
        }
        StoredObject longer =
                object == null ? StoredObject.appendable(body, now, attributes) : object.append(body, now);
        objects.put(key, longer);
        return longer;
    }

    synchronized void initiate(MultipartUpload upload, boolean forbidOverwrite) {
        checkAlive();
        if (forbidOverwrite) {
            checkAbsent(upload.key());
        }
        uploads.put(upload.id(), upload);
    }

    MultipartUpload upload(String key, String uploadId) {
        MultipartUpload upload = uploads.get(uploadId);
        if (upload == null || !upload.key().equals(key)) {
            throw OssError.noSuchUpload(uploadId);
        }
        return upload;
    }

    /** Sorted by key, then by id. */
    List<MultipartUpload> uploads() {
        return uploads.values().stream()
                .sorted(Comparator.comparing(MultipartUpload::key, KeyOrder.UTF_8_BYTES)
                        .thenComparing(MultipartUpload::id))
                .toList();
    }

    synchronized void putPart(String key, String uploadId, MultipartUpload.Part part) {
        upload(key, uploadId).put(part);
    }

    /** Makes the object of an upload visible and ends the upload; one that may not be completed goes on. */
    synchronized StoredObject complete(
            String key,
            String uploadId,
            @Nullable List<MultipartUpload.NamedPart> named,
            Instant now,
            boolean forbidOverwrite) {
        checkAlive();
        MultipartUpload upload = upload(key, uploadId);
        StoredObject object = upload.complete(named == null ? upload.allParts() : named, now);
        if (forbidOverwrite) {
            checkAbsent(key);
        }
        objects.put(key, object);
        uploads.remove(uploadId);
        return object;
    }

    synchronized void abort(String key, String uploadId) {
        uploads.remove(upload(key, uploadId).id());
    }

    /** From here on the bucket takes nothing more. */
    synchronized void delete() {
        checkAlive();
        if (!objects.isEmpty() || !uploads.isEmpty()) {
            throw new OssError(409, "BucketNotEmpty", "The bucket you tried to delete is not empty.")
                    .with("BucketName", name);
        }
        deleted = true;
    }

    private void checkAlive() {
        if (deleted) {
            throw OssError.noSuchBucket(name);
        }
    }

    private void checkAbsent(String key) {
        if (objects.containsKey(key)) {
            throw OssError.fileAlreadyExists();
        }
    }
}
