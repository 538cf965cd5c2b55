package dev.sluice.oss;

import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;

/** Text as a step of an object's key: never empty, never a step up, never a slash, never longer than is set. */
final class KeyText {
    /** Longest value of a field, key or header in an object's key, in bytes. */
    static final int LONGEST_VALUE = 128;

    /** What Kafka allows a topic. */
    static final int LONGEST_TOPIC = 249;

    private static final String HEX = "0123456789ABCDEF";
    private static final int HASH_DIGITS = 32;

    private KeyText() {}

    /**
     * The text with everything but letters, digits, dot, underscore and hyphen as percent-encoded UTF-8. What Kafka allows
     * in a topic stays as it is, except for a text that is a step in a path.
     */
    static String escaped(String text) {
        if (text.isEmpty()) {
            return "%";
        }
        if (text.equals(".") || text.equals("..")) {
            return "%2E".repeat(text.length());
        }
        if (isPlain(text)) {
            return text;
        }
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            escape(point, escaped);
        }
        return escaped.toString();
    }

    /**
     * The text escaped, and if that is longer than the limit its beginning and a hash of the whole: equal texts stay equal,
     * and different ones differ as far as 128 bits of SHA-256 go.
     */
    static String escaped(String text, int longest) {
        // Three letters for a byte, so a text of five kilobytes is not escaped to the end for nothing.
        String beginning = text.length() > longest ? text.substring(0, longest) : text;
        String escaped = escaped(beginning);
        if (escaped.length() <= longest && beginning.length() == text.length()) {
            return escaped;
        }
        String hash = Hashing.sha256()
                .hashString(text, StandardCharsets.UTF_16LE)
                .toString()
                .substring(0, HASH_DIGITS);
        // %h is no encoded character, so a text that looks like this one is told apart.
        return escaped.substring(0, Math.min(escaped.length(), longest - HASH_DIGITS - 2)) + "%h" + hash;
    }

    /** Appends a character as it is written in a key. */
    static void escape(int point, StringBuilder into) {
        if (isPlain(point)) {
            into.append((char) point);
        } else if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
            // Half a pair has no UTF-8; %u tells it from every encoded character.
            into.append("%u").append(Integer.toHexString(point));
        } else {
            encode(point, into);
        }
    }

    /** Appends a character as percent-encoded UTF-8. */
    static void encode(int point, StringBuilder into) {
        for (byte b : Character.toString(point).getBytes(StandardCharsets.UTF_8)) {
            into.append('%').append(HEX.charAt(b >> 4 & 15)).append(HEX.charAt(b & 15));
        }
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isPlain(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    static boolean isPlain(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '.'
                || c == '_'
                || c == '-';
    }
}
