package dev.sluice.oss.format;

import dev.sluice.core.config.Choice;
import dev.sluice.core.config.ConfigProblems;
import dev.sluice.core.config.ConfigValues;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;

/**
 * How objects are compressed.
 *
 * @param level {@value #DEFAULT_LEVEL} for the codec's own
 */
record Compression(Codec codec, int level) {
    static final String COMPRESSION_TYPE = "oss.compression.type";
    static final String COMPRESSION_LEVEL = "oss.compression.level";
    static final int DEFAULT_LEVEL = -1;

    static final Compression NONE = new Compression(Codec.NONE, DEFAULT_LEVEL);

    /** With the highest level that each has; 0 for one without levels. */
    enum Codec {
        /** snappy for parquet, none for everything else. */
        AUTO(0),
        NONE(0),
        GZIP(9),
        ZSTD(22),
        SNAPPY(0),
        LZ4(17);

        private final int highestLevel;

        Codec(int highestLevel) {
            this.highestLevel = highestLevel;
        }
    }

    private static final Choice<Codec> CODECS = Choice.of(Codec.class);

    static ConfigDef define(ConfigDef def) {
        return def.define(
                        COMPRESSION_TYPE,
                        Type.STRING,
                        Choice.nameOf(Codec.AUTO),
                        CODECS,
                        Importance.MEDIUM,
                        "How objects are compressed. json, jsonl, csv, text and bytes: the whole object, and its name gets .gz, "
                                + ".zst, .sz (snappy's framing format) or .lz4 (a frame). avro: each block, with any but lz4. "
                                + "parquet: each page, with any. auto: snappy for parquet, none for the others.",
                        FormatOptions.GROUP,
                        30,
                        Width.SHORT,
                        "Compression",
                        CODECS)
                .define(
                        COMPRESSION_LEVEL,
                        Type.INT,
                        DEFAULT_LEVEL,
                        Range.between(DEFAULT_LEVEL, Codec.ZSTD.highestLevel),
                        Importance.LOW,
                        "How hard to compress: gzip 1 to 9, zstd 1 to 22, lz4 1 to 17. -1: the codec's default.",
                        FormatOptions.GROUP,
                        31,
                        Width.SHORT,
                        "Compression level");
    }

    /** Refuses a level that the codec does not have. */
    static void check(ConfigValues values, ConfigProblems problems) {
        values.get(COMPRESSION_TYPE, String.class)
                .map(CODECS::parse)
                .ifPresent(codec -> values.get(COMPRESSION_LEVEL, Integer.class)
                        .filter(level -> level != DEFAULT_LEVEL)
                        .filter(level -> level < 1 || level > codec.highestLevel)
                        .ifPresent(level -> problems.add(
                                COMPRESSION_LEVEL,
                                codec.highestLevel == 0
                                        ? Choice.nameOf(codec) + " has no levels; leave it out"
                                        : "must be 1 to " + codec.highestLevel + " with " + Choice.nameOf(codec)
                                                + ", or left out")));
    }

    static Compression read(AbstractConfig config) {
        return new Compression(CODECS.parse(config.getString(COMPRESSION_TYPE)), config.getInt(COMPRESSION_LEVEL));
    }

    /** The same with a codec in place of auto. */
    Compression or(Codec codecOfAuto) {
        return codec == Codec.AUTO ? new Compression(codecOfAuto, level) : this;
    }

    /** The level, with what the codec takes for its own. */
    int levelOr(int codecsOwn) {
        return level == DEFAULT_LEVEL ? codecsOwn : level;
    }
}
