package dev.sluice.testkit.oss;

import dev.sluice.testkit.internal.HttpReply;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** Carries out what has been let in: the operations over the stored buckets. */
final class OssService {
    private final BucketStore store = new BucketStore();
    private final AtomicLong uploads = new AtomicLong();
    private final InstantSource clock;
    private final BucketOperations buckets;
    private final ObjectOperations objects;
    private final ReadOperations reads;
    private final ListOperations lists;
    private final MultipartOperations multipart;
    private final UploadListing uploadListing;

    OssService(InstantSource clock) {
        this.clock = clock;
        buckets = new BucketOperations(store, clock);
        objects = new ObjectOperations(store, clock);
        reads = new ReadOperations(store);
        lists = new ListOperations(store);
        multipart = new MultipartOperations(store, clock, this::uploadId);
        uploadListing = new UploadListing(store);
    }

    void createBucket(String name) {
        store.preset(name, clock.instant());
    }

    HttpReply answer(Operation operation, OssRequest request) throws IOException {
        return switch (operation) {
            case LIST_BUCKETS -> buckets.list(request);
            case PUT_BUCKET -> buckets.put(request);
            case DELETE_BUCKET -> buckets.delete(request);
            case GET_BUCKET_INFO -> buckets.info(request);
            case GET_BUCKET_LOCATION -> buckets.location(request);
            case GET_BUCKET_ACL -> buckets.acl(request);
            case PUT_BUCKET_ACL -> buckets.putAcl(request);
            case LIST_OBJECTS -> lists.list(request);
            case LIST_OBJECTS_V2 -> lists.listV2(request);
            case DELETE_MULTIPLE_OBJECTS -> objects.deleteMultiple(request);
            case LIST_MULTIPART_UPLOADS -> uploadListing.list(request);
            case PUT_OBJECT -> objects.put(request);
            case COPY_OBJECT -> objects.copy(request);
            case APPEND_OBJECT -> objects.append(request);
            case GET_OBJECT -> reads.get(request);
            case HEAD_OBJECT -> reads.head(request);
            case GET_OBJECT_META -> reads.meta(request);
            case DELETE_OBJECT -> objects.delete(request);
            case GET_OBJECT_ACL -> objects.acl(request);
            case PUT_OBJECT_ACL -> objects.putAcl(request);
            case GET_OBJECT_TAGGING -> objects.tagging(request);
            case PUT_OBJECT_TAGGING -> objects.putTagging(request);
            case DELETE_OBJECT_TAGGING -> objects.deleteTagging(request);
            case INITIATE_MULTIPART_UPLOAD -> multipart.initiate(request);
            case UPLOAD_PART -> multipart.put(request);
            case UPLOAD_PART_COPY -> multipart.putCopy(request);
            case COMPLETE_MULTIPART_UPLOAD -> multipart.complete(request);
            case ABORT_MULTIPART_UPLOAD -> multipart.abort(request);
            case LIST_PARTS -> multipart.listParts(request);
        };
    }

    /** 32 hex digits like the service's; they sort in the order of their making. */
    private String uploadId() {
        return String.format(Locale.ROOT, "%016X%016X", clock.instant().toEpochMilli(), uploads.incrementAndGet());
    }
}
