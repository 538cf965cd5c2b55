package dev.sluice.core.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** An option that is one of the constants of an enumeration, written in lower case: checks it, and offers the values. */
public final class Choice<T extends Enum<T>> implements ConfigDef.Validator, ConfigDef.Recommender {
    private final Class<T> type;
    private final List<String> names;

    private Choice(Class<T> type) {
        this.type = type;
        this.names = Arrays.stream(type.getEnumConstants()).map(Choice::nameOf).toList();
    }

    public static <T extends Enum<T>> Choice<T> of(Class<T> type) {
        return new Choice<>(type);
    }

    /** How the constant is written in a config. */
    public static String nameOf(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** The constant that a valid value stands for. */
    public T parse(String value) {
        return Enum.valueOf(type, value.toUpperCase(Locale.ROOT));
    }

    @Override
    public void ensureValid(String key, @Nullable Object value) {
        if (!(value instanceof String name) || !names.contains(name)) {
            throw new ConfigException(key, value, "must be one of " + String.join(", ", names));
        }
    }

    @Override
    public List<Object> validValues(String key, Map<String, Object> parsed) {
        return List.copyOf(names);
    }

    @Override
    public boolean visible(String key, Map<String, Object> parsed) {
        return true;
    }

    @Override
    public String toString() {
        return "[" + String.join(", ", names) + "]";
    }
}
