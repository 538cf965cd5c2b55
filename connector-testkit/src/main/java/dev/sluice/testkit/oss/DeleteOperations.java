package dev.sluice.testkit.oss;

import dev.sluice.testkit.internal.HttpReply;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Deleting many objects or versions with one request. */
final class DeleteOperations {
    private static final int MAX_DELETES = 1000;

    private final BucketStore store;
    private final InstantSource clock;

    DeleteOperations(BucketStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    private record Wanted(String key, @Nullable String versionId) {}

    HttpReply delete(OssRequest request) throws IOException {
        Bucket bucket = store.bucket(request.requiredBucket());
        XmlNode root = XmlNode.parse(ReceivedBody.xml(request), "Delete");
        // All of it is understood before the first one goes.
        List<Wanted> all = wanted(root);
        String inBody = root.childText("EncodingType");
        TextEncoding encoding = TextEncoding.of(request.parameter("encoding-type", inBody == null ? "" : inBody));
        boolean quiet = "true".equalsIgnoreCase(root.childText("Quiet"));
        XmlDocument xml = new XmlDocument("DeleteResult");
        encoding.announce(xml);
        Instant now = clock.instant();
        for (Wanted one : all) {
            Bucket.Removal removal;
            try {
                removal = bucket.remove(one.key(), one.versionId(), now);
            } catch (OssError e) {
                if (!e.code().equals(OssError.FILE_IMMUTABLE)) {
                    throw e;
                }
                // As with any key that fails, it is only missing among the deleted ones.
                continue;
            }
            xml.open("Deleted").element("Key", encoding.apply(one.key())).optional("VersionId", one.versionId());
            if (removal.marker()) {
                xml.element("DeleteMarker", true).optional("DeleteMarkerVersionId", removal.versionId());
            }
            xml.close();
        }
        return quiet ? Replies.ok() : Replies.xml(xml);
    }

    private static List<Wanted> wanted(XmlNode root) {
        List<XmlNode> objects = root.children("Object");
        if (objects.isEmpty() || objects.size() > MAX_DELETES) {
            throw OssError.malformedXml();
        }
        List<Wanted> wanted = new ArrayList<>(objects.size());
        for (XmlNode object : objects) {
            XmlNode key = object.child("Key");
            if (key == null) {
                throw OssError.malformedXml();
            }
            Names.checkKey(key.text());
            String versionId = object.childText("VersionId");
            wanted.add(new Wanted(key.text(), versionId == null || versionId.isEmpty() ? null : versionId));
        }
        return wanted;
    }
}
