package dev.sluice.oss;

import dev.sluice.core.config.ConfigProblems;
import dev.sluice.core.config.ConfigValues;
import java.time.Duration;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.jspecify.annotations.Nullable;

/**
 * How objects travel into the bucket.
 *
 * @param partBytes content at which a part of an open object leaves
 * @param stall longest time without a byte in a request that sends content
 * @param orphanAge age at which uploads that nobody completed are aborted at start; null for never
 */
record UploadOptions(
        long partBytes, Duration stall, @Nullable Duration orphanAge) {
    static final String GROUP = "Upload";
    static final String PART_SIZE = "oss.part.size";
    static final String STALL_TIMEOUT_MS = "oss.stall.timeout.ms";
    static final String ORPHAN_AGE_MS = "oss.orphaned.uploads.max.age.ms";

    static ConfigDef define(ConfigDef def) {
        return def.define(
                        PART_SIZE,
                        Type.LONG,
                        8L << 20,
                        Range.between(Uploads.SMALLEST_PART, 1L << 30),
                        Importance.MEDIUM,
                        "Bytes of an open object at which a part of it is uploaded and its memory is free. An object that is "
                                + "finished before is a single request. At most a quarter of buffer.max.bytes is used. An object "
                                + "has at most 9999 parts.",
                        GROUP,
                        1,
                        Width.SHORT,
                        "Part size (bytes)")
                .define(
                        STALL_TIMEOUT_MS,
                        Type.LONG,
                        60_000L,
                        Range.between(100, 3_600_000),
                        Importance.LOW,
                        "Longest time that an upload may stand still. Then the connections are cut, and what was under way is "
                                + "repeated. More than " + ServiceOptions.SOCKET_TIMEOUT_MS + ".",
                        GROUP,
                        2,
                        Width.SHORT,
                        "Stall timeout (ms)")
                .define(
                        ORPHAN_AGE_MS,
                        Type.LONG,
                        86_400_000L,
                        Range.atLeast(-1),
                        Importance.LOW,
                        "Uploads below " + LayoutOptions.TOPICS_DIR
                                + " that a worker which died left behind are removed at start "
                                + "when they are older than this; it needs the permission oss:ListMultipartUploads and is left "
                                + "out without it. An object that was begun is finished within half of this time. 0 or -1: off.",
                        GROUP,
                        3,
                        Width.SHORT,
                        "Age of orphaned uploads (ms)");
    }

    static void check(ConfigValues values, ConfigProblems problems) {
        values.get(STALL_TIMEOUT_MS, Long.class)
                .ifPresent(stall -> values.get(ServiceOptions.SOCKET_TIMEOUT_MS, Integer.class)
                        .filter(silence -> stall <= silence)
                        .ifPresent(silence -> problems.add(
                                STALL_TIMEOUT_MS,
                                "must be more than " + ServiceOptions.SOCKET_TIMEOUT_MS + " (" + silence
                                        + "), within which the service may be silent")));
    }

    static UploadOptions read(AbstractConfig config) {
        long age = config.getLong(ORPHAN_AGE_MS);
        return new UploadOptions(
                config.getLong(PART_SIZE),
                Duration.ofMillis(config.getLong(STALL_TIMEOUT_MS)),
                age <= 0 ? null : Duration.ofMillis(age));
    }

    /** Longest time that an object may be open after its first part; null for ever. */
    @Nullable
    Duration longestUpload() {
        return orphanAge == null ? null : orphanAge.dividedBy(2);
    }

    /** With room for three more parts of this size in the budget. */
    long partBytesWithin(long budgetBytes) {
        return Math.max(Uploads.SMALLEST_PART, Math.min(partBytes, budgetBytes / 4));
    }
}
