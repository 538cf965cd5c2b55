package dev.sluice.testkit.oss;

import dev.sluice.testkit.internal.HttpHeader;
import dev.sluice.testkit.internal.HttpReply;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Storing, copying, appending, deleting and labelling objects. */
final class ObjectOperations {
    private static final Set<String> COLD = Set.of("ColdArchive", "DeepColdArchive");

    private final BucketStore store;
    private final ContentStore contents;
    private final InstantSource clock;

    ObjectOperations(BucketStore store, ContentStore contents, InstantSource clock) {
        this.store = store;
        this.contents = contents;
        this.clock = clock;
    }

    HttpReply put(OssRequest request) throws IOException {
        Bucket bucket = store.bucket(request.requiredBucket());
        String key = checkedKey(request);
        Attributes attributes = Attributes.of(request, bucket);
        ReceivedBody body = ReceivedBody.object(request, contents);
        StoredObject object = StoredObject.of(body, clock.instant(), attributes);
        StoredObject stored = put(bucket, key, object, request);
        return HttpReply.empty(200, ObjectHeaders.stored(bucket, stored));
    }

    HttpReply append(OssRequest request) throws IOException {
        Bucket bucket = store.bucket(request.requiredBucket());
        String key = checkedKey(request);
        String position = request.parameter("position");
        if (position == null) {
            throw OssError.missingArgument("position").with("EC", "0016-00000501");
        }
        long expected = request.longValue("position", position);
        Attributes attributes = Attributes.of(request, bucket);
        checkAppendable(bucket, attributes);
        ReceivedBody body = ReceivedBody.object(request, contents);
        StoredObject object;
        try {
            object = bucket.append(key, expected, body, clock.instant(), attributes);
        } catch (RuntimeException e) {
            body.content().release();
            throw e;
        }
        List<HttpHeader> headers = new ArrayList<>(ObjectHeaders.stored(bucket, object));
        headers.add(new HttpHeader("x-oss-next-append-position", Long.toString(object.length())));
        return HttpReply.empty(200, headers);
    }

    /** An appendable object can be archived, but not cold, and it cannot have a key of one's own. */
    private static void checkAppendable(Bucket bucket, Attributes attributes) {
        String own = attributes.storageClass();
        String storageClass = own == null ? bucket.storageClass() : own;
        if (COLD.contains(storageClass)) {
            throw OssError.operationNotSupported("Appendable objects cannot be of storage class " + storageClass + ".")
                    .with("EC", "0016-00000503");
        }
        if (attributes.headers().containsKey("x-oss-server-side-encryption-key-id")) {
            throw OssError.operationNotSupported("Appendable objects cannot be encrypted with a key that is named.");
        }
    }

    HttpReply copy(OssRequest request) {
        Bucket bucket = store.bucket(request.requiredBucket());
        String key = checkedKey(request);
        Attributes given = Attributes.of(request, bucket);
        boolean replacesMetadata = isReplace(request, "x-oss-metadata-directive");
        boolean replacesTags = isReplace(request, "x-oss-tagging-directive");
        CopySource from = CopySource.find(store, request, clock.instant());
        StoredObject source = from.object();
        Attributes attributes = source.attributes();
        if (replacesMetadata) {
            attributes = new Attributes(
                    given.headers(), given.userMetadata(), attributes.storageClass(), given.acl(), attributes.tags());
        }
        Map<String, String> tags = replacesTags ? given.tags() : attributes.tags();
        String storageClass = given.storageClass() == null ? attributes.storageClass() : given.storageClass();
        attributes = new Attributes(attributes.headers(), attributes.userMetadata(), storageClass, given.acl(), tags);
        StoredObject copy = put(bucket, key, source.copy(clock.instant(), attributes), request);
        XmlDocument xml = new XmlDocument("CopyObjectResult");
        xml.element("ETag", copy.quotedEtag()).element("LastModified", HttpDates.iso(copy.lastModified()));
        HttpReply reply = Replies.xml(xml);
        List<HttpHeader> headers = new ArrayList<>(reply.headers());
        headers.addAll(ObjectHeaders.stored(bucket, copy));
        headers.removeIf(header -> header.name().equals("Content-MD5"));
        if (from.bucket().versioning() != Versioning.OFF) {
            headers.add(new HttpHeader("x-oss-copy-source-version-id", source.versionId()));
        }
        return new HttpReply(200, headers, reply.length(), reply.content());
    }

    HttpReply delete(OssRequest request) {
        Bucket bucket = store.bucket(request.requiredBucket());
        Bucket.Removal removal = bucket.remove(checkedKey(request), request.versionId(), clock.instant());
        List<HttpHeader> headers = new ArrayList<>(2);
        if (removal.versionId() != null) {
            headers.add(new HttpHeader("x-oss-version-id", removal.versionId()));
        }
        if (removal.marker()) {
            headers.add(new HttpHeader("x-oss-delete-marker", "true"));
        }
        return HttpReply.empty(204, headers);
    }

    HttpReply acl(OssRequest request) {
        Bucket bucket = store.bucket(request.requiredBucket());
        return Replies.acl(versionOf(bucket, request).attributes().acl());
    }

    HttpReply putAcl(OssRequest request) {
        String acl = request.header("x-oss-object-acl");
        if (acl == null) {
            throw OssError.missingArgument("x-oss-object-acl");
        }
        String checked = Attributes.objectAcl(acl);
        return HttpReply.empty(200, changed(request, attributes -> attributes.withAcl(checked)));
    }

    HttpReply tagging(OssRequest request) {
        Bucket bucket = store.bucket(request.requiredBucket());
        return Replies.xml(Tags.toXml(versionOf(bucket, request).attributes().tags()));
    }

    HttpReply putTagging(OssRequest request) throws IOException {
        Map<String, String> tags = Tags.fromXml(ReceivedBody.xml(request));
        return HttpReply.empty(200, changed(request, attributes -> attributes.withTags(tags)));
    }

    HttpReply deleteTagging(OssRequest request) {
        return HttpReply.empty(204, changed(request, attributes -> attributes.withTags(Map.of())));
    }

    /** Stores an object, or lets go of its content. */
    private static StoredObject put(Bucket bucket, String key, StoredObject object, OssRequest request) {
        try {
            return bucket.put(key, object, request.forbidsOverwrite());
        } catch (RuntimeException e) {
            object.content().release();
            throw e;
        }
    }

    private static StoredObject versionOf(Bucket bucket, OssRequest request) {
        return bucket.object(checkedKey(request), request.versionId());
    }

    /** Changes what an object is labelled with; returns the headers of the answer. */
    private List<HttpHeader> changed(OssRequest request, UnaryOperator<Attributes> change) {
        Bucket bucket = store.bucket(request.requiredBucket());
        StoredObject changed = bucket.change(
                checkedKey(request), request.versionId(), object -> object.with(change.apply(object.attributes())));
        List<HttpHeader> headers = new ArrayList<>(1);
        ObjectHeaders.version(headers, bucket, changed);
        return headers;
    }

    private static String checkedKey(OssRequest request) {
        String key = request.requiredKey();
        Names.checkKey(key);
        return key;
    }

    private static boolean isReplace(OssRequest request, String directive) {
        String value = request.header(directive);
        if (value == null || value.equalsIgnoreCase("COPY")) {
            return false;
        }
        if (value.equalsIgnoreCase("REPLACE")) {
            return true;
        }
        throw OssError.invalidArgument("Unknown directive.", directive, value);
    }
}
