package dev.sluice.testkit.oss;

import java.time.Instant;

/** The object that a request names as its source. */
final class CopySource {
    private CopySource() {}

    static StoredObject find(BucketStore store, OssRequest request) {
        String header = request.header("x-oss-copy-source");
        if (header == null) {
            throw OssError.missingArgument("x-oss-copy-source");
        }
        if (header.indexOf('?') >= 0) {
            throw OssError.notImplemented("x-oss-copy-source with versionId");
        }
        String path = Percent.decode(header.startsWith("/") ? header.substring(1) : header, false);
        int slash = path.indexOf('/');
        if (slash <= 0 || slash == path.length() - 1) {
            throw OssError.invalidArgument(
                    "Copy Source must mention the source bucket and key.", "x-oss-copy-source", header);
        }
        Bucket bucket = store.bucket(path.substring(0, slash));
        StoredObject source = bucket.object(path.substring(slash + 1));
        ReadOperations.checkReadable(bucket, source);
        Conditions.check(request, "x-oss-copy-source-", source);
        return source;
    }

    /** The same content as an object of its own, which is never appendable. */
    static StoredObject copy(StoredObject source, Instant now, Attributes attributes) {
        StoredObject.Type type =
                source.type() == StoredObject.Type.APPENDABLE ? StoredObject.Type.NORMAL : source.type();
        return new StoredObject(
                type, source.content(), source.etag(), source.crc64(), source.md5Header(), now, attributes);
    }
}
