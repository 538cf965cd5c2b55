package dev.sluice.core.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * An option that is one of the constants of an enumeration, written in lower case: checks it, and offers the values.
 * Immutable; validator and recommender at once.
 *
 * @param <T> the enumeration
 */
public final class Choice<T extends Enum<T>> implements ConfigDef.Validator, ConfigDef.Recommender {
    private final Class<T> type;
    private final List<String> names;

    private Choice(Class<T> type) {
        this.type = type;
        this.names = Arrays.stream(type.getEnumConstants()).map(Choice::nameOf).toList();
    }

    /**
     * The choice among all constants of the enumeration.
     *
     * @param <T> the enumeration
     * @param type its constants are named as they are to be written, in upper case
     * @return one whose {@code toString} lists the values, for the documentation
     */
    public static <T extends Enum<T>> Choice<T> of(Class<T> type) {
        return new Choice<>(type);
    }

    /**
     * How the constant is written in a config.
     *
     * @param constant of any enumeration
     * @return its name in lower case, underscores kept
     */
    public static String nameOf(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /**
     * The constant that a valid value stands for.
     *
     * @param value one that {@link #ensureValid} accepts
     * @return its constant
     * @throws IllegalArgumentException when there is none, which means that the value was not validated
     */
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
