package dev.sluice.testkit.oss;

import dev.sluice.testkit.internal.HttpHeader;
import dev.sluice.testkit.internal.HttpReply;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Getting an object, its headers or a part of it. */
final class ReadOperations {
    static final Set<String> FROZEN = Set.of("Archive", "ColdArchive", "DeepColdArchive");
    private static final Map<String, String> OVERRIDES = Map.of(
            "response-content-type", "Content-Type",
            "response-content-language", "Content-Language",
            "response-expires", "Expires",
            "response-cache-control", "Cache-Control",
            "response-content-disposition", "Content-Disposition",
            "response-content-encoding", "Content-Encoding");

    private final BucketStore store;
    private final InstantSource clock;

    ReadOperations(BucketStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    HttpReply get(OssRequest request) {
        HttpReply reply = look(request);
        while (reply == null) {
            reply = look(request);
        }
        return reply;
    }

    /** Null when the object was replaced between finding and opening it: there is another one, or none. */
    private @Nullable HttpReply look(OssRequest request) {
        Bucket bucket = store.bucket(request.requiredBucket());
        StoredObject object = find(bucket, request);
        checkReadable(bucket, object, clock.instant());
        Conditions.check(request, "", object);
        List<HttpHeader> headers = overridden(request, ObjectHeaders.full(bucket, object, clock.instant()));
        ByteRange range = ByteRange.of(request, object.length());
        if (range == null) {
            if (object.md5Header() != null) {
                headers.add(new HttpHeader("Content-MD5", object.md5Header()));
            }
            InputStream whole = object.content().open(0, object.length());
            return whole == null ? null : new HttpReply(200, headers, object.length(), whole);
        }
        headers.add(new HttpHeader("Content-Range", range.contentRange(object.length())));
        InputStream part = object.content().open(range.from(), range.count());
        return part == null ? null : new HttpReply(206, headers, range.count(), part);
    }

    HttpReply head(OssRequest request) {
        Bucket bucket = store.bucket(request.requiredBucket());
        StoredObject object = find(bucket, request);
        Conditions.check(request, "", object);
        List<HttpHeader> headers = ObjectHeaders.full(bucket, object, clock.instant());
        if (object.md5Header() != null) {
            headers.add(new HttpHeader("Content-MD5", object.md5Header()));
        }
        return new HttpReply(200, headers, object.length(), InputStream.nullInputStream());
    }

    /** The short form of HEAD. */
    HttpReply meta(OssRequest request) {
        Bucket bucket = store.bucket(request.requiredBucket());
        StoredObject object = find(bucket, request);
        List<HttpHeader> headers = new ArrayList<>(4);
        headers.add(new HttpHeader("ETag", object.quotedEtag()));
        headers.add(new HttpHeader("x-oss-hash-crc64ecma", Crc64.text(object.crc64())));
        headers.add(new HttpHeader("Last-Modified", HttpDates.http(object.lastModified())));
        ObjectHeaders.version(headers, bucket, object);
        return new HttpReply(200, headers, object.length(), InputStream.nullInputStream());
    }

    static void checkReadable(Bucket bucket, StoredObject object, Instant now) {
        Restoration restoration = object.restoration();
        boolean thawed = restoration != null && restoration.readable(now);
        if (!thawed && FROZEN.contains(ObjectHeaders.storageClass(bucket, object))) {
            throw new OssError(403, "InvalidObjectState", "The operation is not valid for the object's state");
        }
    }

    private static StoredObject find(Bucket bucket, OssRequest request) {
        String key = request.requiredKey();
        Names.checkKey(key);
        return SymlinkOperations.followed(bucket, bucket.object(key, request.versionId()));
    }

    private static List<HttpHeader> overridden(OssRequest request, List<HttpHeader> headers) {
        List<HttpHeader> result = new ArrayList<>(headers);
        OVERRIDES.forEach((parameter, name) -> {
            String value = request.parameter(parameter);
            if (value != null) {
                result.removeIf(header -> header.name().equalsIgnoreCase(name));
                result.add(new HttpHeader(name, value));
            }
        });
        return result;
    }
}
