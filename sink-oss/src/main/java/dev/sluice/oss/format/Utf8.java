package dev.sluice.oss.format;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Text as the bytes of UTF-8. */
final class Utf8 {
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LOW_BITS = 0x0101010101010101L;
    private static final long HIGH_BITS = LOW_BITS << 7;
    private static final long QUESTION_MARKS = '?' * LOW_BITS;

    private Utf8() {}

    /** The text's bytes; half a surrogate pair, which UTF-8 cannot say, becomes U+FFFD. */
    static byte[] encode(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        // The JDK writes a question mark for half a pair; looking for one is cheaper than looking at the text's
        // characters.
        return holdsQuestionMark(utf8) && hasHalfPair(text)
                ? withoutHalfPairs(text).getBytes(StandardCharsets.UTF_8)
                : utf8;
    }

    /** The same for a text of ASCII alone, such as a number. */
    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static boolean holdsQuestionMark(byte[] utf8) {
        int at = 0;
        for (; at + Long.BYTES <= utf8.length; at += Long.BYTES) {
            // Zero where there is one; a byte that is zero borrows from its highest bit and had none.
            long word = (long) WORDS.get(utf8, at) ^ QUESTION_MARKS;
            if ((word - LOW_BITS & ~word & HIGH_BITS) != 0) {
                return true;
            }
        }
        for (; at < utf8.length; at++) {
            if (utf8[at] == '?') {
                return true;
            }
        }
        return false;
    }

    /** The bytes themselves if they are UTF-8; otherwise a copy with U+FFFD in place of what is not. */
    static byte[] repaired(byte[] bytes) {
        return com.google.common.base.Utf8.isWellFormed(bytes)
                ? bytes
                : new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
    }

    /** The longest prefix in bytes that ends after a whole character and is no longer than the limit. */
    static int prefix(byte[] wellFormed, int limit) {
        if (wellFormed.length <= limit) {
            return wellFormed.length;
        }
        int end = limit;
        while (end > 0 && (wellFormed[end] & 0xC0) == 0x80) {
            end--;
        }
        return end;
    }

    private static boolean hasHalfPair(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (Character.isLowSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }

    private static String withoutHalfPairs(String text) {
        StringBuilder repaired = new StringBuilder(text.length());
        text.codePoints()
                .map(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE ? 0xFFFD : point)
                .forEach(repaired::appendCodePoint);
        return repaired.toString();
    }
}
