package dev.sluice.oss.format;

import dev.sluice.core.config.ConfigProblems;
import dev.sluice.core.config.ConfigValues;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/** A format that somebody else wrote, named by its class. */
final class FormatClass {
    /** What {@code ObjectNames} leaves room for. */
    private static final String EXTENSION = "\\.[A-Za-z0-9._-]{1,15}";

    private FormatClass() {}

    /** Whether this value of the option is the name of a class: no format of our own has a dot. */
    static boolean isNamedBy(@Nullable Object value) {
        return value instanceof String name && name.contains(".");
    }

    /** @throws ConfigException when there is no such class, or it is no format */
    static void checkName(String key, String name) {
        try {
            if (!RecordFormat.class.isAssignableFrom(load(name))) {
                throw new ConfigException(key, name, "must implement " + RecordFormat.class.getName());
            }
        } catch (ClassNotFoundException | LinkageError e) {
            throw new ConfigException(
                    key, name, "is not found; put its jars beside those of this connector and restart the worker");
        }
    }

    /** Refuses options that only formats of our own obey. */
    static void check(ConfigValues values, ConfigProblems problems) {
        String why = "counts for nothing with a " + FormatOptions.FORMAT + " that is a class; remove it";
        if (!values.get(OutputOptions.FORMAT_OUTPUT_FIELDS, List.class)
                .orElse(List.of())
                .isEmpty()) {
            problems.add(OutputOptions.FORMAT_OUTPUT_FIELDS, why);
        }
        if (values.get(ValueOptions.VALUE_MAX_BYTES, Integer.class).orElse(0) > 0) {
            problems.add(ValueOptions.VALUE_MAX_BYTES, why);
        }
        for (String key : List.of(
                OutputOptions.FORMAT_OUTPUT_ENVELOPE,
                FormatOptions.SCHEMA_COMPATIBILITY,
                Compression.COMPRESSION_TYPE,
                ValueOptions.FORMAT_BINARY)) {
            if (values.raw().containsKey(key)) {
                problems.add(key, why);
            }
        }
    }

    /**
     * A new one, configured.
     *
     * @throws ConnectException when it cannot be made, or what it says of itself cannot be used
     */
    static RecordFormat open(String name, Map<String, String> config) {
        RecordFormat format;
        try {
            format = load(name).asSubclass(RecordFormat.class).getConstructor().newInstance();
        } catch (ReflectiveOperationException | LinkageError | ClassCastException e) {
            throw new ConnectException(
                    FormatOptions.FORMAT + "=" + name
                            + " is no public class with a public constructor without arguments " + "that implements "
                            + RecordFormat.class.getName(),
                    e);
        }
        format.configure(config);
        if (!format.extension().matches(EXTENSION)) {
            throw new ConnectException(
                    FormatOptions.FORMAT + "=" + name
                            + " has an extension that is none: a dot and up to 15 letters, digits, dots, underscores or hyphens");
        }
        return format;
    }

    /** A worker sets the loader of the plugin while it calls the connector and its tasks. */
    private static Class<?> load(String name) throws ClassNotFoundException {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return Class.forName(name, false, context == null ? FormatClass.class.getClassLoader() : context);
    }
}
