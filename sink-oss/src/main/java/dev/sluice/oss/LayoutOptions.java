package dev.sluice.oss;

import dev.sluice.core.config.ConfigProblems;
import dev.sluice.core.config.ConfigValues;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.LambdaValidator;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * What an object is called.
 *
 * @param topicsDir what every key begins with; empty for nothing
 * @param offsetPadding digits that an offset is filled up to with zeros
 */
record LayoutOptions(String topicsDir, String directoryDelimiter, String fileDelimiter, int offsetPadding) {
    static final String GROUP = "Layout";
    static final String TOPICS_DIR = "topics.dir";
    static final String DIRECTORY_DELIM = "directory.delim";
    static final String FILE_DELIM = "file.delim";
    static final String OFFSET_PADDING = "filename.offset.zero.pad.width";

    /** No letter, digit, % or =, because topics and partitions are told apart by those; a slash only by itself. */
    private static final Pattern DIRECTORY_DELIMITER = Pattern.compile("/|[-_.+~!@,]{1,8}");

    private static final Pattern FILE_DELIMITER = Pattern.compile("[-_.+~!@,]{1,8}");

    private static final int LONGEST_TOPIC = 249;

    static ConfigDef define(ConfigDef def) {
        return def.define(
                        TOPICS_DIR,
                        Type.STRING,
                        "topics",
                        LambdaValidator.with(LayoutOptions::checkPrefix, () -> "a prefix such as topics or raw/kafka"),
                        Importance.HIGH,
                        "What the key of every object begins with; may be empty.",
                        GROUP,
                        1,
                        Width.MEDIUM,
                        "Prefix")
                .define(
                        DIRECTORY_DELIM,
                        Type.STRING,
                        "/",
                        LambdaValidator.with(
                                (key, value) -> checkDelimiter(key, value, DIRECTORY_DELIMITER, "/, or "),
                                () -> "/, or 1 to 8 of - _ . + ~ ! @ ,"),
                        Importance.LOW,
                        "What is put between prefix, topic, partition and file name.",
                        GROUP,
                        2,
                        Width.SHORT,
                        "Directory delimiter")
                .define(
                        FILE_DELIM,
                        Type.STRING,
                        "+",
                        LambdaValidator.with(
                                (key, value) -> checkDelimiter(key, value, FILE_DELIMITER, ""),
                                () -> "1 to 8 of - _ . + ~ ! @ ,"),
                        Importance.LOW,
                        "What is put between topic, partition and offset in a file name.",
                        GROUP,
                        3,
                        Width.SHORT,
                        "File delimiter")
                .define(
                        OFFSET_PADDING,
                        Type.INT,
                        10,
                        Range.between(0, ObjectNames.LONGEST_OFFSET),
                        Importance.LOW,
                        "Digits that the offset in a file name is filled up to with zeros, so that names sort like offsets.",
                        GROUP,
                        4,
                        Width.SHORT,
                        "Offset digits");
    }

    /** Refuses a prefix that leaves no room for the longest topic that Kafka allows. */
    static void check(ConfigValues values, ConfigProblems problems) {
        values.get(TOPICS_DIR, String.class)
                .ifPresent(prefix -> values.get(DIRECTORY_DELIM, String.class)
                        .ifPresent(directory -> values.get(FILE_DELIM, String.class)
                                .ifPresent(file -> {
                                    int rest = 2 * LONGEST_TOPIC
                                            + 3 * directory.length()
                                            + 2 * file.length()
                                            + "partition=".length()
                                            + 2 * ObjectNames.LONGEST_PARTITION
                                            + ObjectNames.LONGEST_OFFSET
                                            + ObjectNames.LONGEST_EXTENSION;
                                    int room = ObjectNames.MAX_KEY_BYTES - rest;
                                    int length = prefix.getBytes(StandardCharsets.UTF_8).length;
                                    if (length > room) {
                                        problems.add(
                                                TOPICS_DIR,
                                                "is " + length + " bytes long; a key has at most "
                                                        + ObjectNames.MAX_KEY_BYTES
                                                        + ", and with a topic of the longest name there is room for "
                                                        + room + "; shorten it");
                                    }
                                })));
    }

    static LayoutOptions read(AbstractConfig config) {
        return new LayoutOptions(
                config.getString(TOPICS_DIR),
                config.getString(DIRECTORY_DELIM),
                config.getString(FILE_DELIM),
                config.getInt(OFFSET_PADDING));
    }

    private static void checkPrefix(String key, @Nullable Object value) {
        String prefix = value == null ? "" : value.toString();
        if (prefix.startsWith("/") || prefix.startsWith("\\")) {
            throw new ConfigException(key, value, "a key must not begin with / or \\; leave it out");
        }
        if (prefix.endsWith("/")) {
            throw new ConfigException(key, value, "must not end with /, because a delimiter follows; leave it out");
        }
        if (prefix.chars().anyMatch(Character::isISOControl)
                || !StandardCharsets.UTF_8.newEncoder().canEncode(prefix)) {
            throw new ConfigException(key, value, "must not hold control characters or half a surrogate pair");
        }
        if (!prefix.isEmpty()
                && Arrays.stream(prefix.split("/", -1)).anyMatch(s -> s.isEmpty() || s.equals(".") || s.equals(".."))) {
            throw new ConfigException(key, value, "must not hold an empty part, . or .. between slashes");
        }
    }

    private static void checkDelimiter(String key, @Nullable Object value, Pattern allowed, String orElse) {
        if (value == null || !allowed.matcher(value.toString()).matches()) {
            throw new ConfigException(key, value, "must be " + orElse + "1 to 8 of the characters - _ . + ~ ! @ ,");
        }
    }
}
