package dev.sluice.testkit.oss;

import dev.sluice.testkit.internal.HttpHeader;
import dev.sluice.testkit.internal.HttpReply;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Symbolic links: objects that stand for another object of the same bucket. */
final class SymlinkOperations {
    private static final String TARGET = "x-oss-symlink-target";

    private final BucketStore store;
    private final InstantSource clock;

    SymlinkOperations(BucketStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    HttpReply put(OssRequest request) {
        Bucket bucket = store.bucket(request.requiredBucket());
        String key = request.requiredKey();
        Names.checkKey(key);
        String target = request.header(TARGET);
        if (target == null || target.isEmpty()) {
            throw OssError.missingArgument(TARGET);
        }
        String decoded = Percent.decode(target, false);
        Names.checkKey(decoded);
        // The target need not be there yet; only who reads the link meets that.
        StoredObject link = StoredObject.symlink(decoded, clock.instant(), Attributes.of(request, bucket));
        StoredObject stored = bucket.put(key, link, request.forbidsOverwrite());
        List<HttpHeader> headers = new ArrayList<>(2);
        headers.add(new HttpHeader("ETag", stored.quotedEtag()));
        ObjectHeaders.version(headers, bucket, stored);
        return HttpReply.empty(200, headers);
    }

    HttpReply get(OssRequest request) {
        Bucket bucket = store.bucket(request.requiredBucket());
        StoredObject link = bucket.object(request.requiredKey(), request.versionId());
        String target = link.target();
        if (target == null) {
            throw new OssError(400, "NotSymlink", "The object you specified is not a symlink.")
                    .with("Key", request.requiredKey());
        }
        List<HttpHeader> headers = new ArrayList<>();
        link.attributes().userMetadata().forEach((name, value) -> headers.add(new HttpHeader(name, value)));
        headers.add(new HttpHeader("ETag", link.quotedEtag()));
        headers.add(new HttpHeader("Last-Modified", HttpDates.http(link.lastModified())));
        headers.add(new HttpHeader(TARGET, Percent.encode(target)));
        ObjectHeaders.version(headers, bucket, link);
        return HttpReply.empty(200, headers);
    }

    /**
     * What reading an object gives: for a link the content of its target under the link's own metadata, for any other
     * object itself. A link to a link is refused, so this never goes round.
     */
    static StoredObject followed(Bucket bucket, StoredObject object) {
        if (object.target() == null) {
            return object;
        }
        StoredObject target = bucket.objects().get(object.target());
        if (target == null) {
            throw new OssError(404, "SymlinkTargetNotExist", "The symlink target object does not exist.")
                    .with("Key", object.target());
        }
        if (target.target() != null) {
            throw new OssError(400, "InvalidTargetType", "The symlink target object type is invalid.")
                    .with("Key", object.target());
        }
        return object.showing(target);
    }
}
