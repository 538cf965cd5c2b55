package dev.sluice.testkit.oss;

import dev.sluice.testkit.internal.HttpReply;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/** The two versions of listing a bucket. */
final class ListOperations {
    private static final int DEFAULT_KEYS = 100;
    private static final int MAX_KEYS = 1000;

    private final BucketStore store;

    ListOperations(BucketStore store) {
        this.store = store;
    }

    HttpReply list(OssRequest request) {
        Bucket bucket = store.bucket(request.requiredBucket());
        TextEncoding encoding = TextEncoding.of(request);
        int max = request.count("max-keys", DEFAULT_KEYS, MAX_KEYS);
        String prefix = request.parameter("prefix", "");
        String delimiter = request.parameter("delimiter", "");
        String marker = request.parameter("marker", "");
        Listing<StoredObject> page = Listing.of(bucket.objects(), prefix, delimiter, marker, max);
        XmlDocument xml = new XmlDocument("ListBucketResult");
        xml.element("Name", bucket.name())
                .element("Prefix", encoding.apply(prefix))
                .element("Marker", encoding.apply(marker))
                .element("MaxKeys", max)
                .element("Delimiter", encoding.apply(delimiter));
        encoding.announce(xml);
        xml.element("IsTruncated", page.truncated());
        if (page.truncated() && page.last() != null) {
            xml.element("NextMarker", encoding.apply(page.last()));
        }
        contents(xml, bucket, page, encoding, true);
        return Replies.xml(xml);
    }

    HttpReply listV2(OssRequest request) {
        Bucket bucket = store.bucket(request.requiredBucket());
        TextEncoding encoding = TextEncoding.of(request);
        int max = request.count("max-keys", DEFAULT_KEYS, MAX_KEYS);
        String prefix = request.parameter("prefix", "");
        String delimiter = request.parameter("delimiter", "");
        String startAfter = request.parameter("start-after", "");
        String token = request.parameter("continuation-token");
        String after = token == null || token.isEmpty() ? startAfter : fromToken(token);
        Listing<StoredObject> page = Listing.of(bucket.objects(), prefix, delimiter, after, max);
        XmlDocument xml = new XmlDocument("ListBucketResult");
        xml.element("Name", bucket.name()).element("Prefix", encoding.apply(prefix));
        if (!startAfter.isEmpty()) {
            xml.element("StartAfter", encoding.apply(startAfter));
        }
        xml.optional("ContinuationToken", token);
        xml.element("MaxKeys", max).element("Delimiter", encoding.apply(delimiter));
        encoding.announce(xml);
        xml.element("IsTruncated", page.truncated());
        if (page.truncated() && page.last() != null) {
            xml.element("NextContinuationToken", toToken(page.last()));
        }
        xml.element("KeyCount", page.entries().size() + page.commonPrefixes().size());
        contents(xml, bucket, page, encoding, "true".equals(request.parameter("fetch-owner")));
        return Replies.xml(xml);
    }

    private static void contents(
            XmlDocument xml, Bucket bucket, Listing<StoredObject> page, TextEncoding encoding, boolean owner) {
        for (Map.Entry<String, StoredObject> entry : page.entries()) {
            StoredObject object = entry.getValue();
            xml.open("Contents")
                    .element("Key", encoding.apply(entry.getKey()))
                    .element("LastModified", HttpDates.iso(object.lastModified()))
                    .element("ETag", object.quotedEtag())
                    .element("Type", object.type().text())
                    .element("Size", object.length())
                    .element("StorageClass", ObjectHeaders.storageClass(bucket, object));
            if (owner) {
                Replies.owner(xml);
            }
            xml.close();
        }
        for (String prefix : page.commonPrefixes()) {
            xml.open("CommonPrefixes").element("Prefix", encoding.apply(prefix)).close();
        }
    }

    private static String toToken(String last) {
        return Base64.getUrlEncoder().encodeToString(last.getBytes(StandardCharsets.UTF_8));
    }

    private static String fromToken(String token) {
        try {
            return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw OssError.invalidArgument(
                    "The continuation token provided is incorrect.", "continuation-token", token);
        }
    }
}
