package dev.sluice.oss;

import dev.sluice.oss.commit.LogNames;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The directories below a prefix that hold no objects of records. Nothing that names objects gets into one: neither what a user
 * writes, which is refused, nor what a record says, which is escaped. Not at any depth, because a directory of one connector may be
 * the prefix of another.
 */
final class ReservedDirectories {
    /** Values that are stored apart. */
    static final String VALUES = "~values";

    /** What the sink notes for itself: logs of commits. Readers of objects leave it out. */
    static final String OWN = LogNames.DIRECTORY;

    private static final List<String> ALL = List.of(VALUES, OWN);

    private ReservedDirectories() {}

    /** The first of them among the steps of a path; null when there is none. */
    static @Nullable String in(String path) {
        return Arrays.stream(path.split("/", -1))
                .filter(ALL::contains)
                .findFirst()
                .orElse(null);
    }

    /** Why a path that holds this one is refused. */
    static String refusal(String reserved) {
        return "must not hold the directory " + reserved + ", which is kept for what the sink stores besides records; "
                + "take another name";
    }

    /**
     * The key with the first letter of every reserved step percent-encoded, which no text of a record ever becomes by itself.
     *
     * @param delimiter what ends a step besides a slash
     */
    static String escaped(String key, String delimiter) {
        String escaped = key;
        for (String reserved : ALL) {
            int at = escaped.indexOf(reserved);
            while (at >= 0) {
                if (isStep(escaped, at, at + reserved.length(), delimiter)) {
                    StringBuilder letter = new StringBuilder();
                    KeyText.encode(escaped.charAt(at), letter);
                    escaped = escaped.substring(0, at) + letter + escaped.substring(at + 1);
                }
                at = escaped.indexOf(reserved, at + 1);
            }
        }
        return escaped;
    }

    private static boolean isStep(String key, int from, int to, String delimiter) {
        boolean begins =
                from == 0 || key.charAt(from - 1) == '/' || key.startsWith(delimiter, from - delimiter.length());
        return begins && to < key.length() && (key.charAt(to) == '/' || key.startsWith(delimiter, to));
    }
}
