package dev.sluice.testkit.oss;

import org.jspecify.annotations.Nullable;

/** What the ACLs of objects and buckets let anybody do without a signature. */
final class PublicAccess {
    private PublicAccess() {}

    static boolean allows(BucketStore store, OssRequest request) {
        Operation operation = Operation.of(request);
        String bucketName = request.bucket();
        String key = request.key();
        if (operation == null || bucketName == null || key == null) {
            return false;
        }
        return switch (operation) {
            case GET_OBJECT, HEAD_OBJECT, GET_OBJECT_META ->
                acl(store.bucket(bucketName), key, request.versionId()).startsWith("public-read");
            case PUT_OBJECT,
                    APPEND_OBJECT,
                    DELETE_OBJECT,
                    INITIATE_MULTIPART_UPLOAD,
                    UPLOAD_PART,
                    COMPLETE_MULTIPART_UPLOAD,
                    ABORT_MULTIPART_UPLOAD,
                    LIST_PARTS ->
                acl(store.bucket(bucketName), key, request.versionId()).equals("public-read-write");
            default -> false;
        };
    }

    /** The object's own when it has one, and otherwise the bucket's. */
    private static String acl(Bucket bucket, String key, @Nullable String versionId) {
        String own;
        try {
            own = bucket.object(key, versionId).attributes().acl();
        } catch (OssError e) {
            // What is not there has no ACL, and whoever may look is told that it is not there.
            own = Attributes.DEFAULT_ACL;
        }
        return own.equals(Attributes.DEFAULT_ACL) ? bucket.acl() : own;
    }
}
