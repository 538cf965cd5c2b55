package dev.sluice.oss;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * An option that is one of the constants of an enumeration, in any case, or a name that other connectors give the same thing.
 */
final class Names<T extends Enum<T>> implements ConfigDef.Validator, ConfigDef.Recommender {
    private final Map<String, T> byName = new LinkedHashMap<>();
    private final List<String> own;

    private Names(Class<T> type, Map<String, T> aliases) {
        this.own = Arrays.stream(type.getEnumConstants()).map(Names::nameOf).toList();
        Arrays.stream(type.getEnumConstants()).forEach(constant -> byName.put(nameOf(constant), constant));
        aliases.forEach((alias, constant) -> byName.put(alias.toLowerCase(Locale.ROOT), constant));
    }

    static <T extends Enum<T>> Names<T> of(Class<T> type, Map<String, T> aliases) {
        return new Names<>(type, aliases);
    }

    static String nameOf(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** The constant that a valid value stands for. */
    T parse(String value) {
        T constant = byName.get(value.trim().toLowerCase(Locale.ROOT));
        if (constant == null) {
            throw new IllegalArgumentException("unknown: " + value);
        }
        return constant;
    }

    @Override
    public void ensureValid(String key, @Nullable Object value) {
        if (!(value instanceof String name) || !byName.containsKey(name.trim().toLowerCase(Locale.ROOT))) {
            throw new ConfigException(key, value, "must be one of " + String.join(", ", own));
        }
    }

    @Override
    public List<Object> validValues(String key, Map<String, Object> parsed) {
        return List.copyOf(own);
    }

    @Override
    public boolean visible(String key, Map<String, Object> parsed) {
        return true;
    }

    @Override
    public String toString() {
        return "[" + String.join(", ", own) + "]";
    }
}
