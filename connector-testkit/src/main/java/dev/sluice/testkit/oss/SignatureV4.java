package dev.sluice.testkit.oss;

import dev.sluice.testkit.internal.HttpHeader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Signature version 4: HMAC-SHA256 with a key derived for one day and region, over the whole address. */
record SignatureV4(
        String accessKeyId,
        String provided,
        Scope scope,
        String canonicalRequest,
        String stringToSign,
        Instant time,
        @Nullable Instant expires)
        implements RequestVerifier.Signature {
    static final String ALGORITHM = "OSS4-HMAC-SHA256";
    private static final String TERMINATOR = "aliyun_v4_request";
    private static final String PRODUCT = "oss";
    private static final String UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD";
    private static final long MAX_EXPIRES_SECONDS = 7 * 24 * 3600L;
    private static final HexFormat HEX = HexFormat.of();

    /** What a signature is good for, as its credential names it. */
    private record Scope(String accessKeyId, String day, String region) {
        static Scope of(String credential) {
            String[] steps = credential.split("/");
            if (steps.length != 5 || !steps[3].equals(PRODUCT) || !steps[4].equals(TERMINATOR)) {
                throw malformed("Credential");
            }
            return new Scope(steps[0], steps[1], steps[2]);
        }

        @Override
        public String toString() {
            return day + '/' + region + '/' + PRODUCT + '/' + TERMINATOR;
        }
    }

    static SignatureV4 fromHeader(OssRequest request, String authorization, EmptyValue empty) {
        Map<String, String> fields = new TreeMap<>();
        for (String field : authorization.substring(ALGORITHM.length()).split(",")) {
            int equals = field.indexOf('=');
            if (equals > 0) {
                fields.put(
                        field.substring(0, equals).trim(),
                        field.substring(equals + 1).trim());
            }
        }
        String ossDate = request.header("x-oss-date");
        String dateHeader = request.header("Date");
        Instant time = ossDate != null
                ? HttpDates.parseBasic(ossDate)
                : dateHeader == null ? null : HttpDates.parseHttp(dateHeader);
        if (time == null) {
            throw OssError.accessDenied("OSS authentication requires a valid Date.");
        }
        return of(
                request,
                empty,
                fields.getOrDefault("Credential", ""),
                fields.getOrDefault("AdditionalHeaders", ""),
                fields.getOrDefault("Signature", ""),
                time,
                null);
    }

    static SignatureV4 fromQuery(OssRequest request, EmptyValue empty) {
        if (!ALGORITHM.equals(request.parameter("x-oss-signature-version"))) {
            throw malformed("x-oss-signature-version");
        }
        Instant time = HttpDates.parseBasic(request.parameter("x-oss-date", ""));
        if (time == null) {
            throw malformed("x-oss-date");
        }
        long seconds = request.longValue("x-oss-expires", request.parameter("x-oss-expires", ""));
        if (seconds < 1 || seconds > MAX_EXPIRES_SECONDS) {
            throw malformed("x-oss-expires");
        }
        return of(
                request,
                empty,
                request.parameter("x-oss-credential", ""),
                request.parameter("x-oss-additional-headers", ""),
                request.parameter("x-oss-signature", ""),
                time,
                time.plusSeconds(seconds));
    }

    private static SignatureV4 of(
            OssRequest request,
            EmptyValue empty,
            String credential,
            String additionalHeaders,
            String provided,
            Instant time,
            @Nullable Instant expires) {
        Scope scope = Scope.of(credential);
        String basic = HttpDates.basic(time);
        if (!basic.startsWith(scope.day() + "T")) {
            throw malformed("Credential");
        }
        Set<String> additional = new TreeSet<>();
        for (String name : additionalHeaders.split(";")) {
            if (!name.isBlank()) {
                additional.add(name.trim().toLowerCase(Locale.ROOT));
            }
        }
        String canonicalRequest = canonicalRequest(request, empty, additional);
        String stringToSign = ALGORITHM + '\n' + basic + '\n' + scope + '\n' + HEX.formatHex(sha256(canonicalRequest));
        return new SignatureV4(scope.accessKeyId(), provided, scope, canonicalRequest, stringToSign, time, expires);
    }

    @Override
    public String expected(String secret) {
        byte[] key = ("aliyun_v4" + secret).getBytes(StandardCharsets.UTF_8);
        for (String step : new String[] {scope.day(), scope.region(), PRODUCT, TERMINATOR, stringToSign}) {
            key = RequestVerifier.hmac("HmacSHA256", key, step);
        }
        return HEX.formatHex(key);
    }

    private static String canonicalRequest(OssRequest request, EmptyValue empty, Set<String> additional) {
        StringBuilder text = new StringBuilder(512);
        text.append(request.method()).append('\n').append('/');
        if (request.bucket() != null) {
            text.append(Percent.encode(request.bucket())).append('/');
            if (request.key() != null) {
                text.append(Percent.encodePath(request.key()));
            }
        }
        text.append('\n');
        Map<String, String> query = new TreeMap<>();
        request.query().forEach((name, value) -> {
            if (!name.equals("x-oss-signature")) {
                query.put(Percent.encode(name), Percent.encode(value));
            }
        });
        String separator = "";
        for (Map.Entry<String, String> parameter : query.entrySet()) {
            empty.append(text.append(separator), parameter.getKey(), parameter.getValue());
            separator = "&";
        }
        text.append('\n');
        Map<String, String> headers = new TreeMap<>();
        for (HttpHeader header : request.headers()) {
            String name = header.name().toLowerCase(Locale.ROOT);
            if (isSigned(name) || additional.contains(name)) {
                headers.merge(name, header.value().trim(), (a, b) -> a + "," + b);
            }
        }
        headers.forEach(
                (name, value) -> text.append(name).append(':').append(value).append('\n'));
        text.append('\n').append(String.join(";", additional)).append('\n');
        String payload = request.header("x-oss-content-sha256");
        return text.append(payload == null ? UNSIGNED_PAYLOAD : payload).toString();
    }

    private static boolean isSigned(String header) {
        return header.equals("content-type") || header.equals("content-md5") || header.startsWith("x-oss-");
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static OssError malformed(String field) {
        return new OssError(400, "InvalidArgument", "The signature information of the request is not valid.")
                .with("ArgumentName", field);
    }
}
