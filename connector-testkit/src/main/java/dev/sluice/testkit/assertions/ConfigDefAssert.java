package dev.sluice.testkit.assertions;

import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.assertj.core.api.AbstractAssert;

/** Assertions on the options of a connector. */
public final class ConfigDefAssert extends AbstractAssert<ConfigDefAssert, ConfigDef> {

    ConfigDefAssert(ConfigDef options) {
        super(options, ConfigDefAssert.class);
    }

    /**
     * There is such an option.
     *
     * @param key its full name
     * @return this
     */
    public ConfigDefAssert hasOption(String key) {
        if (!actual.configKeys().containsKey(key)) {
            throw failure("Expecting an option %s, but the options are %s", key, new TreeSet<>(actual.names()));
        }
        return this;
    }

    /**
     * Every option has a documentation.
     *
     * @return this
     */
    public ConfigDefAssert documentsEveryOption() {
        return refuse("be documented", option -> option.documentation == null || option.documentation.isBlank());
    }

    /**
     * Every option is in a group and has a display name, so that user interfaces can show it.
     *
     * @return this
     */
    public ConfigDefAssert groupsEveryOption() {
        return refuse(
                "be in a group and have a display name",
                option -> option.group == null
                        || option.group.isBlank()
                        || option.displayName == null
                        || option.displayName.isBlank());
    }

    /**
     * The option is a password, so that nobody shows or logs it.
     *
     * @param key its full name
     * @return this
     */
    public ConfigDefAssert hidesOption(String key) {
        ConfigKey option = actual.configKeys().get(key);
        if (option == null) {
            return hasOption(key);
        }
        if (option.type != ConfigDef.Type.PASSWORD) {
            throw failure("Expecting option %s to be a PASSWORD, but it is a %s", key, option.type);
        }
        return this;
    }

    private ConfigDefAssert refuse(String what, Predicate<ConfigKey> wrong) {
        List<String> names = actual.configKeys().values().stream()
                .filter(wrong)
                .map(option -> option.name)
                .sorted()
                .toList();
        if (!names.isEmpty()) {
            throw failure("Expecting every option to %s, but these do not: %s", what, names);
        }
        return this;
    }
}
