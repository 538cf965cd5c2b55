package dev.sluice.testkit.oss;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the emulator can do, by the service's own names: the method, what the address names, the sub-resources that
 * make it this operation, and the parameters that it understands besides.
 */
@SuppressWarnings("ImmutableEnumChecker") // the lists are made by List.of and Set.copyOf
enum Operation {
    LIST_BUCKETS("ListBuckets", "GET", Scope.SERVICE, List.of(), List.of("prefix", "marker", "max-keys")),
    PUT_BUCKET("PutBucket", "PUT", Scope.BUCKET, List.of(), List.of()),
    DELETE_BUCKET("DeleteBucket", "DELETE", Scope.BUCKET, List.of(), List.of()),
    GET_BUCKET_INFO("GetBucketInfo", "GET", Scope.BUCKET, List.of("bucketInfo"), List.of()),
    GET_BUCKET_LOCATION("GetBucketLocation", "GET", Scope.BUCKET, List.of("location"), List.of()),
    GET_BUCKET_ACL("GetBucketAcl", "GET", Scope.BUCKET, List.of("acl"), List.of()),
    PUT_BUCKET_ACL("PutBucketAcl", "PUT", Scope.BUCKET, List.of("acl"), List.of()),
    HEAD_BUCKET("HeadBucket", "HEAD", Scope.BUCKET, List.of(), List.of()),
    GET_BUCKET_STAT("GetBucketStat", "GET", Scope.BUCKET, List.of("stat"), List.of()),
    DESCRIBE_REGIONS("DescribeRegions", "GET", Scope.SERVICE, List.of("regions"), List.of()),
    GET_BUCKET_LIFECYCLE("GetBucketLifecycle", "GET", BucketDocument.LIFECYCLE),
    PUT_BUCKET_LIFECYCLE("PutBucketLifecycle", "PUT", BucketDocument.LIFECYCLE),
    DELETE_BUCKET_LIFECYCLE("DeleteBucketLifecycle", "DELETE", BucketDocument.LIFECYCLE),
    GET_BUCKET_CORS("GetBucketCors", "GET", BucketDocument.CORS),
    PUT_BUCKET_CORS("PutBucketCors", "PUT", BucketDocument.CORS),
    DELETE_BUCKET_CORS("DeleteBucketCors", "DELETE", BucketDocument.CORS),
    GET_BUCKET_WEBSITE("GetBucketWebsite", "GET", BucketDocument.WEBSITE),
    PUT_BUCKET_WEBSITE("PutBucketWebsite", "PUT", BucketDocument.WEBSITE),
    DELETE_BUCKET_WEBSITE("DeleteBucketWebsite", "DELETE", BucketDocument.WEBSITE),
    GET_BUCKET_ENCRYPTION("GetBucketEncryption", "GET", BucketDocument.ENCRYPTION),
    PUT_BUCKET_ENCRYPTION("PutBucketEncryption", "PUT", BucketDocument.ENCRYPTION),
    DELETE_BUCKET_ENCRYPTION("DeleteBucketEncryption", "DELETE", BucketDocument.ENCRYPTION),
    GET_BUCKET_POLICY("GetBucketPolicy", "GET", BucketDocument.POLICY),
    PUT_BUCKET_POLICY("PutBucketPolicy", "PUT", BucketDocument.POLICY),
    DELETE_BUCKET_POLICY("DeleteBucketPolicy", "DELETE", BucketDocument.POLICY),
    GET_BUCKET_TRANSFER_ACCELERATION("GetBucketTransferAcceleration", "GET", BucketDocument.TRANSFER_ACCELERATION),
    PUT_BUCKET_TRANSFER_ACCELERATION("PutBucketTransferAcceleration", "PUT", BucketDocument.TRANSFER_ACCELERATION),
    DELETE_BUCKET_TRANSFER_ACCELERATION(
            "DeleteBucketTransferAcceleration", "DELETE", BucketDocument.TRANSFER_ACCELERATION),
    GET_BUCKET_REFERER("GetBucketReferer", "GET", BucketDocument.REFERER),
    PUT_BUCKET_REFERER("PutBucketReferer", "PUT", BucketDocument.REFERER),
    GET_BUCKET_LOGGING("GetBucketLogging", "GET", BucketDocument.LOGGING),
    PUT_BUCKET_LOGGING("PutBucketLogging", "PUT", BucketDocument.LOGGING),
    DELETE_BUCKET_LOGGING("DeleteBucketLogging", "DELETE", BucketDocument.LOGGING),
    GET_BUCKET_TAGGING("GetBucketTags", "GET", BucketDocument.TAGGING),
    PUT_BUCKET_TAGGING("PutBucketTags", "PUT", BucketDocument.TAGGING),
    DELETE_BUCKET_TAGGING("DeleteBucketTags", "DELETE", BucketDocument.TAGGING),
    GET_BUCKET_REQUEST_PAYMENT("GetBucketRequestPayment", "GET", BucketDocument.REQUEST_PAYMENT),
    PUT_BUCKET_REQUEST_PAYMENT("PutBucketRequestPayment", "PUT", BucketDocument.REQUEST_PAYMENT),
    GET_BUCKET_ACCESS_MONITOR("GetBucketAccessMonitor", "GET", BucketDocument.ACCESS_MONITOR),
    PUT_BUCKET_ACCESS_MONITOR("PutBucketAccessMonitor", "PUT", BucketDocument.ACCESS_MONITOR),
    GET_BUCKET_RESOURCE_GROUP("GetBucketResourceGroup", "GET", BucketDocument.RESOURCE_GROUP),
    PUT_BUCKET_RESOURCE_GROUP("PutBucketResourceGroup", "PUT", BucketDocument.RESOURCE_GROUP),
    GET_BUCKET_STORAGE_CAPACITY("GetBucketStorageCapacity", "GET", BucketDocument.STORAGE_CAPACITY),
    PUT_BUCKET_STORAGE_CAPACITY("PutBucketStorageCapacity", "PUT", BucketDocument.STORAGE_CAPACITY),
    GET_BUCKET_WORM("GetBucketWorm", "GET", BucketDocument.WORM),
    INITIATE_BUCKET_WORM("InitiateBucketWorm", "POST", BucketDocument.WORM),
    ABORT_BUCKET_WORM("AbortBucketWorm", "DELETE", BucketDocument.WORM),
    COMPLETE_BUCKET_WORM("CompleteBucketWorm", "POST", Scope.BUCKET, List.of("wormId"), List.of()),
    EXTEND_BUCKET_WORM("ExtendBucketWorm", "POST", Scope.BUCKET, List.of("wormId", "wormExtend"), List.of()),
    LIST_OBJECTS(
            "ListObjects",
            "GET",
            Scope.BUCKET,
            List.of(),
            List.of("prefix", "delimiter", "marker", "max-keys", "encoding-type")),
    LIST_OBJECTS_V2(
            "ListObjectsV2",
            "GET",
            Scope.BUCKET,
            List.of("list-type"),
            List.of(
                    "prefix",
                    "delimiter",
                    "start-after",
                    "continuation-token",
                    "max-keys",
                    "encoding-type",
                    "fetch-owner")),
    LIST_OBJECT_VERSIONS(
            "ListObjectVersions",
            "GET",
            Scope.BUCKET,
            List.of("versions"),
            List.of("prefix", "delimiter", "key-marker", "version-id-marker", "max-keys", "encoding-type")),
    GET_BUCKET_VERSIONING("GetBucketVersioning", "GET", Scope.BUCKET, List.of("versioning"), List.of()),
    PUT_BUCKET_VERSIONING("PutBucketVersioning", "PUT", Scope.BUCKET, List.of("versioning"), List.of()),
    DELETE_MULTIPLE_OBJECTS("DeleteMultipleObjects", "POST", Scope.BUCKET, List.of("delete"), List.of("encoding-type")),
    LIST_MULTIPART_UPLOADS(
            "ListMultipartUploads",
            "GET",
            Scope.BUCKET,
            List.of("uploads"),
            List.of("prefix", "delimiter", "key-marker", "upload-id-marker", "max-uploads", "encoding-type")),
    PUT_OBJECT("PutObject", "PUT", Scope.OBJECT, List.of(), List.of()),
    COPY_OBJECT("CopyObject", "PUT", Scope.OBJECT, List.of("x-oss-copy-source"), List.of()),
    APPEND_OBJECT("AppendObject", "POST", Scope.OBJECT, List.of("append"), List.of("position")),
    GET_OBJECT(
            "GetObject",
            "GET",
            Scope.OBJECT,
            List.of(),
            List.of(
                    "versionId",
                    "response-content-type",
                    "response-content-language",
                    "response-expires",
                    "response-cache-control",
                    "response-content-disposition",
                    "response-content-encoding")),
    HEAD_OBJECT("HeadObject", "HEAD", Scope.OBJECT, List.of(), List.of("versionId")),
    GET_OBJECT_META("GetObjectMeta", "HEAD", Scope.OBJECT, List.of("objectMeta"), List.of("versionId")),
    DELETE_OBJECT("DeleteObject", "DELETE", Scope.OBJECT, List.of(), List.of("versionId")),
    GET_OBJECT_ACL("GetObjectACL", "GET", Scope.OBJECT, List.of("acl"), List.of("versionId")),
    PUT_OBJECT_ACL("PutObjectACL", "PUT", Scope.OBJECT, List.of("acl"), List.of("versionId")),
    GET_OBJECT_TAGGING("GetObjectTagging", "GET", Scope.OBJECT, List.of("tagging"), List.of("versionId")),
    PUT_OBJECT_TAGGING("PutObjectTagging", "PUT", Scope.OBJECT, List.of("tagging"), List.of("versionId")),
    DELETE_OBJECT_TAGGING("DeleteObjectTagging", "DELETE", Scope.OBJECT, List.of("tagging"), List.of("versionId")),
    PUT_SYMLINK("PutSymlink", "PUT", Scope.OBJECT, List.of("symlink"), List.of()),
    GET_SYMLINK("GetSymlink", "GET", Scope.OBJECT, List.of("symlink"), List.of("versionId")),
    RESTORE_OBJECT("RestoreObject", "POST", Scope.OBJECT, List.of("restore"), List.of("versionId")),
    INITIATE_MULTIPART_UPLOAD(
            "InitiateMultipartUpload", "POST", Scope.OBJECT, List.of("uploads"), List.of("encoding-type")),
    UPLOAD_PART("UploadPart", "PUT", Scope.OBJECT, List.of("partNumber", "uploadId"), List.of()),
    UPLOAD_PART_COPY(
            "UploadPartCopy", "PUT", Scope.OBJECT, List.of("partNumber", "uploadId", "x-oss-copy-source"), List.of()),
    COMPLETE_MULTIPART_UPLOAD(
            "CompleteMultipartUpload", "POST", Scope.OBJECT, List.of("uploadId"), List.of("encoding-type")),
    ABORT_MULTIPART_UPLOAD("AbortMultipartUpload", "DELETE", Scope.OBJECT, List.of("uploadId"), List.of()),
    LIST_PARTS(
            "ListParts",
            "GET",
            Scope.OBJECT,
            List.of("uploadId"),
            List.of("max-parts", "part-number-marker", "encoding-type"));

    private enum Scope {
        SERVICE,
        BUCKET,
        OBJECT
    }

    private static final Map<String, Operation> BY_SIGNATURE = Arrays.stream(values())
            .collect(Collectors.toUnmodifiableMap(
                    o -> signature(o.method, o.scope, new TreeSet<>(o.subResources)), Function.identity()));
    private static final Set<String> SUB_RESOURCES =
            Arrays.stream(values()).flatMap(o -> o.subResources.stream()).collect(Collectors.toUnmodifiableSet());

    private final String serviceName;
    private final String method;
    private final Scope scope;
    private final List<String> subResources;
    private final Set<String> parameters;
    private final @Nullable BucketDocument document;

    Operation(String serviceName, String method, Scope scope, List<String> subResources, List<String> parameters) {
        this.serviceName = serviceName;
        this.method = method;
        this.scope = scope;
        this.subResources = subResources;
        this.parameters = Set.copyOf(parameters);
        this.document = null;
    }

    Operation(String serviceName, String method, BucketDocument document) {
        this.serviceName = serviceName;
        this.method = method;
        this.scope = Scope.BUCKET;
        this.subResources = List.of(document.subResource());
        this.parameters = Set.of();
        this.document = document;
    }

    String serviceName() {
        return serviceName;
    }

    /** Which of a bucket's configurations it is about. */
    BucketDocument requiredDocument() {
        return Objects.requireNonNull(document, serviceName);
    }

    boolean understands(String parameter) {
        return parameters.contains(parameter) || subResources.contains(parameter);
    }

    /** Null when the emulator has no such operation. */
    static @Nullable Operation of(OssRequest request) {
        Scope scope = request.bucket() == null ? Scope.SERVICE : request.key() == null ? Scope.BUCKET : Scope.OBJECT;
        Set<String> given = new TreeSet<>();
        for (String name : request.query().keySet()) {
            if (SUB_RESOURCES.contains(name)) {
                given.add(name);
            }
        }
        // Copying differs from uploading by a header alone.
        if (request.header("x-oss-copy-source") != null) {
            given.add("x-oss-copy-source");
        }
        Operation operation = BY_SIGNATURE.get(signature(request.method(), scope, given));
        boolean otherListing = operation == LIST_OBJECTS_V2 && !"2".equals(request.parameter("list-type"));
        return otherListing ? null : operation;
    }

    private static String signature(String method, Scope scope, Set<String> subResources) {
        return method.toUpperCase(Locale.ROOT) + ' ' + scope + ' ' + subResources;
    }
}
