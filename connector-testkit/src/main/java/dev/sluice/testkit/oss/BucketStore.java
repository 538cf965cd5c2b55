package dev.sluice.testkit.oss;

import java.time.Instant;
import java.util.Collection;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** All buckets of the one account that the emulator has. */
final class BucketStore {
    private final Ids ids;
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
    void preset(String name, Instant now) {
        buckets.put(name, new Bucket(name, now, "Standard", "private", ids));
    }

    /** Creating one's own bucket again is no error; it may change the ACL but not the storage class. */
    void create(String name, Instant now, @Nullable String storageClass, @Nullable String acl) {
        Names.checkBucket(name);
        Bucket made = new Bucket(
                name, now, storageClass == null ? "Standard" : storageClass, acl == null ? "private" : acl, ids);
        Bucket existing = buckets.putIfAbsent(name, made);
        if (existing == null) {
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

    void delete(String name) {
        Bucket bucket = bucket(name);
        bucket.delete();
        buckets.remove(name, bucket);
    }

    Collection<Bucket> after(String prefix, String marker) {
        return buckets.tailMap(marker, false).values().stream()
                .filter(bucket -> bucket.name().startsWith(prefix))
                .toList();
    }
}
