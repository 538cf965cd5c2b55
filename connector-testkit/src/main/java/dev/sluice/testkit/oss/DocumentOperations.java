package dev.sluice.testkit.oss;

import dev.sluice.testkit.internal.HttpHeader;
import dev.sluice.testkit.internal.HttpReply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Storing a bucket's configurations, and giving them back. */
final class DocumentOperations {
    private final BucketStore store;

    DocumentOperations(BucketStore store) {
        this.store = store;
    }

    HttpReply get(BucketDocument kind, OssRequest request) {
        Bucket bucket = store.bucket(request.requiredBucket());
        String stored = bucket.document(kind);
        String document = stored == null ? kind.absent(bucket.name()) : stored;
        String type = kind.isXml() ? XmlDocument.CONTENT_TYPE : "application/json";
        return HttpReply.of(
                200, List.of(new HttpHeader("Content-Type", type)), document.getBytes(StandardCharsets.UTF_8));
    }

    HttpReply put(BucketDocument kind, OssRequest request) throws IOException {
        Bucket bucket = store.bucket(request.requiredBucket());
        String document = new String(ReceivedBody.xml(request), StandardCharsets.UTF_8);
        kind.check(document);
        bucket.document(kind, document);
        return Replies.ok();
    }

    HttpReply delete(BucketDocument kind, OssRequest request) {
        store.bucket(request.requiredBucket()).document(kind, null);
        return Replies.noContent();
    }
}
