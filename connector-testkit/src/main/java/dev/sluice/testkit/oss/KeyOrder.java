package dev.sluice.testkit.oss;

import java.util.Comparator;

/** The order in which OSS lists keys: by their UTF-8 bytes, which is by code point and not by UTF-16 unit. */
enum KeyOrder implements Comparator<String> {
    UTF_8_BYTES;

    @Override
    public int compare(String a, String b) {
        int common = Math.min(a.length(), b.length());
        for (int i = 0; i < common; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                // A surrogate stands for a code point above every plain char.
                boolean xHigh = Character.isSurrogate(x);
                boolean yHigh = Character.isSurrogate(y);
                return xHigh == yHigh ? Character.compare(x, y) : Boolean.compare(xHigh, yHigh);
            }
        }
        return Integer.compare(a.length(), b.length());
    }
}
