package dev.sluice.testkit.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;

/**
 * The reference of a connector's options in Markdown, made from its {@link ConfigDef}: a file that a person reads and a
 * test keeps true.
 */
public final class OptionReference {
    /** Set to {@code true} to write the file instead of comparing it. */
    public static final String UPDATE_PROPERTY = "sluice.update.docs";

    private OptionReference() {}

    /**
     * The reference as text: one section a group, one row an option; options in the order that their group gives them.
     * Internal options are left out.
     *
     * @param title of the document
     * @param def what the connector's {@code config()} returns
     * @return Markdown with a line feed at the end of each line; the same for the same options
     */
    public static String markdown(String title, ConfigDef def) {
        StringBuilder text = new StringBuilder("# ").append(title).append("\n\n");
        text.append("Made from the connector's own definition of its options; do not edit.\n");
        groups(def).forEach((group, keys) -> {
            text.append("\n## ").append(group).append("\n\n");
            text.append("| option | type | default | valid | meaning |\n| --- | --- | --- | --- | --- |\n");
            keys.stream()
                    .sorted(Comparator.comparingInt((ConfigKey key) -> key.orderInGroup)
                            .thenComparing(key -> key.name))
                    .forEach(key -> text.append(row(key)));
        });
        return text.toString();
    }

    private static Map<String, List<ConfigKey>> groups(ConfigDef def) {
        Map<String, List<ConfigKey>> byGroup = def.configKeys().values().stream()
                .filter(key -> !key.internalConfig)
                .collect(Collectors.groupingBy(key -> key.group == null ? "Other" : key.group));
        Map<String, List<ConfigKey>> ordered = new LinkedHashMap<>();
        def.groups().forEach(group -> {
            if (byGroup.containsKey(group)) {
                ordered.put(group, byGroup.get(group));
            }
        });
        new TreeSet<>(byGroup.keySet()).forEach(group -> ordered.putIfAbsent(group, byGroup.get(group)));
        return ordered;
    }

    private static String row(ConfigKey key) {
        String fallback = key.hasDefault()
                ? (key.defaultValue == null
                        ? "none"
                        : "`" + ConfigDef.convertToString(key.defaultValue, key.type) + "`")
                : "**required**";
        String valid = key.validator == null ? "" : key.validator.toString();
        return "| `" + key.name + "` | " + key.type.name().toLowerCase(java.util.Locale.ROOT) + " | "
                + (fallback.equals("``") ? "empty" : oneLine(fallback)) + " | " + cell(valid) + " | "
                + cell(key.documentation) + " |\n";
    }

    private static String cell(String text) {
        return oneLine(text).replace("<", "&lt;");
    }

    /** As it may stand between back-ticks, where Markdown knows no entities. */
    private static String oneLine(String text) {
        return text.replace("\n", " ").replace("|", "\\|");
    }

    /**
     * Fails when the file does not say what the definition says; with {@code -Dsluice.update.docs=true} writes it
     * instead.
     *
     * @param file in UTF-8; relative to the folder that the test runs in, which is the module's with Maven
     * @param title of the document
     * @param def what the connector's {@code config()} returns
     * @throws AssertionError when the file is missing or stale, with the command that mends it
     * @throws UncheckedIOException when it cannot be read or written
     */
    public static void assertUpToDate(Path file, String title, ConfigDef def) {
        String expected = markdown(title, def);
        try {
            if (Boolean.getBoolean(UPDATE_PROPERTY)) {
                Files.createDirectories(file.toAbsolutePath().getParent());
                Files.writeString(file, expected);
                return;
            }
            String actual = Files.exists(file) ? Files.readString(file) : "";
            if (!actual.equals(expected)) {
                throw new AssertionError(file + " is not what the options say. Run the test once with -D"
                        + UPDATE_PROPERTY + "=true and commit the file.");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read or write " + file, e);
        }
    }
}
