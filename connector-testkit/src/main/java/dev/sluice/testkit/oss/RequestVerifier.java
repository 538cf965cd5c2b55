package dev.sluice.testkit.oss;

import dev.sluice.testkit.sts.SessionCredentials;
import dev.sluice.testkit.sts.StsEmulator;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.function.Function;
import java.util.function.Predicate;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Lets in only what is signed with the configured key or with credentials of a session, in any way the service takes. */
final class RequestVerifier {
    private static final Duration MAX_SKEW = Duration.ofMinutes(15);

    private final String accessKeyId;
    private final String accessKeySecret;
    private final @Nullable StsEmulator sts;
    private final InstantSource clock;
    private final Predicate<OssRequest> open;

    /** @param open whether a request may be answered that nobody signed */
    RequestVerifier(
            String accessKeyId,
            String accessKeySecret,
            @Nullable StsEmulator sts,
            InstantSource clock,
            Predicate<OssRequest> open) {
        this.accessKeyId = accessKeyId;
        this.accessKeySecret = accessKeySecret;
        this.sts = sts;
        this.clock = clock;
        this.open = open;
    }

    /**
     * The request as its signer meant it: an address that can be read in two ways is read in the one that was signed.
     */
    OssRequest read(OssRequest request) {
        OssRequest other = request.otherReading();
        if (other == null || !isSigned(request)) {
            return request;
        }
        try {
            verify(other);
            return other;
        } catch (OssError e) {
            return request;
        }
    }

    /** Returns when the request may be answered, and otherwise throws the service's error. */
    void verify(OssRequest request) {
        String authorization = request.header("Authorization");
        if (authorization != null && authorization.startsWith(SignatureV4.ALGORITHM + " ")) {
            check(request, empty -> SignatureV4.fromHeader(request, authorization, empty));
        } else if (authorization != null && authorization.startsWith("OSS ")) {
            check(request, empty -> SignatureV1.fromHeader(request, authorization, empty));
        } else if (authorization != null && authorization.startsWith("OSS2 ")) {
            throw OssError.notImplemented("Authorization OSS2");
        } else if (authorization != null) {
            throw OssError.invalidArgument("Authorization header is invalid.", "Authorization", "");
        } else if (request.parameter("x-oss-signature") != null) {
            check(request, empty -> SignatureV4.fromQuery(request, empty));
        } else if (request.parameter("Signature") != null) {
            check(request, empty -> SignatureV1.fromQuery(request, empty));
        } else if (!open.test(request)) {
            throw OssError.accessDenied("You have no right to access this object because of bucket acl.");
        }
    }

    private static boolean isSigned(OssRequest request) {
        return request.header("Authorization") != null
                || request.parameter("x-oss-signature") != null
                || request.parameter("Signature") != null;
    }

    private void check(OssRequest request, Function<EmptyValue, Signature> reading) {
        Signature given = reading.apply(EmptyValue.NAME_ALONE);
        String secret = secretOf(given.accessKeyId(), request);
        Instant now = clock.instant();
        Instant expires = given.expires();
        if (expires != null) {
            if (now.isAfter(expires)) {
                throw OssError.accessDenied("Request has expired.")
                        .with("Expires", HttpDates.iso(expires))
                        .with("ServerTime", HttpDates.iso(now));
            }
        } else if (Duration.between(given.time(), now).abs().compareTo(MAX_SKEW) > 0) {
            throw new OssError(
                            403,
                            "RequestTimeTooSkewed",
                            "The difference between the request time and the current time is too large.")
                    .with("MaxAllowedSkewMilliseconds", Long.toString(MAX_SKEW.toMillis()))
                    .with("RequestTime", HttpDates.iso(given.time()))
                    .with("ServerTime", HttpDates.iso(now));
        }
        boolean matches = matches(given, secret)
                || (request.query().containsValue("")
                        && matches(reading.apply(EmptyValue.NAME_WITH_EQUALS_SIGN), secret));
        if (!matches) {
            throw mismatch(given);
        }
    }

    private String secretOf(String id, OssRequest request) {
        if (id.equals(accessKeyId)) {
            return accessKeySecret;
        }
        SessionCredentials session = sts == null ? null : sts.find(id);
        String token = token(request);
        if (session == null || token == null) {
            throw new OssError(
                            403,
                            "InvalidAccessKeyId",
                            "The OSS Access Key Id you provided does not exist in our records.")
                    .with("OSSAccessKeyId", id);
        }
        if (!token.equals(session.securityToken())) {
            throw new OssError(403, "InvalidSecurityToken", "The security token you provided is invalid.");
        }
        if (!clock.instant().isBefore(session.expiration())) {
            throw OssError.tokenExpired();
        }
        return session.accessKeySecret();
    }

    /** In a header, or in a URL under the name that belongs to its signature's version. */
    private static @Nullable String token(OssRequest request) {
        for (String found : new String[] {
            request.header("x-oss-security-token"),
            request.parameter("x-oss-security-token"),
            request.parameter("security-token")
        }) {
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static boolean matches(Signature given, String secret) {
        byte[] expected = given.expected(secret).getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(expected, given.provided().getBytes(StandardCharsets.UTF_8));
    }

    private static OssError mismatch(Signature given) {
        OssError error = new OssError(
                        403,
                        "SignatureDoesNotMatch",
                        "The request signature we calculated does not match the signature you provided. Check your"
                                + " key and signing method.")
                .with("OSSAccessKeyId", given.accessKeyId())
                .with("SignatureProvided", given.provided())
                .with("StringToSign", given.stringToSign())
                .with("StringToSignBytes", hex(given.stringToSign()));
        String canonicalRequest = given.canonicalRequest();
        if (canonicalRequest == null) {
            return error.with("EC", "0002-00000040");
        }
        return error.with("CanonicalRequest", canonicalRequest)
                .with("CanonicalRequestBytes", hex(canonicalRequest))
                .with("EC", "0002-00000201");
    }

    private static String hex(String text) {
        return HexFormat.ofDelimiter(" ").withUpperCase().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    /** HMAC of the text's UTF-8 bytes. */
    static byte[] hmac(String algorithm, byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a request says about its signature. */
    interface Signature {
        String accessKeyId();

        String provided();

        String stringToSign();

        /** V4 only. */
        @Nullable
        String canonicalRequest();

        /** When the request was signed; for a presigned URL of V1 when it expires. */
        Instant time();

        /** Null for a signature in the headers. */
        @Nullable
        Instant expires();

        /** The signature that the owner of the secret would have given. */
        String expected(String secret);
    }
}
