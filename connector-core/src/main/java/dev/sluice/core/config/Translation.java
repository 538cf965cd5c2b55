package dev.sluice.core.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigValue;
import org.jspecify.annotations.Nullable;

/**
 * What a config with names of another connector means. Rules of {@link Aliases} fill it; then it gives the config with the sink's own
 * names, and says of each error under which name the option was written. For one config; not thread-safe.
 */
public final class Translation {
    private final Map<String, String> raw;
    private final Map<String, String> config;
    /** By the sink's own key. */
    private final Map<String, String> writtenAs = new LinkedHashMap<>();

    private final List<String> warnings = new ArrayList<>();
    private final ConfigProblems refused = new ConfigProblems();

    Translation(Map<String, String> raw) {
        this.raw = new HashMap<>(raw);
        this.config = new HashMap<>(raw);
    }

    /**
     * The value that was written for an option, of either connector.
     *
     * @param key an option
     * @return trimmed; empty when it was not given or is blank
     */
    public Optional<String> given(String key) {
        return Optional.ofNullable(raw.get(key)).map(String::trim).filter(value -> !value.isEmpty());
    }

    /**
     * Sets an option of the sink, unless it was given under its own name: then that wins.
     *
     * @param key the sink's name
     * @param value what the other connector's option comes to
     * @param name the option that was written, which errors are reported under
     */
    public void set(String key, String value, String name) {
        if (given(key).isEmpty() && !writtenAs.containsKey(key)) {
            config.put(key, value);
            writtenAs.put(key, name);
        }
    }

    /**
     * Sets an option of the sink also when it was given under its own name, because the other connector has the same name with
     * another meaning.
     *
     * @param key the name in both
     * @param value what it means here
     */
    public void replace(String key, String value) {
        config.put(key, value);
    }

    /**
     * Takes out an option that was given under its own name.
     *
     * @param key the sink's name
     */
    public void remove(String key) {
        config.remove(key);
    }

    /**
     * Notes that an option is without effect.
     *
     * @param name as it was written
     * @param why half a sentence without a full stop; never holds a secret
     */
    public void hasNoEffect(String name, String why) {
        warnings.add(name + " has no effect and can be removed: " + why);
    }

    /**
     * Refuses an option: to leave it out would change what is stored.
     *
     * @param name as it was written
     * @param message goes on behind "Invalid value for name:"; says what to do, never holds a secret
     */
    public void refuse(String name, String message) {
        refused.add(name, message);
    }

    /**
     * The config under the sink's own names. What was written stays in it too.
     *
     * @return a new map
     */
    public Map<String, String> config() {
        return new HashMap<>(config);
    }

    /**
     * What has no effect, a sentence for each option.
     *
     * @return in the order of the rules
     */
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    /**
     * Says what is wrong under the names that were written.
     *
     * @param validated what came of validating {@link #config}
     * @return the same, changed: errors are moved, and what was refused is added
     */
    public Config onWrittenNames(Config validated) {
        Map<String, ConfigValue> byKey = new HashMap<>();
        validated.configValues().forEach(value -> byKey.put(value.name(), value));
        writtenAs.forEach((key, name) -> move(byKey.get(key), byKey.get(name)));
        refused.byKey()
                .forEach((name, messages) -> messages.forEach(message ->
                        valueOf(name, byKey, validated).addErrorMessage("Invalid value for " + name + ": " + message)));
        return validated;
    }

    private static ConfigValue valueOf(String name, Map<String, ConfigValue> byKey, Config validated) {
        return byKey.computeIfAbsent(name, missing -> {
            ConfigValue added = new ConfigValue(missing);
            validated.configValues().add(added);
            return added;
        });
    }

    private static void move(@Nullable ConfigValue from, @Nullable ConfigValue to) {
        if (from == null || to == null) {
            return;
        }
        for (String message : List.copyOf(from.errorMessages())) {
            to.addErrorMessage(to.name() + " stands for " + from.name() + ". " + message);
        }
        from.errorMessages().clear();
    }
}
