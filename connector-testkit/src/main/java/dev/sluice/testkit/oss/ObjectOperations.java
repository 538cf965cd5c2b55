package dev.sluice.testkit.oss;

import dev.sluice.testkit.internal.HttpHeader;
import dev.sluice.testkit.internal.HttpReply;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Storing, copying, appending, deleting and labelling objects. */
final class ObjectOperations {
    private static final int MAX_DELETES = 1000;

    private final BucketStore store;
    private final InstantSource clock;

    ObjectOperations(BucketStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    HttpReply put(OssRequest request) throws IOException {
        Bucket bucket = store.bucket(request.requiredBucket());
        String key = checkedKey(request);
        Attributes attributes = Attributes.of(request);
        ReceivedBody body = ReceivedBody.object(request);
        StoredObject object = StoredObject.of(body, clock.instant(), attributes);
        bucket.put(key, object, request.forbidsOverwrite());
        return HttpReply.empty(200, ObjectHeaders.stored(object));
    }

    HttpReply append(OssRequest request) throws IOException {
        Bucket bucket = store.bucket(request.requiredBucket());
        String key = checkedKey(request);
        String position = request.parameter("position");
        if (position == null) {
            throw OssError.missingArgument("position").with("EC", "0016-00000501");
        }
        long expected = request.longValue("position", position);
        Attributes attributes = Attributes.of(request);
        ReceivedBody body = ReceivedBody.object(request);
        StoredObject object = bucket.append(key, expected, body, clock.instant(), attributes);
        List<HttpHeader> headers = new ArrayList<>(ObjectHeaders.stored(object));
        headers.add(new HttpHeader("x-oss-next-append-position", Long.toString(object.length())));
        return HttpReply.empty(200, headers);
    }

    HttpReply copy(OssRequest request) {
        Bucket bucket = store.bucket(request.requiredBucket());
        String key = checkedKey(request);
        StoredObject source = CopySource.find(store, request);
        Attributes attributes = source.attributes();
        Attributes given = Attributes.of(request);
        if (isReplace(request, "x-oss-metadata-directive")) {
            attributes = new Attributes(
                    given.headers(), given.userMetadata(), attributes.storageClass(), given.acl(), attributes.tags());
        }
        Map<String, String> tags = isReplace(request, "x-oss-tagging-directive") ? given.tags() : attributes.tags();
        String storageClass = given.storageClass() == null ? attributes.storageClass() : given.storageClass();
        attributes = new Attributes(attributes.headers(), attributes.userMetadata(), storageClass, given.acl(), tags);
        StoredObject copy = CopySource.copy(source, clock.instant(), attributes);
        bucket.put(key, copy, request.forbidsOverwrite());
        XmlDocument xml = new XmlDocument("CopyObjectResult");
        xml.element("ETag", copy.quotedEtag()).element("LastModified", HttpDates.iso(copy.lastModified()));
        HttpReply reply = Replies.xml(xml);
        List<HttpHeader> headers = new ArrayList<>(reply.headers());
        headers.addAll(ObjectHeaders.stored(copy).subList(0, 2));
        return new HttpReply(200, headers, reply.length(), reply.content());
    }

    HttpReply delete(OssRequest request) {
        Bucket bucket = store.bucket(request.requiredBucket());
        bucket.remove(checkedKey(request));
        return Replies.noContent();
    }

    HttpReply deleteMultiple(OssRequest request) throws IOException {
        Bucket bucket = store.bucket(request.requiredBucket());
        XmlNode root = XmlNode.parse(ReceivedBody.xml(request), "Delete");
        List<XmlNode> objects = root.children("Object");
        if (objects.isEmpty() || objects.size() > MAX_DELETES) {
            throw OssError.malformedXml();
        }
        List<String> keys = new ArrayList<>(objects.size());
        for (XmlNode object : objects) {
            XmlNode key = object.child("Key");
            if (key == null) {
                throw OssError.malformedXml();
            }
            Names.checkKey(key.text());
            keys.add(key.text());
        }
        keys.forEach(bucket::remove);
        if ("true".equalsIgnoreCase(root.childText("Quiet"))) {
            return Replies.ok();
        }
        String inBody = root.childText("EncodingType");
        TextEncoding encoding = TextEncoding.of(request.parameter("encoding-type", inBody == null ? "" : inBody));
        XmlDocument xml = new XmlDocument("DeleteResult");
        encoding.announce(xml);
        for (String key : keys) {
            xml.open("Deleted").element("Key", encoding.apply(key)).close();
        }
        return Replies.xml(xml);
    }

    HttpReply acl(OssRequest request) {
        Bucket bucket = store.bucket(request.requiredBucket());
        return Replies.acl(bucket.object(checkedKey(request)).attributes().acl());
    }

    HttpReply putAcl(OssRequest request) {
        String acl = request.header("x-oss-object-acl");
        if (acl == null) {
            throw OssError.missingArgument("x-oss-object-acl");
        }
        String checked = Attributes.objectAcl(acl);
        store.bucket(request.requiredBucket()).change(checkedKey(request), attributes -> attributes.withAcl(checked));
        return Replies.ok();
    }

    HttpReply tagging(OssRequest request) {
        Bucket bucket = store.bucket(request.requiredBucket());
        return Replies.xml(
                Tags.toXml(bucket.object(checkedKey(request)).attributes().tags()));
    }

    HttpReply putTagging(OssRequest request) throws IOException {
        Bucket bucket = store.bucket(request.requiredBucket());
        Map<String, String> tags = Tags.fromXml(ReceivedBody.xml(request));
        bucket.change(checkedKey(request), attributes -> attributes.withTags(tags));
        return Replies.ok();
    }

    HttpReply deleteTagging(OssRequest request) {
        store.bucket(request.requiredBucket()).change(checkedKey(request), attributes -> attributes.withTags(Map.of()));
        return Replies.noContent();
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
