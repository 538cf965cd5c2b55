package dev.sluice.oss.format;

import dev.sluice.core.config.Choice;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;

/**
 * What an object holds.
 *
 * @param valueMaxBytes longest value that is stored whole, in bytes of UTF-8; 0 when any is
 */
public record FormatOptions(Format format, JsonLayout jsonLayout, int valueMaxBytes, NullValues nullValues) {
    static final String GROUP = "Format";
    static final String FORMAT = "format";
    static final String JSON_LAYOUT = "format.json.layout";
    static final String VALUE_MAX_BYTES = "value.max.bytes";
    public static final String BEHAVIOR_ON_NULL_VALUES = "behavior.on.null.values";

    /** How records are written into an object. */
    public enum Format {
        /** One JSON array, each record an object with the fields of the envelope. */
        JSON
    }

    /** White space between the tokens of the array. */
    public enum JsonLayout {
        /** A line for each field. */
        PRETTY,
        /** A line for each record. */
        COMPACT
    }

    /** What becomes of a record without a value. */
    public enum NullValues {
        FAIL,
        IGNORE,
        WRITE
    }

    private static final Choice<Format> FORMATS = Choice.of(Format.class);
    private static final Choice<JsonLayout> JSON_LAYOUTS = Choice.of(JsonLayout.class);
    private static final Choice<NullValues> NULL_VALUES = Choice.of(NullValues.class);

    public static ConfigDef define(ConfigDef def) {
        return def.define(
                        FORMAT,
                        Type.STRING,
                        Choice.nameOf(Format.JSON),
                        FORMATS,
                        Importance.HIGH,
                        "What an object holds. json: one JSON array; each record is an element with key, offset, overflowFlag, "
                                + "partition, timestamp, topic, value and valueSize.",
                        GROUP,
                        1,
                        Width.SHORT,
                        "Format",
                        FORMATS)
                .define(
                        JSON_LAYOUT,
                        Type.STRING,
                        Choice.nameOf(JsonLayout.PRETTY),
                        JSON_LAYOUTS,
                        Importance.LOW,
                        "pretty: one line for each field, indented. compact: one line for each record.",
                        GROUP,
                        2,
                        Width.SHORT,
                        "JSON layout",
                        JSON_LAYOUTS)
                .define(
                        VALUE_MAX_BYTES,
                        Type.INT,
                        0,
                        Range.atLeast(0),
                        Importance.LOW,
                        "Longest value that is stored whole, in bytes of UTF-8. A longer one is cut after the last character "
                                + "that fits, overflowFlag is true, and valueSize is its full size. 0: no limit.",
                        GROUP,
                        3,
                        Width.SHORT,
                        "Largest value (bytes)")
                .define(
                        BEHAVIOR_ON_NULL_VALUES,
                        Type.STRING,
                        Choice.nameOf(NullValues.FAIL),
                        NULL_VALUES,
                        Importance.MEDIUM,
                        "A record without a value (a tombstone). fail: it is an error, and runtime.error.tolerance says what "
                                + "happens. ignore: it is left out. write: it is stored with a value of null.",
                        GROUP,
                        4,
                        Width.SHORT,
                        "Records without a value",
                        NULL_VALUES);
    }

    public static FormatOptions read(AbstractConfig config) {
        return new FormatOptions(
                FORMATS.parse(config.getString(FORMAT)),
                JSON_LAYOUTS.parse(config.getString(JSON_LAYOUT)),
                config.getInt(VALUE_MAX_BYTES),
                NULL_VALUES.parse(config.getString(BEHAVIOR_ON_NULL_VALUES)));
    }
}
