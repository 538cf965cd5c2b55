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
 * What becomes of values that are not stored as they are.
 *
 * @param maxBytes longest value that is stored whole; 0 when any is
 */
record ValueOptions(int maxBytes, Overflow overflow, Binary binary) {
    static final String VALUE_MAX_BYTES = "value.max.bytes";
    static final String VALUE_OVERFLOW = "value.overflow";
    static final String FORMAT_BINARY = "format.binary";

    static final ValueOptions AS_THEY_ARE = new ValueOptions(0, Overflow.TRUNCATE, Binary.AUTO);

    /** What becomes of a value that is longer than the limit. */
    enum Overflow {
        TRUNCATE,
        OMIT,
        /** Stored in an object of its own. */
        SIDE_OBJECT
    }

    /** How bytes become text. */
    enum Binary {
        /** Key and value of the json envelope as UTF-8, everything else as base64. */
        AUTO,
        BASE64,
        UTF8
    }

    private static final Choice<Overflow> OVERFLOWS = Choice.of(Overflow.class);
    private static final Choice<Binary> BINARIES = Choice.of(Binary.class);

    static ConfigDef define(ConfigDef def) {
        return def.define(
                        VALUE_MAX_BYTES,
                        Type.INT,
                        0,
                        Range.atLeast(0),
                        Importance.LOW,
                        "Longest value that is stored whole, in bytes: of a string its UTF-8, of a struct, map or list its JSON. "
                                + "For a longer one see " + VALUE_OVERFLOW
                                + "; its overflowFlag is true, and valueSize is its full size. 0: no limit.",
                        FormatOptions.GROUP,
                        20,
                        Width.SHORT,
                        "Largest value (bytes)")
                .define(
                        VALUE_OVERFLOW,
                        Type.STRING,
                        Choice.nameOf(Overflow.TRUNCATE),
                        OVERFLOWS,
                        Importance.LOW,
                        "A value that is longer than " + VALUE_MAX_BYTES
                                + ". truncate: a string is cut after the last character that fits, bytes after the last byte; "
                                + "what has parts can be cut only where it is stored as text, and is an error elsewhere. omit: "
                                + "null is stored in its place. side_object: it is stored whole in an object of its own below ~values in the topics "
                                + "directory, and the key of that object in its place, as text.",
                        FormatOptions.GROUP,
                        21,
                        Width.SHORT,
                        "Values that are too long",
                        OVERFLOWS)
                .define(
                        FORMAT_BINARY,
                        Type.STRING,
                        Choice.nameOf(Binary.AUTO),
                        BINARIES,
                        Importance.LOW,
                        "How bytes become text in json, jsonl, csv and text. base64: as base64. utf8: as the text that they are, "
                                + "with U+FFFD in place of what is not UTF-8. auto: utf8 for key and value of the json envelope "
                                + "and for text, base64 everywhere else.",
                        FormatOptions.GROUP,
                        22,
                        Width.SHORT,
                        "Bytes as text",
                        BINARIES);
    }

    static void check(ConfigValues values, ConfigProblems problems) {
        if (values.get(VALUE_OVERFLOW, String.class)
                        .filter(Choice.nameOf(Overflow.SIDE_OBJECT)::equals)
                        .isPresent()
                && values.get(VALUE_MAX_BYTES, Integer.class)
                        .filter(max -> max == 0)
                        .isPresent()) {
            problems.add(VALUE_MAX_BYTES, "must be set with " + VALUE_OVERFLOW + "=side_object");
        }
    }

    /** These for a format, which sees no long value when those are stored apart. */
    ValueOptions forFormat() {
        return overflow == Overflow.SIDE_OBJECT ? new ValueOptions(0, overflow, binary) : this;
    }

    static ValueOptions read(AbstractConfig config) {
        return new ValueOptions(
                config.getInt(VALUE_MAX_BYTES),
                OVERFLOWS.parse(config.getString(VALUE_OVERFLOW)),
                BINARIES.parse(config.getString(FORMAT_BINARY)));
    }
}
