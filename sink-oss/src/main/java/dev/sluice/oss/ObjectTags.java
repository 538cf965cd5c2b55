package dev.sluice.oss;

import dev.sluice.core.config.ConfigProblems;
import dev.sluice.core.config.ConfigValues;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.LambdaValidator;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * Tags of objects. Limits:
 * <a href="https://www.alibabacloud.com/help/en/oss/user-guide/object-tagging">the service's</a>.
 *
 * @param always the same for each object
 * @param counted whether an object also has what is counted of its records
 */
record ObjectTags(Map<String, String> always, boolean counted) {
    static final String TAGS = "oss.object.tags";
    static final String COUNTS = "oss.object.tags.counts";

    /** Tag by user metadata. The tags are called as those of the S3 sink. */
    private static final Map<String, String> COUNTED = Map.of(
            ObjectHead.FIRST_OFFSET, "startOffset",
            ObjectHead.LAST_OFFSET, "endOffset",
            ObjectHead.RECORDS, "recordCount");

    private static final int MOST_TAGS = 10;
    private static final Pattern TEXT = Pattern.compile("[\\p{L}\\p{N} +\\-=._:/]*");

    static ConfigDef define(ConfigDef def) {
        return def.define(
                        TAGS,
                        Type.LIST,
                        "",
                        LambdaValidator.with(ObjectTags::check, () -> "name=value,…"),
                        Importance.LOW,
                        "Tags of an object, such as team=data,stage=raw; at most 10. They need the permission "
                                + "oss:PutObjectTagging.",
                        ObjectOptions.GROUP,
                        5,
                        Width.LONG,
                        "Tags")
                .define(
                        COUNTS,
                        Type.BOOLEAN,
                        false,
                        Importance.LOW,
                        "true: an object has the tags startOffset, endOffset and recordCount too. Those of an object in parts are "
                                + "known when it is complete: it is seen with startOffset alone for a moment, then has the others "
                                + "by one more request, and counts as stored when that is answered. Needs the permission "
                                + "oss:PutObjectTagging, and three of the 10 tags.",
                        ObjectOptions.GROUP,
                        6,
                        Width.SHORT,
                        "Counts as tags");
    }

    static void check(ConfigValues values, ConfigProblems problems) {
        List<?> tags = values.get(TAGS, List.class).orElse(List.of());
        boolean counted = values.get(COUNTS, Boolean.class).orElse(false);
        if (counted && tags.size() > MOST_TAGS - COUNTED.size()) {
            problems.add(TAGS, "must be at most " + (MOST_TAGS - COUNTED.size()) + " with " + COUNTS + "=true");
        } else if (counted
                && tags.stream()
                        .anyMatch(tag -> COUNTED.containsValue(
                                String.valueOf(tag).split("=", 2)[0].trim()))) {
            problems.add(TAGS, "must not name a tag of " + COUNTS);
        }
    }

    static ObjectTags read(AbstractConfig config) {
        return new ObjectTags(Pairs.parse(config.getList(TAGS)), config.getBoolean(COUNTS));
    }

    /** All tags of an object, as far as they are known; empty for none. */
    Map<String, String> of(ObjectHead head) {
        if (!counted) {
            return always;
        }
        Map<String, String> all = new LinkedHashMap<>(always);
        COUNTED.forEach((metadata, tag) -> {
            String known = head.metadata().get(metadata);
            if (known != null) {
                all.put(tag, known);
            }
        });
        return all;
    }

    private static void check(String key, @Nullable Object value) {
        Map<String, String> tags = Pairs.checked(key, value);
        boolean wrong = tags.entrySet().stream()
                .anyMatch(tag -> !TEXT.matcher(tag.getKey()).matches()
                        || !TEXT.matcher(tag.getValue()).matches()
                        || tag.getKey().getBytes(StandardCharsets.UTF_8).length > 128
                        || tag.getValue().getBytes(StandardCharsets.UTF_8).length > 256);
        if (tags.size() > MOST_TAGS || wrong) {
            throw new ConfigException(
                    key,
                    value,
                    "must be at most 10 tags with letters, digits, spaces and + - = . _ : / alone, names of at most 128 bytes "
                            + "and values of at most 256");
        }
    }
}
