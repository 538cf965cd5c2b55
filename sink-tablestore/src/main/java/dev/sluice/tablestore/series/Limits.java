package dev.sluice.tablestore.series;

import dev.sluice.tablestore.value.BadRecord;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/** What the service takes in its time series model; what it does not take is a bad record. */
final class Limits {
    /** Named in messages, so that a user can read more. */
    static final String SOURCE = "https://www.alibabacloud.com/help/en/tablestore/limits-on-the-timeseries-model";

    static final int NAME_BYTES = 128;
    private static final int SOURCE_BYTES = 256;
    private static final int TAGS_BYTES = 512;
    private static final Set<String> RESERVED =
            Set.of("_m_name", "_data_source", "_tags", "_time", "_meta_update_time", "_attributes");

    /** What names of fields are made of, for messages. */
    static final String FIELD_RULE = "lower-case letters, digits and _, does not start with a digit, has at most "
            + NAME_BYTES + " of them, and is none of "
            + String.join(", ", RESERVED.stream().sorted().toList());

    private Limits() {}

    static void checkMeasurement(String name) {
        int bytes = bytes(name);
        if (bytes < 1 || bytes > NAME_BYTES) {
            throw broken("a measurement of " + bytes + " bytes, the service takes 1 to " + NAME_BYTES);
        }
        if (name.chars().anyMatch(c -> c == '#' || Character.isWhitespace(c) || Character.isISOControl(c))) {
            throw broken(
                    "a measurement with #, a space or a character that cannot be printed, which the service does not "
                            + "take");
        }
    }

    static void checkSource(String name) {
        int bytes = bytes(name);
        if (bytes > SOURCE_BYTES) {
            throw broken("a data source of " + bytes + " bytes, the service takes " + SOURCE_BYTES);
        }
    }

    static void checkTags(SortedMap<String, String> tags) {
        int bytes = 2; // brackets
        for (Map.Entry<String, String> tag : tags.entrySet()) {
            String key = tag.getKey();
            if (key.chars().anyMatch(c -> c <= ' ' || c > '~' || c == '"' || c == '=')) {
                throw broken("a tag whose name is not made of printable ASCII characters without \" and =");
            }
            String value = tag.getValue();
            if (value.isEmpty() || value.indexOf('"') >= 0 || value.indexOf('=') >= 0) {
                throw broken(
                        "a tag " + key + " that is empty or has \" or =, which the service does not take; leave it "
                                + "null where there is none");
            }
            bytes += bytes(key) + bytes(value) + 4; // "k=v",
        }
        if (!tags.isEmpty() && bytes - 1 > TAGS_BYTES) {
            throw broken("tags of " + (bytes - 1) + " bytes, the service takes " + TAGS_BYTES);
        }
    }

    /** Whether a field may have this name. */
    static boolean isField(String name) {
        boolean fits = !name.isEmpty() && name.length() <= NAME_BYTES && !RESERVED.contains(name);
        for (int i = 0; fits && i < name.length(); i++) {
            char c = name.charAt(i);
            fits = (c >= 'a' && c <= 'z') || c == '_' || (i > 0 && c >= '0' && c <= '9');
        }
        return fits;
    }

    static void checkField(String name) {
        if (!isField(name)) {
            throw broken("a field whose name is no name of a field: that has " + FIELD_RULE);
        }
    }

    static BadRecord broken(String what) {
        return new BadRecord("the record has " + what + " (" + SOURCE + ")");
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
