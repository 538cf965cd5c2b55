package dev.sluice.testkit.oss;

import dev.sluice.testkit.internal.HttpHeader;
import dev.sluice.testkit.internal.HttpReply;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asking archived objects back. */
final class RestoreOperations {
    private static final int MAX_DAYS = 365;

    private final BucketStore store;
    private final InstantSource clock;

    RestoreOperations(BucketStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    HttpReply restore(OssRequest request) throws IOException {
        Bucket bucket = store.bucket(request.requiredBucket());
        byte[] body = ReceivedBody.xml(request);
        XmlNode root = body.length == 0 ? null : XmlNode.parse(body, "RestoreRequest");
        int days = days(root == null ? null : root.childText("Days"));
        XmlNode job = root == null ? null : root.child("JobParameters");
        String tier = job == null ? null : job.childText("Tier");
        Instant now = clock.instant();
        boolean[] again = {false};
        StoredObject restored = bucket.change(request.requiredKey(), request.versionId(), object -> {
            String storageClass = ObjectHeaders.storageClass(bucket, object);
            if (!ReadOperations.FROZEN.contains(storageClass) || object.target() != null) {
                throw new OssError(400, "OperationNotSupported", "The operation is not supported for this resource")
                        .with("Resource", request.requiredKey());
            }
            Restoration before = object.restoration();
            if (before != null && before.ongoing(now)) {
                throw new OssError(409, "RestoreAlreadyInProgress", "The restore operation is in progress.");
            }
            again[0] = before != null && before.readable(now);
            return object.with(
                    before != null && again[0]
                            ? before.extended(now, days)
                            : Restoration.start(storageClass, tier, days, now));
        });
        List<HttpHeader> headers = new ArrayList<>(1);
        ObjectHeaders.version(headers, bucket, restored);
        return HttpReply.empty(again[0] ? 200 : 202, headers);
    }

    private static int days(@Nullable String text) {
        if (text == null) {
            return 1;
        }
        try {
            int days = Integer.parseInt(text);
            if (days >= 1 && days <= MAX_DAYS) {
                return days;
            }
        } catch (NumberFormatException e) {
            // answered below, like a number out of bounds
        }
        throw OssError.malformedXml();
    }
}
