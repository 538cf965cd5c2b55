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

    /**
     * The value of one option, for a check that must not trip over what is reported already.
     *
     * @param <T> as for the type
     * @param key an option of the sink or of the framework
     * @param type as {@code ConfigDef} parses it: {@code Long} for {@code LONG}, {@code Password} for {@code PASSWORD}
     * @return empty when the value is not valid, not set and without default, or of another type
     */
    public <T> Optional<T> get(String key, Class<T> type) {
        Object value = parsed.get(key);
        return type.isInstance(value) ? Optional.of(type.cast(value)) : Optional.empty();
    }
}
