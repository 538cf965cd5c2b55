package dev.sluice.core;

import dev.sluice.core.config.ConfigProblems;
import dev.sluice.core.config.ConfigValues;
import dev.sluice.core.config.FlowOptions;
import dev.sluice.core.config.RetryOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;

/** The options that every sink has, and validation that reports each error on its own key. */
final class FrameworkOptions {
    /** Set by the connector for each task; not for users. */
    static final String TASK_ID = "sluice.task.id";

    private FrameworkOptions() {}

    static ConfigDef of(SinkDefinition<?, ?> definition) {
        ConfigDef def = new ConfigDef();
        FlowOptions.define(def, definition.requestsInFlight());
        RetryOptions.define(def);
        ErrorHandling.define(def, definition);
        return definition.define(def);
    }

    /** A value that cannot be parsed counts as null, and Kafka then complains about the null as well. */
    private static void dropRepetition(ConfigValue result) {
        List<String> errors = result.errorMessages();
        if (errors.size() > 1) {
            errors.removeIf(error -> error.startsWith("Invalid value null for configuration " + result.name()));
        }
    }

    static Config validate(SinkDefinition<?, ?> definition, Map<String, String> props) {
        List<ConfigValue> results = of(definition).validate(props);
        Map<String, Object> valid = new HashMap<>();
        Map<String, ConfigValue> byKey = new HashMap<>();
        for (ConfigValue result : results) {
            dropRepetition(result);
            byKey.put(result.name(), result);
            if (result.errorMessages().isEmpty() && result.value() != null) {
                valid.put(result.name(), result.value());
            }
        }
        ConfigValues values = new ConfigValues(valid, props);
        ConfigProblems problems = new ConfigProblems();
        RetryOptions.check(values, problems);
        ErrorHandling.check(values, problems, definition);
        definition.check(values, problems);
        problems.byKey().forEach((key, messages) -> {
            ConfigValue result = byKey.computeIfAbsent(key, missing -> {
                // A key that is not in the ConfigDef (one per table, say) still gets its error under its own name.
                ConfigValue added = new ConfigValue(missing);
                results.add(added);
                return added;
            });
            messages.forEach(message -> result.addErrorMessage("Invalid value for " + key + ": " + message));
        });
        return new Config(results);
    }
}
