package dev.sluice.core.credentials;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Calls the Security Token Service, by Alibaba Cloud's
 * <a href="https://www.alibabacloud.com/help/en/sdk/product-overview/rpc-mechanism">RPC protocol</a>.
 */
final class StsClient implements AutoCloseable {
    private static final String VERSION = "2015-04-01";
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(10);
    /** Messages are for people; a page of them is for nobody. */
    private static final int MESSAGE_CHARS = 300;
    /** After these words the service repeats what was signed, the security token included. */
    private static final String SIGNED_TEXT = "string to sign";

    private final URI endpoint;
    private final InstantSource clock;
    private final HttpCaller http = new HttpCaller(CONNECT_TIMEOUT, READ_TIMEOUT, false);

    StsClient(URI endpoint, InstantSource clock) {
        this.endpoint = endpoint;
        this.clock = clock;
    }

    /**
     * @param caller who signs; null for a call whose token says who asks
     * @throws CredentialsException with the service's code
     */
    Credentials call(String action, Map<String, String> parameters, @Nullable Credentials caller) {
        Map<String, String> all = new TreeMap<>(parameters);
        all.put("Action", action);
        all.put("Version", VERSION);
        all.put("Format", "JSON");
        all.put("Timestamp", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        all.put("SignatureNonce", UUID.randomUUID().toString());
        if (caller != null) {
            all.put("AccessKeyId", caller.accessKeyId());
            all.put("SignatureMethod", "HMAC-SHA1");
            all.put("SignatureVersion", "1.0");
            String token = caller.securityToken();
            if (token != null) {
                all.put("SecurityToken", token);
            }
            all.put("Signature", sign(query(all), caller.accessKeySecret()));
        }
        HttpCaller.Answer answer = http.send(
                "POST", endpoint.resolve("/"), Map.of("Content-Type", "application/x-www-form-urlencoded"), query(all));
        Map<String, String> fields = JsonFields.parse(answer.body());
        if (answer.status() != 200) {
            throw refusal(action, answer.status(), fields == null ? Map.of() : fields);
        }
        return credentials(fields == null ? Map.of() : fields, "Credentials.", "the Security Token Service");
    }

    private CredentialsException refusal(String action, int status, Map<String, String> fields) {
        String code = fields.getOrDefault("Code", "HttpStatus" + status);
        String message = action + " failed: " + readable(fields.get("Message")) + " (HTTP status " + status
                + ", request " + fields.getOrDefault("RequestId", "unknown") + ")";
        boolean passes = status >= 500
                || status == 429
                || code.startsWith("Throttling")
                // The answer was lost and something on the way sent the request again.
                || code.equals("SignatureNonceUsed");
        return passes
                ? CredentialsException.passing(code, message, null)
                : CredentialsException.refused(code, message, null);
    }

    private static String readable(@Nullable String message) {
        if (message == null) {
            return "no message";
        }
        int secret = message.toLowerCase(Locale.ROOT).indexOf(SIGNED_TEXT);
        String text = secret < 0 ? message : message.substring(0, secret) + "…";
        return text.length() > MESSAGE_CHARS ? text.substring(0, MESSAGE_CHARS) + "…" : text;
    }

    /** From the fields that both services of temporary credentials use. */
    static Credentials credentials(Map<String, String> fields, String prefix, String who) {
        String id = fields.getOrDefault(prefix + "AccessKeyId", "");
        String secret = fields.getOrDefault(prefix + "AccessKeySecret", "");
        String token = fields.getOrDefault(prefix + "SecurityToken", "");
        try {
            Instant expiration = Instant.parse(fields.getOrDefault(prefix + "Expiration", ""));
            if (!id.isEmpty() && !secret.isEmpty() && !token.isEmpty()) {
                return new Credentials(id, secret, token, expiration);
            }
        } catch (DateTimeException e) {
            // The same as any other answer that makes no sense; it may hold secrets, so it is not repeated.
        }
        throw CredentialsException.passing("InvalidAnswer", who + " answered something else than credentials", null);
    }

    private static String query(Map<String, String> sorted) {
        return sorted.entrySet().stream()
                .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String sign(String query, String secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec((secret + "&").getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            String text = "POST&" + encode("/") + "&" + encode(query);
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA1 is part of every JDK", e);
        }
    }

    /** Percent-encoding of RFC 3986, which a form's differs from in three characters. */
    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    @Override
    public void close() {
        http.close();
    }
}
