package dev.sluice.oss;

import java.nio.charset.StandardCharsets;

/**
 * The keys of objects: a function of path and first offset alone, so records that are read again from the same offset go
 * to the same key. Different paths and offsets never give the same key, whatever the topics are called.
 */
final class ObjectNames {
    /** <a href="https://www.alibabacloud.com/help/en/oss/user-guide/object-naming-conventions">The service's limit.</a> */
    static final int MAX_KEY_BYTES = 1023;

    static final int LONGEST_OFFSET = 19;
    static final int LONGEST_PARTITION = 10;
    static final int LONGEST_EXTENSION = 16;

    private static final String HEX = "0123456789ABCDEF";

    private final LayoutOptions layout;
    private final String extension;

    /** @param extension with its dot */
    ObjectNames(LayoutOptions layout, String extension) {
        this.layout = layout;
        this.extension = extension;
    }

    /** The key of the object that begins with this offset. May be longer than {@link #MAX_KEY_BYTES}. */
    String keyOf(ObjectPath path, long firstOffset) {
        String directory = layout.directoryDelimiter();
        String file = layout.fileDelimiter();
        int partition = path.origin().partition();
        StringBuilder key = new StringBuilder(96);
        if (!layout.topicsDir().isEmpty()) {
            key.append(layout.topicsDir()).append(directory);
        }
        key.append(escaped(path.topic())).append(directory);
        key.append("partition=").append(partition).append(directory);
        // The origin, not the routed topic: two topics may be routed to one directory, and their offsets overlap.
        key.append(escaped(path.origin().topic()))
                .append(file)
                .append(partition)
                .append(file);
        String offset = Long.toString(firstOffset);
        key.append("0".repeat(Math.max(0, layout.offsetPadding() - offset.length())));
        return key.append(offset).append(extension).toString();
    }

    /** Whether the service takes a key of this length. */
    static boolean fits(String key) {
        return key.getBytes(StandardCharsets.UTF_8).length <= MAX_KEY_BYTES;
    }

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
        if (text.chars().allMatch(ObjectNames::isPlain)) {
            return text;
        }
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            if (isPlain(point)) {
                escaped.append((char) point);
            } else if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
                // Half a pair has no UTF-8; %u tells it from every encoded character.
                escaped.append("%u").append(Integer.toHexString(point));
            } else {
                for (byte b : Character.toString(point).getBytes(StandardCharsets.UTF_8)) {
                    escaped.append('%').append(HEX.charAt(b >> 4 & 15)).append(HEX.charAt(b & 15));
                }
            }
        }
        return escaped.toString();
    }

    private static boolean isPlain(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '.'
                || c == '_'
                || c == '-';
    }
}
