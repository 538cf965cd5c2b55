package dev.sluice.oss.format;

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
 * How format=bytes writes.
 *
 * @param extension with its dot
 * @param separator put after each record; may be empty
 */
record RawOptions(String extension, String separator) {
    static final String FORMAT_BYTEARRAY_EXTENSION = "format.bytearray.extension";
    static final String FORMAT_BYTEARRAY_SEPARATOR = "format.bytearray.separator";

    private static final Pattern EXTENSION = Pattern.compile("\\.[A-Za-z0-9]{1,10}");

    static ConfigDef define(ConfigDef def) {
        return def.define(
                        FORMAT_BYTEARRAY_EXTENSION,
                        Type.STRING,
                        ".bin",
                        LambdaValidator.with(RawOptions::checkExtension, () -> "a dot and 1 to 10 letters or digits"),
                        Importance.LOW,
                        "bytes: what an object's name ends in.",
                        FormatOptions.GROUP,
                        50,
                        Width.SHORT,
                        "Extension of bytes")
                .define(
                        FORMAT_BYTEARRAY_SEPARATOR,
                        Type.STRING,
                        "\\n",
                        LambdaValidator.with(RawOptions::checkSeparator, () -> "text with \\n, \\r, \\t or \\\\"),
                        Importance.LOW,
                        "bytes: what is put after each record; may be empty. \\n, \\r, \\t and \\\\ stand for a line feed, a carriage "
                                + "return, a tabulator and a backslash.",
                        FormatOptions.GROUP,
                        51,
                        Width.SHORT,
                        "Separator of bytes");
    }

    static RawOptions read(AbstractConfig config) {
        return new RawOptions(
                config.getString(FORMAT_BYTEARRAY_EXTENSION), unescaped(config.getString(FORMAT_BYTEARRAY_SEPARATOR)));
    }

    private static void checkExtension(String key, @Nullable Object value) {
        if (!EXTENSION.matcher(String.valueOf(value)).matches()) {
            throw new ConfigException(key, value, "must be a dot and 1 to 10 letters or digits, such as .bin");
        }
    }

    private static void checkSeparator(String key, @Nullable Object value) {
        try {
            unescaped(String.valueOf(value));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(key, value, "must have only \\n, \\r, \\t or \\\\ after a backslash");
        }
    }

    /**
     * The text with control characters in place of what stands for them: Connect cuts white space off every value.
     *
     * @throws IllegalArgumentException when a backslash stands before anything else
     */
    static String unescaped(String text) {
        StringBuilder plain = new StringBuilder();
        boolean escaped = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (escaped) {
                plain.append(
                        switch (c) {
                            case 'n' -> '\n';
                            case 'r' -> '\r';
                            case 't' -> '\t';
                            case '\\' -> '\\';
                            default -> throw new IllegalArgumentException("unknown escape");
                        });
                escaped = false;
            } else if (c == '\\') {
                escaped = true;
            } else {
                plain.append(c);
            }
        }
        if (escaped) {
            throw new IllegalArgumentException("nothing after the last backslash");
        }
        return plain.toString();
    }
}
