package dev.sluice.testkit.tablestore;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.testkit.internal.HttpCall;
import dev.sluice.testkit.internal.HttpHeader;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The service's signatures: V2 and V4 of requests, and the one that clients check on answers. Thread-safe. */
final class Signatures {
    private static final String SIGNATURE = "x-ots-signature";
    private static final String SIGNATURE_V4 = "x-ots-signaturev4";
    private static final String SIGN_DATE = "x-ots-signdate";
    private static final String SIGN_REGION = "x-ots-signregion";
    private static final String V4_SALT = "ots";

    private final byte[] secret;
    private final String v4Secret;
    private volatile @Nullable V4Key lastV4Key;

    Signatures(String accessKeySecret) {
        this.secret = accessKeySecret.getBytes(UTF_8);
        this.v4Secret = "aliyun_v4" + accessKeySecret;
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record V4Key(String date, String region, byte[] key) {}

    static boolean isSigned(HttpCall call) {
        return call.header(SIGNATURE) != null || call.header(SIGNATURE_V4) != null;
    }

    /** Whether the request was signed with our secret. */
    boolean isValid(HttpCall call, String path) {
        String v4 = call.header(SIGNATURE_V4);
        String sent = v4 != null ? v4 : call.header(SIGNATURE);
        String text = path + "\n" + call.method() + "\n\n" + canonical(call.headers());
        String expected =
                v4 != null ? mac("HmacSHA256", answerKey(call), text + V4_SALT) : mac("HmacSHA1", secret, text);
        return sent != null && MessageDigest.isEqual(expected.getBytes(UTF_8), sent.getBytes(UTF_8));
    }

    /** The value of the answer's authorization header. */
    String authorization(HttpCall call, String accessKeyId, String path, List<HttpHeader> headers) {
        return "OTS " + accessKeyId + ":" + mac("HmacSHA1", answerKey(call), canonical(headers) + path);
    }

    /** A V4 client knows only the derived key, so its answers are signed with that. */
    private byte[] answerKey(HttpCall call) {
        String date = call.header(SIGN_DATE);
        String region = call.header(SIGN_REGION);
        if (call.header(SIGNATURE_V4) == null || date == null || region == null) {
            return secret;
        }
        V4Key last = lastV4Key;
        if (last == null || !last.date.equals(date) || !last.region.equals(region)) {
            byte[] key = raw("HmacSHA256", v4Secret.getBytes(UTF_8), date);
            key = raw("HmacSHA256", key, region);
            key = raw("HmacSHA256", key, "ots");
            key = raw("HmacSHA256", key, "aliyun_v4_request");
            last = new V4Key(date, region, Base64.getEncoder().encode(key));
            lastV4Key = last;
        }
        return last.key;
    }

    private static String canonical(List<HttpHeader> headers) {
        List<String> lines = new ArrayList<>(headers.size());
        for (HttpHeader header : headers) {
            String name = header.name().toLowerCase(Locale.ROOT);
            if (name.startsWith("x-ots-") && !name.equals(SIGNATURE) && !name.equals(SIGNATURE_V4)) {
                lines.add(name + ":" + header.value().trim() + "\n");
            }
        }
        // A colon sorts after a hyphen, so the lines sort as their names do only by name.
        lines.sort((a, b) -> a.substring(0, a.indexOf(':')).compareTo(b.substring(0, b.indexOf(':'))));
        return String.join("", lines);
    }

    private static String mac(String algorithm, byte[] key, String text) {
        return Base64.getEncoder().encodeToString(raw(algorithm, key, text));
    }

    private static byte[] raw(String algorithm, byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            return mac.doFinal(text.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(algorithm + " is part of every JDK", e);
        }
    }
}
