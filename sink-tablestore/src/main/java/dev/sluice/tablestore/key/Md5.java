package dev.sluice.tablestore.key;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The start of a hash, to spread keys with; nothing is kept secret by it. */
final class Md5 {
    private Md5() {}

    /** The first digits of the text's MD5, in lower-case hexadecimal. */
    static String start(String text, int digits) {
        try {
            byte[] hash = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, digits);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }
}
