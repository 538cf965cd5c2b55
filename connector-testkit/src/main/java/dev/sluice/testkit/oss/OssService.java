package dev.sluice.testkit.oss;

import dev.sluice.testkit.internal.HttpReply;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Carries out what has been let in: the operations over the stored buckets. */
final class OssService implements AutoCloseable {
    private final BucketStore store;
    private final ContentStore contents;
    private final @Nullable DataFolder folder;
    private final Journal journal;
    private final Map<String, String> cnames = new ConcurrentHashMap<>();
    private final InstantSource clock;
    private final BucketOperations buckets;
    private final ObjectOperations objects;
    private final DocumentOperations documents;
    private final RetentionOperations retentions;
    private final DeleteOperations deletes;
    private final ReadOperations reads;
    private final ListOperations lists;
    private final VersionListing versions;
    private final SymlinkOperations symlinks;
    private final RestoreOperations restores;
    private final MultipartOperations multipart;
    private final UploadListing uploadListing;

    /**
     * @param memory how many bytes of objects may be held in memory
     * @param path where all is kept; null for nowhere
     * @param md5 whether an ETag is the MD5 of its content
     */
    OssService(InstantSource clock, long memory, @Nullable Path path, boolean md5) {
        this.clock = clock;
        DataFolder data = path == null ? null : DataFolder.open(path);
        folder = data;
        Ids ids = new Ids(clock, data == null ? 0 : data.firstNumber());
        store = new BucketStore(ids);
        contents = data == null
                ? ContentStore.passing(memory, md5)
                : ContentStore.lasting(data.bodies(), data.firstNumber(), md5);
        journal = data == null ? Journal.none() : data.restore(store);
        store.lasting(journal);
        buckets = new BucketOperations(store, clock);
        objects = new ObjectOperations(store, contents, clock);
        documents = new DocumentOperations(store);
        retentions = new RetentionOperations(store, clock, ids::version);
        deletes = new DeleteOperations(store, clock);
        reads = new ReadOperations(store, clock);
        lists = new ListOperations(store);
        versions = new VersionListing(store);
        symlinks = new SymlinkOperations(store, clock);
        restores = new RestoreOperations(store, clock);
        multipart = new MultipartOperations(store, contents, clock, ids::upload);
        uploadListing = new UploadListing(store);
    }

    /** From here on the host name stands for the bucket, and the whole path is the key. */
    void cname(String host, String bucket) {
        cnames.put(host, bucket);
    }

    Map<String, String> cnames() {
        return cnames;
    }

    /** Whether anybody may ask for this, without a signature. */
    boolean isPublic(OssRequest request) {
        return PublicAccess.allows(store, request);
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
            case GET_BUCKET_LIFECYCLE,
                    GET_BUCKET_CORS,
                    GET_BUCKET_WEBSITE,
                    GET_BUCKET_ENCRYPTION,
                    GET_BUCKET_POLICY,
                    GET_BUCKET_TRANSFER_ACCELERATION,
                    GET_BUCKET_REFERER,
                    GET_BUCKET_LOGGING,
                    GET_BUCKET_TAGGING,
                    GET_BUCKET_REQUEST_PAYMENT,
                    GET_BUCKET_ACCESS_MONITOR,
                    GET_BUCKET_RESOURCE_GROUP,
                    GET_BUCKET_STORAGE_CAPACITY -> documents.get(operation.requiredDocument(), request);
            case PUT_BUCKET_LIFECYCLE,
                    PUT_BUCKET_CORS,
                    PUT_BUCKET_WEBSITE,
                    PUT_BUCKET_ENCRYPTION,
                    PUT_BUCKET_POLICY,
                    PUT_BUCKET_TRANSFER_ACCELERATION,
                    PUT_BUCKET_REFERER,
                    PUT_BUCKET_LOGGING,
                    PUT_BUCKET_TAGGING,
                    PUT_BUCKET_REQUEST_PAYMENT,
                    PUT_BUCKET_ACCESS_MONITOR,
                    PUT_BUCKET_RESOURCE_GROUP,
                    PUT_BUCKET_STORAGE_CAPACITY -> documents.put(operation.requiredDocument(), request);
            case DELETE_BUCKET_LIFECYCLE,
                    DELETE_BUCKET_CORS,
                    DELETE_BUCKET_WEBSITE,
                    DELETE_BUCKET_ENCRYPTION,
                    DELETE_BUCKET_POLICY,
                    DELETE_BUCKET_TRANSFER_ACCELERATION,
                    DELETE_BUCKET_LOGGING,
                    DELETE_BUCKET_TAGGING -> documents.delete(operation.requiredDocument(), request);
            case GET_BUCKET_WORM -> retentions.get(request);
            case INITIATE_BUCKET_WORM -> retentions.initiate(request);
            case ABORT_BUCKET_WORM -> retentions.abort(request);
            case COMPLETE_BUCKET_WORM -> retentions.complete(request);
            case EXTEND_BUCKET_WORM -> retentions.extend(request);
            case HEAD_BUCKET -> buckets.head(request);
            case GET_BUCKET_STAT -> buckets.stat(request);
            case DESCRIBE_REGIONS -> buckets.regions();
            case GET_BUCKET_VERSIONING -> buckets.versioning(request);
            case PUT_BUCKET_VERSIONING -> buckets.putVersioning(request);
            case LIST_OBJECT_VERSIONS -> versions.list(request);
            case LIST_OBJECTS -> lists.list(request);
            case LIST_OBJECTS_V2 -> lists.listV2(request);
            case DELETE_MULTIPLE_OBJECTS -> deletes.delete(request);
            case LIST_MULTIPART_UPLOADS -> uploadListing.list(request);
            case PUT_SYMLINK -> symlinks.put(request);
            case GET_SYMLINK -> symlinks.get(request);
            case RESTORE_OBJECT -> restores.restore(request);
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

    /** How many bytes of objects are in memory now. */
    long inMemory() {
        return contents.inMemory();
    }

    /** Deletes what was only for now; what is to last stays in its folder, which others may use then. */
    @Override
    public void close() throws IOException {
        journal.close();
        contents.close();
        if (folder != null) {
            folder.close();
        }
    }
}
