package dev.sluice.testkit.sts;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The parameters of a call by Alibaba Cloud's RPC protocol, from its query and its form, and their signature. */
record RpcRequest(String method, Map<String, String> parameters) {

    static RpcRequest of(String method, @Nullable String query, String form) throws StsError {
        Map<String, String> all = new TreeMap<>();
        read(query == null ? "" : query, all);
        read(form, all);
        return new RpcRequest(method, all);
    }

    private static void read(String encoded, Map<String, String> into) throws StsError {
        for (String pair : encoded.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                try {
                    String name = URLDecoder.decode(equals < 0 ? pair : pair.substring(0, equals), UTF_8);
                    into.put(name, equals < 0 ? "" : URLDecoder.decode(pair.substring(equals + 1), UTF_8));
                } catch (IllegalArgumentException e) {
                    throw new StsError(400, "InvalidParameter", "The request cannot be decoded.");
                }
            }
        }
    }

    String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }

    String needed(String name) throws StsError {
        String value = parameter(name);
        if (value.isEmpty()) {
            throw StsError.missing(name);
        }
        return value;
    }

    String stringToSign() {
        String query = parameters.entrySet().stream()
                .filter(entry -> !entry.getKey().equals("Signature"))
                .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
                .collect(Collectors.joining("&"));
        return method + "&" + encode("/") + "&" + encode(query);
    }

    boolean isSignedWith(String secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec((secret + "&").getBytes(UTF_8), "HmacSHA1"));
            byte[] expected =
                    Base64.getEncoder().encode(mac.doFinal(stringToSign().getBytes(UTF_8)));
            return MessageDigest.isEqual(expected, parameter("Signature").getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA1 is part of every JDK", e);
        }
    }

    private static String encode(String text) {
        StringBuilder out = new StringBuilder();
        for (byte b : text.getBytes(UTF_8)) {
            char c = (char) (b & 0xff);
            if (c < 128 && (Character.isLetterOrDigit(c) || "-_.~".indexOf(c) >= 0)) {
                out.append(c);
            } else {
                out.append('%').append(String.format(java.util.Locale.ROOT, "%02X", (int) c));
            }
        }
        return out.toString();
    }
}
