package dev.sluice.testkit.oss;

import java.time.Instant;

/** The object that a request names as its source; whoever found it holds its content. */
record CopySource(Bucket bucket, StoredObject object) {
    private static final String VERSION = "versionId=";

    static CopySource find(BucketStore store, OssRequest request, Instant now) {
        CopySource found = look(store, request, now);
        while (!found.object().content().hold()) {
            // It was replaced just now: there is another one, or none.
            found = look(store, request, now);
        }
        return found;
    }

    private static CopySource look(BucketStore store, OssRequest request, Instant now) {
        String header = request.header("x-oss-copy-source");
        if (header == null) {
            throw OssError.missingArgument("x-oss-copy-source");
        }
        int mark = header.indexOf('?');
        String address = mark < 0 ? header : header.substring(0, mark);
        String path = Percent.decode(address.startsWith("/") ? address.substring(1) : address, false);
        int slash = path.indexOf('/');
        if (slash <= 0 || slash == path.length() - 1) {
            throw OssError.invalidArgument(
                    "Copy Source must mention the source bucket and key.", "x-oss-copy-source", header);
        }
        Bucket bucket = store.bucket(path.substring(0, slash));
        String versionId = mark < 0 ? null : versionId(header.substring(mark + 1), header);
        StoredObject source = bucket.object(path.substring(slash + 1), versionId);
        ReadOperations.checkReadable(bucket, source, now);
        Conditions.check(request, "x-oss-copy-source-", source);
        return new CopySource(bucket, source);
    }

    private static String versionId(String query, String header) {
        if (query.startsWith(VERSION) && query.indexOf('&') < 0) {
            return Percent.decode(query.substring(VERSION.length()), false);
        }
        throw OssError.invalidArgument("Unsupported copy source parameter.", "x-oss-copy-source", header);
    }
}
