package dev.sluice.testkit.assertions;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigValue;
import org.assertj.core.api.AbstractAssert;

/** Assertions on what validation says of a config. One that fails lists all the errors. */
public final class ConfigAssert extends AbstractAssert<ConfigAssert, Config> {

    ConfigAssert(Config validated) {
        super(validated, ConfigAssert.class);
    }

    /**
     * The config is valid.
     *
     * @return this
     */
    public ConfigAssert hasNoErrors() {
        return hasErrorsOnlyOn();
    }

    /**
     * The key has an error that says this among other things. Other errors may be there.
     *
     * @param key an option, or any other key that has an error
     * @param part a part of one message, as it is written
     * @return this
     */
    public ConfigAssert hasErrorOn(String key, String part) {
        Map<String, List<String>> errors = errors();
        if (errors.getOrDefault(key, List.of()).stream().noneMatch(message -> message.contains(part))) {
            throw failure("Expecting an error on %s that says \"%s\", but the errors are %s", key, part, errors);
        }
        return this;
    }

    /**
     * These keys have errors and no others have.
     *
     * @param keys in any order
     * @return this
     */
    public ConfigAssert hasErrorsOnlyOn(String... keys) {
        Map<String, List<String>> errors = errors();
        if (!errors.keySet().equals(Set.of(keys))) {
            throw failure("Expecting errors on %s and no other key, but the errors are %s", List.of(keys), errors);
        }
        return this;
    }

    private Map<String, List<String>> errors() {
        Map<String, List<String>> errors = new TreeMap<>();
        for (ConfigValue value : actual.configValues()) {
            if (!value.errorMessages().isEmpty()) {
                errors.put(value.name(), value.errorMessages());
            }
        }
        return errors;
    }
}
