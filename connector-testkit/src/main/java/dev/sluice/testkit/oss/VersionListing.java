package dev.sluice.testkit.oss;

import dev.sluice.testkit.internal.HttpReply;

/** The listing of a bucket's objects with all their versions. */
final class VersionListing {
    private static final int DEFAULT_KEYS = 100;
    private static final int MAX_KEYS = 1000;

    private final BucketStore store;

    VersionListing(BucketStore store) {
        this.store = store;
    }

    HttpReply list(OssRequest request) {
        Bucket bucket = store.bucket(request.requiredBucket());
        TextEncoding encoding = TextEncoding.of(request);
        int max = request.count("max-keys", DEFAULT_KEYS, MAX_KEYS);
        String prefix = request.parameter("prefix", "");
        String delimiter = request.parameter("delimiter", "");
        String keyMarker = request.parameter("key-marker", "");
        String versionMarker = request.parameter("version-id-marker", "");
        if (keyMarker.isEmpty() && !versionMarker.isEmpty()) {
            throw OssError.invalidArgument(
                    "A version-id marker cannot be specified without a key marker.",
                    "version-id-marker",
                    versionMarker);
        }
        VersionPage page = bucket.versions(prefix, delimiter, keyMarker, versionMarker, max);
        XmlDocument xml = new XmlDocument("ListVersionsResult");
        xml.element("Name", bucket.name())
                .element("Prefix", encoding.apply(prefix))
                .element("KeyMarker", encoding.apply(keyMarker))
                .element("VersionIdMarker", versionMarker)
                .element("MaxKeys", max)
                .element("Delimiter", encoding.apply(delimiter));
        encoding.announce(xml);
        xml.element("IsTruncated", page.truncated());
        if (page.truncated()) {
            xml.element("NextKeyMarker", encoding.apply(page.lastKey()))
                    .element("NextVersionIdMarker", page.lastVersion());
        }
        for (VersionPage.Entry entry : page.entries()) {
            describe(xml, bucket, entry, encoding);
        }
        for (String common : page.commonPrefixes()) {
            xml.open("CommonPrefixes").element("Prefix", encoding.apply(common)).close();
        }
        return Replies.xml(xml);
    }

    private static void describe(XmlDocument xml, Bucket bucket, VersionPage.Entry entry, TextEncoding encoding) {
        StoredObject version = entry.version();
        xml.open(version.isDeleteMarker() ? "DeleteMarker" : "Version")
                .element("Key", encoding.apply(entry.key()))
                .element("VersionId", version.versionId())
                .element("IsLatest", entry.latest())
                .element("LastModified", HttpDates.iso(version.lastModified()));
        if (!version.isDeleteMarker()) {
            xml.element("ETag", version.quotedEtag())
                    .element("Type", version.type().text())
                    .element("Size", version.length())
                    .element("StorageClass", ObjectHeaders.storageClass(bucket, version));
        }
        Replies.owner(xml);
        xml.close();
    }
}
