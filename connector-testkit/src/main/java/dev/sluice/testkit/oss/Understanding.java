package dev.sluice.testkit.oss;

import dev.sluice.testkit.internal.HttpHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds what a request asks for that the emulator does not know: it refuses that, and never skips it silently. */
final class Understanding {
    /** Part of every operation: the signature in a URL, and what changes nothing here. */
    private static final Set<String> COMMON_PARAMETERS = Set.of(
            "OSSAccessKeyId",
            "Expires",
            "Signature",
            "security-token",
            "x-oss-signature-version",
            "x-oss-credential",
            "x-oss-date",
            "x-oss-expires",
            "x-oss-additional-headers",
            "x-oss-signature",
            "x-oss-security-token",
            "x-oss-request-payer");

    private static final Set<String> HEADERS = Set.of(
            "x-oss-acl",
            "x-oss-complete-all",
            "x-oss-content-sha256",
            "x-oss-copy-source",
            "x-oss-copy-source-if-match",
            "x-oss-copy-source-if-modified-since",
            "x-oss-copy-source-if-none-match",
            "x-oss-copy-source-if-unmodified-since",
            "x-oss-copy-source-range",
            "x-oss-date",
            "x-oss-forbid-overwrite",
            "x-oss-metadata-directive",
            "x-oss-object-acl",
            "x-oss-range-behavior",
            "x-oss-request-payer",
            "x-oss-security-token",
            "x-oss-server-side-data-encryption",
            "x-oss-server-side-encryption",
            "x-oss-server-side-encryption-key-id",
            "x-oss-storage-class",
            "x-oss-symlink-target",
            "x-oss-tagging",
            "x-oss-tagging-directive",
            "x-oss-user-agent");

    private Understanding() {}

    /** The names of parameters and headers that are not known; empty when all are. */
    static List<String> unknown(@Nullable Operation operation, OssRequest request) {
        List<String> unknown = new ArrayList<>();
        for (String name : request.query().keySet()) {
            boolean known = operation != null && operation.understands(name);
            if (!known && !COMMON_PARAMETERS.contains(name)) {
                // Encoded, because it goes into a log line.
                unknown.add(Percent.encode(name));
            }
        }
        for (HttpHeader header : request.headers()) {
            String name = header.name().toLowerCase(Locale.ROOT);
            if (name.startsWith("x-oss-") && !name.startsWith("x-oss-meta-") && !HEADERS.contains(name)) {
                unknown.add(name);
            }
        }
        return unknown;
    }

    /** A name for an operation that has none here: the method and the unknown names. */
    static String describe(OssRequest request, List<String> unknown) {
        return unknown.isEmpty() ? request.method() : request.method() + " ?" + String.join("&", unknown);
    }
}
