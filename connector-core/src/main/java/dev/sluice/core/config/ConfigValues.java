package dev.sluice.core.config;

import java.util.Map;
import java.util.Optional;

/**
 * A config that may be partly wrong, for checks that look at several options at once: only options that are valid by
 * themselves are here, so a check never trips over an error that is already reported.
 *
 * @param parsed typed values by key, of valid options that have one
 * @param raw everything as the user wrote it, unknown keys included
 */
public record ConfigValues(Map<String, Object> parsed, Map<String, String> raw) {

    /** The value when it is valid and set. */
    public <T> Optional<T> get(String key, Class<T> type) {
        Object value = parsed.get(key);
        return type.isInstance(value) ? Optional.of(type.cast(value)) : Optional.empty();
    }
}
