package dev.sluice.core.config;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** An option that is one of some names, which are known only when the sink is: checks it, and offers the names. */
final class NameChoice implements ConfigDef.Validator, ConfigDef.Recommender {
    private final List<String> names;

    NameChoice(List<String> names) {
        this.names = List.copyOf(names);
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
