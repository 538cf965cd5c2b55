package dev.sluice.testkit.oss;

import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** All buckets of the one account that the emulator has. */
final class BucketStore {
    private final Ids ids;
    private Journal journal = Journal.none();
    private final ConcurrentNavigableMap<String, Bucket> buckets = new ConcurrentSkipListMap<>();

    BucketStore(Ids ids) {
        this.ids = ids;
    }

    Bucket bucket(String name) {
        Bucket bucket = buckets.get(name);
        if (bucket == null) {
            Names.checkBucket(name);
            throw OssError.noSuchBucket(name);
        }
        return bucket;
    }

    /** A bucket that was there before anybody asked; its name may be shorter than the service would allow. */
    synchronized void preset(String name, Instant now) {
        if (!buckets.containsKey(name)) {
            Bucket bucket = new Bucket(name, now, "Standard", "private", ids, journal);
            journal.bucket(bucket);
            buckets.put(name, bucket);
        }
    }

    /** A bucket that an earlier emulator had, still without anything in it. */
    Bucket restore(RecordReader reader) throws IOException {
        String name = reader.text();
        Bucket bucket = new Bucket(name, reader.time(), reader.text(), reader.text(), ids, Journal.none());
        bucket.versioning(Versioning.valueOf(reader.text()));
        reader.map().forEach((kind, document) -> bucket.document(BucketDocument.valueOf(kind), document));
        buckets.put(name, bucket);
        return bucket;
    }

    /** From now on all changes are written down there. */
    synchronized void lasting(Journal lasting) {
        journal = lasting;
    }

    Collection<Bucket> all() {
        return buckets.values();
    }

    /** Creating one's own bucket again is no error; it may change the ACL but not the storage class. */
    synchronized void create(String name, Instant now, @Nullable String storageClass, @Nullable String acl) {
        Names.checkBucket(name);
        Bucket made = new Bucket(
                name,
                now,
                storageClass == null ? "Standard" : storageClass,
                acl == null ? "private" : acl,
                ids,
                journal);
        Bucket existing = buckets.get(name);
        if (existing == null) {
            journal.bucket(made);
            buckets.put(name, made);
            return;
        }
        if (storageClass != null && !storageClass.equals(existing.storageClass())) {
            throw new OssError(409, "BucketAlreadyExists", "Cannot modify existing bucket's storage class.")
                    .with("BucketName", name);
        }
        if (acl != null) {
            existing.acl(acl);
        }
    }

    synchronized void delete(String name) {
        Bucket bucket = bucket(name);
        bucket.delete();
        journal.bucketGone(name);
        buckets.remove(name, bucket);
    }

    Collection<Bucket> after(String prefix, String marker) {
        return buckets.tailMap(marker, false).values().stream()
                .filter(bucket -> bucket.name().startsWith(prefix))
                .toList();
    }
}
