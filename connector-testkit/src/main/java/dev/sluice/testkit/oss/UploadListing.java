package dev.sluice.testkit.oss;

import dev.sluice.testkit.internal.HttpReply;
import java.util.ArrayList;
import java.util.List;

/** The listing of the uploads that are under way in a bucket. */
final class UploadListing {
    private static final int MAX_UPLOADS = 1000;

    private final BucketStore store;

    UploadListing(BucketStore store) {
        this.store = store;
    }

    HttpReply list(OssRequest request) {
        Bucket bucket = store.bucket(request.requiredBucket());
        TextEncoding encoding = TextEncoding.of(request);
        int max = request.count("max-uploads", MAX_UPLOADS, MAX_UPLOADS);
        String prefix = request.parameter("prefix", "");
        String delimiter = request.parameter("delimiter", "");
        String keyMarker = request.parameter("key-marker", "");
        String idMarker = request.parameter("upload-id-marker", "");

        List<MultipartUpload> page = new ArrayList<>();
        List<String> commonPrefixes = new ArrayList<>();
        String lastKey = "";
        String lastId = "";
        boolean truncated = false;
        for (MultipartUpload upload : bucket.uploads()) {
            String key = upload.key();
            String common = Listing.rollUp(key, prefix, delimiter);
            boolean seen = common == null
                    ? !isAfter(key, upload.id(), keyMarker, idMarker)
                    : common.equals(lastKey) || KeyOrder.UTF_8_BYTES.compare(common, keyMarker) <= 0;
            if (seen || !key.startsWith(prefix)) {
                continue;
            }
            if (page.size() + commonPrefixes.size() == max) {
                truncated = true;
                break;
            }
            if (common == null) {
                page.add(upload);
            } else {
                commonPrefixes.add(common);
            }
            lastKey = common == null ? key : common;
            lastId = common == null ? upload.id() : "";
        }

        XmlDocument xml = new XmlDocument("ListMultipartUploadsResult");
        xml.element("Bucket", bucket.name());
        encoding.announce(xml);
        xml.element("KeyMarker", encoding.apply(keyMarker))
                .element("UploadIdMarker", idMarker)
                .element("NextKeyMarker", encoding.apply(lastKey))
                .element("NextUploadIdMarker", lastId)
                .element("Delimiter", encoding.apply(delimiter))
                .element("Prefix", encoding.apply(prefix))
                .element("MaxUploads", max)
                .element("IsTruncated", truncated);
        for (MultipartUpload upload : page) {
            xml.open("Upload")
                    .element("Key", encoding.apply(upload.key()))
                    .element("UploadId", upload.id())
                    .element("StorageClass", MultipartOperations.storageClass(bucket, upload))
                    .element("Initiated", HttpDates.iso(upload.initiated()))
                    .close();
        }
        for (String common : commonPrefixes) {
            xml.open("CommonPrefixes").element("Prefix", encoding.apply(common)).close();
        }
        return Replies.xml(xml);
    }

    private static boolean isAfter(String key, String id, String keyMarker, String idMarker) {
        int byKey = KeyOrder.UTF_8_BYTES.compare(key, keyMarker);
        // The id counts only for uploads of the marked key itself.
        return byKey > 0 || (byKey == 0 && !keyMarker.isEmpty() && !idMarker.isEmpty() && id.compareTo(idMarker) > 0);
    }
}
