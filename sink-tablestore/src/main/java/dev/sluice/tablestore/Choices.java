package dev.sluice.tablestore;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/** A closed list of values: checks them, and offers them to a user interface. */
final class Choices implements ConfigDef.Validator, ConfigDef.Recommender {
    private final List<String> values;

    private Choices(List<String> values) {
        this.values = values;
    }

    /** The constants' names in lower case. */
    static Choices of(Enum<?>[] constants) {
        return new Choices(Arrays.stream(constants)
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .toList());
    }

    @Override
    public void ensureValid(String name, Object value) {
        if (!(value instanceof String text) || !values.contains(text)) {
            throw new ConfigException(name, value, "must be one of " + String.join(", ", values));
        }
    }

    @Override
    public List<Object> validValues(String name, Map<String, Object> parsedConfig) {
        return List.copyOf(values);
    }

    @Override
    public boolean visible(String name, Map<String, Object> parsedConfig) {
        return true;
    }

    /** As the generated option reference shows it. */
    @Override
    public String toString() {
        return values.toString();
    }
}
