package dev.sluice.oss;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** Options that are a list of {@code name=value}. */
final class Pairs {
    private Pairs() {}

    /** @throws IllegalArgumentException when it is none, with the reason */
    static Map<String, String> parse(List<String> texts) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String text : texts) {
            int equals = text.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("must be name=value, several of them with commas between");
            }
            if (pairs.put(
                            text.substring(0, equals).trim(),
                            text.substring(equals + 1).trim())
                    != null) {
                throw new IllegalArgumentException("has a name twice");
            }
        }
        return pairs;
    }

    /** @throws ConfigException when it is none */
    @SuppressWarnings("unchecked") // a LIST is one of strings
    static Map<String, String> checked(String key, @Nullable Object value) {
        try {
            return value == null ? Map.of() : parse((List<String>) value);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(key, value, e.getMessage());
        }
    }
}
