package dev.sluice.testkit.oss;

import dev.sluice.testkit.internal.HttpHeader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Signature version 1: HMAC-SHA1 over a few headers and the resource with its sub-resources. */
record SignatureV1(
        String accessKeyId,
        String provided,
        String stringToSign,
        Instant time,
        @Nullable Instant expires) implements RequestVerifier.Signature {

    /** The parameters that count as part of the resource; all others are not signed. */
    private static final Set<String> SIGNED_PARAMETERS = Set.of(
            "accessPoint",
            "accessPointPolicy",
            "acl",
            "append",
            "asyncFetch",
            "bucketArchiveDirectRead",
            "bucketInfo",
            "callback",
            "callback-var",
            "cname",
            "comp",
            "continuation-token",
            "cors",
            "delete",
            "encryption",
            "endTime",
            "httpsConfig",
            "img",
            "inventory",
            "inventoryId",
            "lifecycle",
            "live",
            "location",
            "logging",
            "metaQuery",
            "objectMeta",
            "partNumber",
            "policy",
            "policyStatus",
            "position",
            "processConfiguration",
            "publicAccessBlock",
            "qos",
            "qosInfo",
            "redundancyTransition",
            "referer",
            "regionList",
            "replication",
            "replicationLocation",
            "replicationProgress",
            "requestPayment",
            "resourceGroup",
            "response-cache-control",
            "response-content-disposition",
            "response-content-encoding",
            "response-content-language",
            "response-content-type",
            "response-expires",
            "restore",
            "seal",
            "security-token",
            "sequential",
            "startTime",
            "stat",
            "status",
            "style",
            "styleName",
            "symlink",
            "tagging",
            "transferAcceleration",
            "udf",
            "udfApplication",
            "udfApplicationLog",
            "udfImage",
            "udfImageDesc",
            "udfName",
            "uploadId",
            "uploads",
            "versionId",
            "versioning",
            "versions",
            "vip",
            "vod",
            "vpcip",
            "website",
            "worm",
            "wormExtend",
            "wormId",
            "x-oss-ac-forward-allow",
            "x-oss-ac-source-ip",
            "x-oss-ac-subnet-mask",
            "x-oss-ac-vpc-id",
            "x-oss-async-process",
            "x-oss-delete",
            "x-oss-dir",
            "x-oss-process",
            "x-oss-redundancy-transition-taskid",
            "x-oss-rename",
            "x-oss-request-payer",
            "x-oss-target-redundancy-type",
            "x-oss-traffic-limit",
            "x-oss-write-get-object-response");

    static SignatureV1 fromHeader(OssRequest request, String authorization, EmptyValue empty) {
        int colon = authorization.lastIndexOf(':');
        if (colon < 0) {
            throw OssError.invalidArgument("Authorization header is invalid.", "Authorization", "");
        }
        // x-oss-date is for clients that may not set Date.
        String ossDate = request.header("x-oss-date");
        String date = ossDate == null ? request.header("Date") : ossDate;
        Instant time = date == null ? null : HttpDates.parseHttp(date);
        if (date == null || time == null) {
            throw OssError.accessDenied("OSS authentication requires a valid Date.");
        }
        return new SignatureV1(
                authorization.substring("OSS ".length(), colon).trim(),
                authorization.substring(colon + 1).trim(),
                stringToSign(request, date, empty),
                time,
                null);
    }

    static SignatureV1 fromQuery(OssRequest request, EmptyValue empty) {
        String id = request.parameter("OSSAccessKeyId");
        String expires = request.parameter("Expires");
        if (id == null || expires == null) {
            throw OssError.accessDenied(
                    "Query-string authentication requires the Signature, Expires and OSSAccessKeyId parameters");
        }
        Instant until =
                Instant.ofEpochSecond(Math.min(request.longValue("Expires", expires), Integer.MAX_VALUE * 100L));
        return new SignatureV1(
                id, request.parameter("Signature", ""), stringToSign(request, expires, empty), until, until);
    }

    @Override
    public @Nullable String canonicalRequest() {
        return null;
    }

    @Override
    public String expected(String secret) {
        byte[] mac = RequestVerifier.hmac("HmacSHA1", secret.getBytes(StandardCharsets.UTF_8), stringToSign);
        return Base64.getEncoder().encodeToString(mac);
    }

    private static String stringToSign(OssRequest request, String date, EmptyValue empty) {
        StringBuilder text = new StringBuilder(256);
        text.append(request.method()).append('\n');
        text.append(orEmpty(request.header("Content-MD5"))).append('\n');
        text.append(orEmpty(request.header("Content-Type"))).append('\n');
        text.append(date.trim()).append('\n');
        Map<String, String> headers = new TreeMap<>();
        for (HttpHeader header : request.headers()) {
            String name = header.name().toLowerCase(Locale.ROOT);
            if (name.startsWith("x-oss-")) {
                headers.merge(name, header.value().trim(), (a, b) -> a + "," + b);
            }
        }
        headers.forEach(
                (name, value) -> text.append(name).append(':').append(value).append('\n'));
        text.append('/');
        if (request.bucket() != null) {
            text.append(request.bucket()).append('/');
            if (request.key() != null) {
                text.append(request.key());
            }
        }
        char separator = '?';
        for (Map.Entry<String, String> parameter : new TreeMap<>(request.query()).entrySet()) {
            if (isSigned(parameter.getKey())) {
                empty.append(text.append(separator), parameter.getKey(), parameter.getValue());
                separator = '&';
            }
        }
        return text.toString();
    }

    private static boolean isSigned(String parameter) {
        return SIGNED_PARAMETERS.contains(parameter) || parameter.startsWith("x-oss-ac-");
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value.trim();
    }
}
