package dev.sluice.testkit.oss;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

    Operation(String serviceName, String method, Scope scope, List<String> subResources, List<String> parameters) {
        this.serviceName = serviceName;
        this.method = method;
        this.scope = scope;
        this.subResources = subResources;
        this.parameters = Set.copyOf(parameters);
    }

    String serviceName() {
        return serviceName;
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
