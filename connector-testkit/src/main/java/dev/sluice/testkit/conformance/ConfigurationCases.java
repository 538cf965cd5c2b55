package dev.sluice.testkit.conformance;

import static dev.sluice.testkit.conformance.Run.P0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.junit.jupiter.api.Test;

abstract class ConfigurationCases extends Cases {
    private static final Set<Type> NUMBERS = Set.of(Type.INT, Type.LONG, Type.SHORT, Type.DOUBLE, Type.BOOLEAN);

    @Test
    void theConfigThatWorksHasNoError() {
        assertThat(errors(run.sink.config())).isEmpty();
    }

    @Test
    void everyOptionIsDocumentedAndGrouped() {
        for (ConfigKey option : options()) {
            assertThat(option.documentation)
                    .as("documentation of %s", option.name)
                    .isNotBlank();
            assertThat(option.group).as("group of %s", option.name).isNotBlank();
            assertThat(option.displayName).as("display name of %s", option.name).isNotBlank();
        }
    }

    @Test
    void everyWrongValueIsReportedOnItsOwnKeyAndAllAtOnce() {
        Map<String, String> wrong = new HashMap<>(run.sink.wrongValues());
        for (ConfigKey option : options()) {
            if (NUMBERS.contains(option.type)) {
                wrong.put(option.name, "not a number");
            }
        }
        Map<String, String> config = new HashMap<>(run.sink.config());
        config.putAll(wrong);

        assertThat(errors(config).keySet()).containsAll(wrong.keySet());
        wrong.forEach((key, value) -> {
            Map<String, String> one = new HashMap<>(run.sink.config());
            one.put(key, value);
            assertThat(errors(one).keySet())
                    .as("keys with errors when %s=%s", key, value)
                    .contains(key);
        });
    }

    @Test
    void everyMissingOptionIsReportedOnItsOwnKey() {
        for (ConfigKey option : options()) {
            if (!option.hasDefault()) {
                Map<String, String> config = new HashMap<>(run.sink.config());
                config.remove(option.name);
                assertThat(errors(config)).containsOnlyKeys(option.name);
            }
        }
    }

    @Test
    void whatLooksLikeASecretIsAPassword() {
        for (ConfigKey option : options()) {
            if (option.name.matches(".*(secret|password|token)")) {
                assertThat(option.type).as("type of %s", option.name).isEqualTo(Type.PASSWORD);
            }
        }
    }

    @Test
    void noSecretIsInAMessage() {
        Map<String, String> wrong = new HashMap<>(run.sink.config());
        options().stream()
                .filter(option -> NUMBERS.contains(option.type))
                .forEach(option -> wrong.put(option.name, "x"));
        wrong.putAll(run.sink.wrongValues());
        List<String> messages = new ArrayList<>();
        errors(wrong).values().forEach(messages::addAll);
        assertThatThrownBy(() -> new ProbeConnector(run.sink.definition()).start(wrong))
                .satisfies(error -> addAll(messages, error));
        run.start(P0);
        run.sink.trouble(Trouble.FATAL, 1);
        run.produce(P0);
        run.failureIfAny().ifPresent(failure -> addAll(messages, failure));

        for (String secret : secrets()) {
            assertThat(messages).as("messages").noneMatch(message -> message.contains(secret));
        }
    }

    private static void addAll(List<String> messages, Throwable error) {
        for (Throwable t = error; t != null; t = t.getCause()) {
            messages.add(t.toString());
        }
    }

    private List<String> secrets() {
        return options().stream()
                .filter(option -> option.type == Type.PASSWORD)
                .map(option -> run.sink.config().getOrDefault(option.name, ""))
                .filter(value -> !value.isEmpty())
                .toList();
    }

    private List<ConfigKey> options() {
        return List.copyOf(
                new ProbeConnector(run.sink.definition()).config().configKeys().values());
    }

    private Map<String, List<String>> errors(Map<String, String> config) {
        Map<String, List<String>> errors = new TreeMap<>();
        new ProbeConnector(run.sink.definition())
                .validate(config)
                .configValues()
                .forEach(value -> {
                    if (!value.errorMessages().isEmpty()) {
                        errors.put(value.name(), value.errorMessages());
                    }
                });
        return errors;
    }
}
