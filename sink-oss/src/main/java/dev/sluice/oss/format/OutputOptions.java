package dev.sluice.oss.format;

import dev.sluice.core.config.Choice;
import dev.sluice.core.config.ConfigProblems;
import dev.sluice.core.config.ConfigValues;
import dev.sluice.oss.format.FormatOptions.Format;
import dev.sluice.oss.format.FormatOptions.NullValues;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.LambdaValidator;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** What is stored of a record. */
final class OutputOptions {
    static final String FORMAT_OUTPUT_FIELDS = "format.output.fields";
    static final String FORMAT_OUTPUT_ENVELOPE = "format.output.envelope";

    private OutputOptions() {}

    static ConfigDef define(ConfigDef def) {
        return def.define(
                        FORMAT_OUTPUT_FIELDS,
                        Type.LIST,
                        List.of(),
                        LambdaValidator.with(
                                OutputOptions::checkFields,
                                () -> "a list of " + String.join(", ", OutputField.labels())),
                        Importance.MEDIUM,
                        "What is stored of each record, in this order: any of "
                                + String.join(", ", OutputField.labels())
                                + ". Topic, partition and offset are where the record is in Kafka, before any transform. Empty: the "
                                + "envelope for json, the value for all others.",
                        FormatOptions.GROUP,
                        2,
                        Width.LONG,
                        "Output fields")
                .define(
                        FORMAT_OUTPUT_ENVELOPE,
                        Type.BOOLEAN,
                        false,
                        Importance.LOW,
                        "Whether a single output field stands under its name too, as several always do. By itself a value is all "
                                + "that is stored: its fields are the columns.",
                        FormatOptions.GROUP,
                        3,
                        Width.SHORT,
                        "Envelope");
    }

    /** Refuses what the format has no place for. */
    static void check(ConfigValues values, Format format, ConfigProblems problems) {
        List<?> fields = values.get(FORMAT_OUTPUT_FIELDS, List.class).orElse(List.of());
        boolean envelope = values.get(FORMAT_OUTPUT_ENVELOPE, Boolean.class).orElse(false);
        boolean keyOrValue = fields.isEmpty()
                || fields.equals(List.of(OutputField.KEY.label()))
                || fields.equals(List.of(OutputField.VALUE.label()));
        if (format.isRaw() && !keyOrValue) {
            problems.add(FORMAT_OUTPUT_FIELDS, "must be key or value alone with " + Choice.nameOf(format));
        }
        if (format.isRaw() && envelope) {
            problems.add(
                    FORMAT_OUTPUT_ENVELOPE, "must be false with " + Choice.nameOf(format) + ", which has no names");
        }
        boolean writesNull = values.get(FormatOptions.BEHAVIOR_ON_NULL_VALUES, String.class)
                .filter(Choice.nameOf(NullValues.WRITE)::equals)
                .isPresent();
        if (writesNull && format.hasColumns() && fields.size() < 2 && !envelope) {
            problems.add(
                    FormatOptions.BEHAVIOR_ON_NULL_VALUES,
                    "must not be write with " + Choice.nameOf(format)
                            + " while the value is the whole row; name several fields in " + FORMAT_OUTPUT_FIELDS
                            + ", or set " + FORMAT_OUTPUT_ENVELOPE + " to true");
        }
    }

    /** Null for the format's own choice. */
    static @Nullable OutputFields read(AbstractConfig config) {
        List<OutputField> fields = config.getList(FORMAT_OUTPUT_FIELDS).stream()
                .flatMap(label -> OutputField.of(label).stream())
                .toList();
        boolean envelope = config.getBoolean(FORMAT_OUTPUT_ENVELOPE);
        if (fields.isEmpty()) {
            return envelope ? new OutputFields(List.of(OutputField.VALUE), true) : null;
        }
        return new OutputFields(fields, envelope || fields.size() > 1);
    }

    private static void checkFields(String key, @Nullable Object value) {
        Set<Object> seen = new HashSet<>();
        Stream<?> labels = value instanceof List<?> list ? list.stream() : Stream.empty();
        labels.forEach(label -> {
            if (OutputField.of(String.valueOf(label)).isEmpty()) {
                throw new ConfigException(
                        key, value, "may hold " + String.join(", ", OutputField.labels()) + ", not " + label);
            }
            if (!seen.add(label)) {
                throw new ConfigException(key, value, "names " + label + " twice");
            }
        });
    }
}
