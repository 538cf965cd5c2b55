package dev.sluice.testkit.oss;

import dev.sluice.testkit.internal.HttpHeader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is stored with an object besides its bytes.
 *
 * @param headers returned as they were sent: Content-Type, Cache-Control and the like, and encryption
 * @param userMetadata by full header name in lower case
 * @param storageClass null for the bucket's own
 */
record Attributes(
        Map<String, String> headers,
        Map<String, String> userMetadata,
        @Nullable String storageClass,
        String acl,
        Map<String, String> tags) {
    static final String DEFAULT_ACL = "default";
    static final Attributes NONE = new Attributes(Map.of(), Map.of(), null, DEFAULT_ACL, Map.of());

    private static final List<String> STORED_HEADERS = List.of(
            "Content-Type",
            "Cache-Control",
            "Content-Disposition",
            "Content-Encoding",
            "Content-Language",
            "Expires",
            "x-oss-server-side-encryption",
            "x-oss-server-side-encryption-key-id",
            "x-oss-server-side-data-encryption");
    private static final String META_PREFIX = "x-oss-meta-";
    private static final Pattern META_NAME = Pattern.compile("[a-z0-9-]*");
    private static final int MAX_META_BYTES = 8 << 10;
    private static final Set<String> STORAGE_CLASSES =
            Set.of("Standard", "IA", "Archive", "ColdArchive", "DeepColdArchive");
    private static final Set<String> OBJECT_ACLS = Set.of("private", "public-read", "public-read-write", DEFAULT_ACL);
    private static final Set<String> BUCKET_ACLS = Set.of("private", "public-read", "public-read-write");
    private static final Set<String> ENCRYPTIONS = Set.of("AES256", "KMS", "SM4");

    static Attributes of(OssRequest request, Bucket bucket) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String name : STORED_HEADERS) {
            String value = request.header(name);
            if (value != null && !value.isEmpty()) {
                headers.put(name, value);
            }
        }
        headers.putIfAbsent("Content-Type", "application/octet-stream");
        Encryption byDefault = bucket.encryption();
        if (byDefault != null && !headers.containsKey("x-oss-server-side-encryption")) {
            byDefault.addTo(headers);
        }
        String encryption = headers.get("x-oss-server-side-encryption");
        if (encryption != null && !ENCRYPTIONS.contains(encryption)) {
            throw new OssError(
                    400, "InvalidEncryptionAlgorithmError", "The Encryption request you specified is not valid.");
        }
        String acl = request.header("x-oss-object-acl");
        String tagging = request.header("x-oss-tagging");
        return new Attributes(
                headers,
                userMetadata(request),
                storageClass(request.header("x-oss-storage-class")),
                acl == null ? DEFAULT_ACL : objectAcl(acl),
                tagging == null ? Map.of() : Tags.fromHeader(tagging));
    }

    Attributes withAcl(String newAcl) {
        return new Attributes(headers, userMetadata, storageClass, newAcl, tags);
    }

    Attributes withTags(Map<String, String> newTags) {
        return new Attributes(headers, userMetadata, storageClass, acl, newTags);
    }

    static @Nullable String storageClass(@Nullable String value) {
        if (value != null && !STORAGE_CLASSES.contains(value)) {
            throw OssError.invalidArgument("Unknown storage class.", "x-oss-storage-class", value);
        }
        return value;
    }

    static String objectAcl(String value) {
        return checked(value, OBJECT_ACLS, "x-oss-object-acl");
    }

    static String bucketAcl(String value) {
        return checked(value, BUCKET_ACLS, "x-oss-acl");
    }

    private static String checked(String value, Set<String> allowed, String header) {
        if (!allowed.contains(value)) {
            throw OssError.invalidArgument("no such acl type", header, value);
        }
        return value;
    }

    private static Map<String, String> userMetadata(OssRequest request) {
        Map<String, String> metadata = new TreeMap<>();
        int bytes = 0;
        for (HttpHeader header : request.headers()) {
            String name = header.name().toLowerCase(Locale.ROOT);
            if (!name.startsWith(META_PREFIX)) {
                continue;
            }
            if (!META_NAME.matcher(name.substring(META_PREFIX.length())).matches()) {
                throw OssError.invalidArgument("The user metadata name is not valid.", name, "");
            }
            metadata.put(name, header.value());
            bytes += name.length() + header.value().getBytes(StandardCharsets.UTF_8).length;
        }
        if (bytes > MAX_META_BYTES) {
            throw new OssError(
                            400, "InvalidArgument", "Your metadata headers exceed the maximum allowed metadata size.")
                    .with("EC", "0011-00000002");
        }
        return metadata;
    }
}
