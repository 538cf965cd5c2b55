package dev.sluice.testkit.oss;

import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
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
    private final Ids ids;
    private Journal journal;
    private volatile String acl;
    private volatile Versioning versioning = Versioning.OFF;
    private final ObjectTable objects = new ObjectTable();
    private final Map<String, MultipartUpload> uploads = new ConcurrentHashMap<>();
    private final Map<BucketDocument, String> documents = new ConcurrentHashMap<>();
    private volatile @Nullable Encryption encryption;
    private volatile @Nullable Retention retention;
    private boolean deleted;

    Bucket(String name, Instant created, String storageClass, String acl, Ids ids, Journal journal) {
        this.name = name;
        this.created = created;
        this.storageClass = storageClass;
        this.acl = acl;
        this.ids = ids;
        this.journal = journal;
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

    synchronized void acl(String changed) {
        checkAlive();
        acl = changed;
        journal.bucket(this);
    }

    @Nullable
    String document(BucketDocument kind) {
        return documents.get(kind);
    }

    /** Null takes it away. */
    synchronized void document(BucketDocument kind, @Nullable String document) {
        checkAlive();
        if (kind == BucketDocument.ENCRYPTION) {
            encryption = document == null ? null : Encryption.fromXml(document);
        }
        if (kind == BucketDocument.WORM) {
            retention = document == null ? null : Retention.fromXml(document);
        }
        if (document == null) {
            documents.remove(kind);
        } else {
            documents.put(kind, document);
        }
        journal.bucket(this);
    }

    /** By name. */
    Map<String, String> documents() {
        Map<String, String> byName = new TreeMap<>();
        documents.forEach((kind, document) -> byName.put(kind.name(), document));
        return byName;
    }

    /** How objects are encrypted that do not say it themselves; null for not at all. */
    @Nullable
    Encryption encryption() {
        return encryption;
    }

    /** Null for none. */
    @Nullable
    Retention retention() {
        return retention;
    }

    /** Replaces the retention policy by what is made of it; null for none. */
    synchronized void retention(Function<@Nullable Retention, @Nullable Retention> change) {
        Retention changed = change.apply(retention);
        document(BucketDocument.WORM, changed == null ? null : changed.toXml());
    }

    Versioning versioning() {
        return versioning;
    }

    synchronized void versioning(Versioning changed) {
        checkAlive();
        versioning = changed;
        journal.bucket(this);
    }

    synchronized BucketStat stat() {
        return BucketStat.of(this, objects);
    }

    /** All current objects in the order of listing. */
    NavigableMap<String, StoredObject> objects() {
        return objects.live();
    }

    synchronized VersionPage versions(
            String prefix, String delimiter, String keyMarker, String versionMarker, int max) {
        return VersionPage.of(objects, prefix, delimiter, keyMarker, versionMarker, max);
    }

    /** The current object, or one of its versions. */
    StoredObject object(String key, @Nullable String versionId) {
        StoredObject object = versionId == null ? objects.live().get(key) : version(key, versionId);
        if (object != null) {
            return object;
        }
        List<StoredObject> versions = versioning == Versioning.OFF ? List.of() : versions(key);
        OssError error = OssError.noSuchKey(key);
        throw versions.isEmpty()
                ? error
                : error.withHeader("x-oss-delete-marker", "true")
                        .withHeader("x-oss-version-id", versions.get(0).versionId());
    }

    private synchronized List<StoredObject> versions(String key) {
        return objects.versions(key);
    }

    private StoredObject version(String key, String versionId) {
        StoredObject version = ObjectTable.find(versions(key), versionId);
        if (version == null) {
            throw OssError.noSuchVersion(key, versionId);
        }
        if (version.isDeleteMarker()) {
            throw OssError.isDeleteMarker(key, versionId);
        }
        return version;
    }

    /** Makes an object the current one; returns it with the version that it got. */
    synchronized StoredObject put(String key, StoredObject object, boolean forbidOverwrite) {
        checkAlive();
        checkMayWrite(key, forbidOverwrite);
        if (versioning != Versioning.ENABLED) {
            checkMutable(key, objects.live().get(key), object.lastModified());
        }
        StoredObject stored = object.withVersion(newVersion());
        set(key, ObjectTable.with(objects.versions(key), stored));
        return stored;
    }

    /**
     * What a deletion did.
     *
     * @param versionId of the version that is gone or of the marker that was made; null when the bucket has no versions
     * @param marker whether that is a delete marker
     */
    record Removal(@Nullable String versionId, boolean marker) {}

    /** Without a version, and when the bucket keeps them, a marker hides what is there. */
    synchronized Removal remove(String key, @Nullable String versionId, Instant now) {
        checkAlive();
        List<StoredObject> versions = objects.versions(key);
        if (versionId != null) {
            StoredObject gone = ObjectTable.find(versions, versionId);
            checkMutable(key, gone, now);
            set(
                    key,
                    versions.stream()
                            .filter(v -> !v.versionId().equals(versionId))
                            .toList());
            return new Removal(versionId, gone != null && gone.isDeleteMarker());
        }
        if (versioning == Versioning.OFF) {
            checkMutable(key, objects.live().get(key), now);
            set(key, List.of());
            return new Removal(null, false);
        }
        StoredObject marker = StoredObject.deleteMarker(newVersion(), now);
        set(key, ObjectTable.with(versions, marker));
        return new Removal(marker.versionId(), true);
    }

    /** Replaces one version, or the current one, by what is made of it; returns that. */
    synchronized StoredObject change(String key, @Nullable String versionId, UnaryOperator<StoredObject> change) {
        checkAlive();
        StoredObject changed = change.apply(object(key, versionId));
        set(key, ObjectTable.replaced(objects.versions(key), changed));
        return changed;
    }

    /** Appends to an object, or makes it when it is not there; returns it as it is now. */
    synchronized StoredObject append(String key, long position, ReceivedBody body, Instant now, Attributes attributes)
            throws IOException {
        checkAlive();
        StoredObject object = objects.live().get(key);
        if (object != null && object.type() != StoredObject.Type.APPENDABLE) {
            throw new OssError(409, "ObjectNotAppendable", "The object is not appendable.").with("Key", key);
        }
        checkMutable(key, object, now);
        long length = object == null ? 0 : object.length();
        if (position != length) {
            OssError error = new OssError(409, "PositionNotEqualToLength", "Position is not equal to file length.")
                    .withHeader("x-oss-next-append-position", Long.toString(length));
            throw object == null ? error : error.withHeader("x-oss-hash-crc64ecma", Crc64.text(object.crc64()));
        }
        if (length + body.content().length() > MAX_APPENDABLE) {
            throw OssError.entityTooLarge(length + body.content().length(), MAX_APPENDABLE);
        }
        if (object == null) {
            return put(key, StoredObject.appendable(body, now, attributes), false);
        }
        // An append changes the version that it meets and makes none; it takes over what that one held.
        StoredObject longer = object.append(body, now);
        List<StoredObject> versions = ObjectTable.replaced(objects.versions(key), longer);
        journal.key(name, key, versions);
        objects.set(key, versions);
        return longer;
    }

    synchronized void initiate(MultipartUpload upload, boolean forbidOverwrite) {
        checkAlive();
        checkMayWrite(upload.key(), forbidOverwrite);
        journal.upload(name, upload);
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
        MultipartUpload upload = upload(key, uploadId);
        journal.part(name, uploadId, part);
        MultipartUpload.Part former = upload.put(part);
        if (former != null) {
            former.body().content().release();
        }
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
        List<MultipartUpload.NamedPart> wanted = named == null ? upload.allParts() : named;
        StoredObject object = upload.complete(wanted, now);
        StoredObject stored = put(key, object, forbidOverwrite);
        journal.uploadGone(name, uploadId);
        uploads.remove(uploadId);
        upload.releaseAllBut(wanted);
        return stored;
    }

    synchronized void abort(String key, String uploadId) {
        MultipartUpload upload = upload(key, uploadId);
        journal.uploadGone(name, uploadId);
        uploads.remove(uploadId);
        upload.releaseAllBut(List.of());
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

    /** Puts back what an earlier emulator stored. */
    synchronized void restore(String key, List<StoredObject> versions) {
        objects.set(key, versions);
    }

    synchronized void restore(MultipartUpload upload) {
        uploads.put(upload.id(), upload);
    }

    /** Writes down all of it, and from now on what changes. */
    synchronized void describe(Journal lasting) {
        journal = lasting;
        journal.bucket(this);
        for (String key = objects.next("", true); key != null; key = objects.next(key, false)) {
            journal.key(name, key, objects.versions(key));
        }
        for (MultipartUpload upload : uploads()) {
            journal.upload(name, upload);
            upload.partsAfter(0).forEach(part -> journal.part(name, upload.id(), part));
        }
    }

    private String newVersion() {
        return versioning == Versioning.ENABLED ? ids.version() : StoredObject.NULL_VERSION;
    }

    private void checkAlive() {
        if (deleted) {
            throw OssError.noSuchBucket(name);
        }
    }

    /** Replaces all versions of a key, and lets go of the contents that are no longer among them. */
    private void set(String key, List<StoredObject> versions) {
        List<StoredObject> before = objects.versions(key);
        journal.key(name, key, versions);
        objects.set(key, versions);
        for (StoredObject version : before) {
            if (versions.stream().noneMatch(kept -> kept.content().equals(version.content()))) {
                version.content().release();
            }
        }
    }

    private void checkMutable(String key, @Nullable StoredObject object, Instant now) {
        Retention policy = retention;
        if (policy != null) {
            policy.check(key, object, now);
        }
    }

    /** The service lets this header mean nothing once a bucket keeps versions, because nothing is lost there. */
    private void checkMayWrite(String key, boolean forbidOverwrite) {
        if (forbidOverwrite && versioning == Versioning.OFF && objects.live().containsKey(key)) {
            throw OssError.fileAlreadyExists();
        }
    }
}
