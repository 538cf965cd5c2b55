package dev.sluice.testkit.oss;

import dev.sluice.testkit.internal.HttpHeader;
import dev.sluice.testkit.internal.HttpReply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Making, locking and extending a bucket's retention policy. */
final class RetentionOperations {
    private final BucketStore store;
    private final InstantSource clock;
    private final Supplier<String> ids;

    RetentionOperations(BucketStore store, InstantSource clock, Supplier<String> ids) {
        this.store = store;
        this.clock = clock;
        this.ids = ids;
    }

    HttpReply initiate(OssRequest request) throws IOException {
        int days = Retention.days(XmlNode.parse(ReceivedBody.xml(request), "InitiateWormConfiguration"));
        Retention made = new Retention(ids.get(), days, false, clock.instant());
        store.bucket(request.requiredBucket()).retention(current -> {
            if (standing(current) != null) {
                throw locked();
            }
            return made;
        });
        return HttpReply.empty(200, List.of(new HttpHeader("x-oss-worm-id", made.id())));
    }

    HttpReply get(OssRequest request) {
        Bucket bucket = store.bucket(request.requiredBucket());
        Retention policy = standing(bucket.retention());
        String document = policy == null ? BucketDocument.WORM.absent(bucket.name()) : policy.toXml();
        return Replies.xml(document.getBytes(StandardCharsets.UTF_8));
    }

    HttpReply abort(OssRequest request) {
        store.bucket(request.requiredBucket()).retention(current -> {
            if (current != null && current.locked()) {
                throw locked();
            }
            return null;
        });
        return Replies.noContent();
    }

    HttpReply complete(OssRequest request) {
        change(request, policy -> new Retention(policy.id(), policy.days(), true, policy.created()));
        return Replies.ok();
    }

    HttpReply extend(OssRequest request) throws IOException {
        int days = Retention.days(XmlNode.parse(ReceivedBody.xml(request), "ExtendWormConfiguration"));
        change(request, policy -> {
            if (!policy.locked() || days < policy.days()) {
                throw new OssError(
                        400,
                        "InvalidWORMConfiguration",
                        "Only a locked policy can be extended, and only to a longer one.");
            }
            return new Retention(policy.id(), days, true, policy.created());
        });
        return Replies.ok();
    }

    private void change(OssRequest request, UnaryOperator<Retention> change) {
        Bucket bucket = store.bucket(request.requiredBucket());
        bucket.retention(current -> {
            Retention policy = standing(current);
            if (policy == null || !policy.id().equals(request.parameter("wormId", ""))) {
                throw BucketDocument.WORM.missing(bucket.name());
            }
            return change.apply(policy);
        });
    }

    /** Null when there is none, or it was not locked in time. */
    private @Nullable Retention standing(@Nullable Retention policy) {
        return policy == null || policy.lapsed(clock.instant()) ? null : policy;
    }

    private static OssError locked() {
        return new OssError(409, "WORMConfigurationLocked", "The WORM Configuration is locked.");
    }
}
