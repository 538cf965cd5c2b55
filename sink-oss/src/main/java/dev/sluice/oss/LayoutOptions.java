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
 * @param template what the key is like instead of directories and file name; null when there is none
 * @param hashDigits digits of a hash that stand before the rest of the key
 */
record LayoutOptions(
        String topicsDir,
        String directoryDelimiter,
        String fileDelimiter,
        int offsetPadding,
        PartitionOptions partition,
        @Nullable KeyTemplate template,
        int hashDigits) {
    static final String GROUP = "Layout";
    static final String TOPICS_DIR = "topics.dir";
    static final String DIRECTORY_DELIM = "directory.delim";
    static final String FILE_DELIM = "file.delim";
    static final String OFFSET_PADDING = "filename.offset.zero.pad.width";

    /** No letter, digit, % or =, because topics and partitions are told apart by those; a slash only by itself. */
    private static final Pattern DIRECTORY_DELIMITER = Pattern.compile("/|[-_.+~!@,]{1,8}");

    private static final Pattern FILE_DELIMITER = Pattern.compile("[-_.+~!@,]{1,8}");

    static final String KEY_TEMPLATE = "object.key.template";
    static final String HASH_DIGITS = "object.key.hash.prefix.length";

    /** What every key begins with, the delimiter included; empty for nothing. */
    String prefix() {
        return topicsDir.isEmpty() ? "" : topicsDir + directoryDelimiter;
    }

    static ConfigDef define(ConfigDef def) {
        def.define(
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
                        "Offset digits")
                .define(
                        KEY_TEMPLATE,
                        Type.STRING,
                        "",
                        LambdaValidator.with(
                                LayoutOptions::checkTemplate,
                                () -> "such as {{topic}}/{{timestamp:YYYY-MM-dd}}/{{partition}}+{{offset}}"),
                        Importance.MEDIUM,
                        "Key of an object below " + TOPICS_DIR + ", without its extension, in place of what "
                                + PartitionOptions.PARTITIONER
                                + " and the delimiters make. Variables: {{topic}} after transforms, {{origin_topic}} before "
                                + "them, {{partition}}, {{offset}} of the first record, {{timestamp:PATTERN}} with the letters of "
                                + PartitionOptions.PATH_FORMAT + " and the time of "
                                + PartitionOptions.TIMESTAMP_EXTRACTOR
                                + ", {{key}}, {{key:a.b}}, {{value:a.b}}, {{header:name}}. A template under which two objects "
                                + "could get the same key is refused.",
                        GROUP,
                        5,
                        Width.LONG,
                        "Key template")
                .define(
                        HASH_DIGITS,
                        Type.INT,
                        0,
                        Range.between(0, 8),
                        Importance.LOW,
                        "Digits of a hash that stand before the rest of the key, below " + TOPICS_DIR
                                + ". They spread objects over the service's index, which takes fewer requests a second for keys "
                                + "that follow each other. 0: none.",
                        GROUP,
                        6,
                        Width.SHORT,
                        "Hash digits");
        return PartitionOptions.define(def);
    }

    /** Refuses a layout under which keys could be equal or too long. */
    static void check(ConfigValues values, ConfigProblems problems) {
        PartitionOptions.check(values, problems);
        values.get(KEY_TEMPLATE, String.class)
                .filter(template -> !template.isEmpty())
                .map(KeyTemplate::parse)
                .ifPresent(template -> checkTemplate(template, values, problems));
        values.get(TOPICS_DIR, String.class)
                .ifPresent(prefix -> values.get(DIRECTORY_DELIM, String.class)
                        .ifPresent(directory -> values.get(FILE_DELIM, String.class)
                                .ifPresent(file -> checkLength(prefix, directory, file, problems))));
    }

    private static void checkTemplate(KeyTemplate template, ConfigValues values, ConfigProblems problems) {
        String topics = values.raw().getOrDefault("topics", "");
        boolean oneTopic = !topics.isBlank() && !topics.contains(",");
        boolean renamed = !values.raw().getOrDefault("transforms", "").isBlank();
        String collision = template.collision(oneTopic, renamed);
        if (collision != null) {
            problems.add(KEY_TEMPLATE, collision);
        }
        values.get(PartitionOptions.PARTITIONER, String.class)
                .filter(partitioner ->
                        PartitionOptions.PARTITIONERS.parse(partitioner) != PartitionOptions.Partitioner.DEFAULT)
                .ifPresent(partitioner -> problems.add(
                        KEY_TEMPLATE,
                        "takes the place of " + PartitionOptions.PARTITIONER
                                + ", so only one of them can be set; a template has fields and time as variables"));
    }

    private static void checkLength(String prefix, String directory, String file, ConfigProblems problems) {
        int rest = 2 * KeyText.LONGEST_TOPIC
                + 4 * directory.length()
                + 2 * file.length()
                + 8
                + "partition=".length()
                + 2 * ObjectNames.LONGEST_PARTITION
                + ObjectNames.LONGEST_OFFSET
                + ObjectNames.LONGEST_EXTENSION;
        int room = ObjectNames.MAX_KEY_BYTES - rest;
        int length = prefix.getBytes(StandardCharsets.UTF_8).length;
        if (length > room) {
            problems.add(
                    TOPICS_DIR,
                    "is " + length + " bytes long; a key has at most " + ObjectNames.MAX_KEY_BYTES
                            + ", and with a topic of the longest name there is room for " + room + "; shorten it");
        }
    }

    static LayoutOptions read(AbstractConfig config) {
        String template = config.getString(KEY_TEMPLATE);
        return new LayoutOptions(
                config.getString(TOPICS_DIR),
                config.getString(DIRECTORY_DELIM),
                config.getString(FILE_DELIM),
                config.getInt(OFFSET_PADDING),
                PartitionOptions.read(config),
                template.isEmpty() ? null : KeyTemplate.parse(template),
                config.getInt(HASH_DIGITS));
    }

    private static void checkTemplate(String key, @Nullable Object value) {
        String template = value == null ? "" : value.toString();
        if (!template.isEmpty()) {
            try {
                KeyTemplate.parse(template).checkPatterns();
            } catch (IllegalArgumentException e) {
                throw new ConfigException(key, value, e.getMessage());
            }
        }
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
        String reserved = ReservedDirectories.in(prefix);
        if (reserved != null) {
            throw new ConfigException(key, value, ReservedDirectories.refusal(reserved));
        }
    }

    private static void checkDelimiter(String key, @Nullable Object value, Pattern allowed, String orElse) {
        if (value == null || !allowed.matcher(value.toString()).matches()) {
            throw new ConfigException(key, value, "must be " + orElse + "1 to 8 of the characters - _ . + ~ ! @ ,");
        }
    }
}
