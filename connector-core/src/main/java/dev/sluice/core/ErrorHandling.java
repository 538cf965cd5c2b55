package dev.sluice.core;

import dev.sluice.core.config.ConfigProblems;
import dev.sluice.core.config.ConfigValues;
import dev.sluice.core.config.ErrorTopicOptions;
import dev.sluice.core.config.ToleranceOptions;
import dev.sluice.core.tolerance.DeadLetterQueueReporter;
import dev.sluice.core.tolerance.ErrorReporter;
import dev.sluice.core.tolerance.ErrorTolerance;
import dev.sluice.core.tolerance.KafkaErrorReporter;
import dev.sluice.core.tolerance.LogErrorReporter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkTaskContext;

/** The framework's error modes and the sink's own as one: their options, their checks, and the reporter of a task. */
final class ErrorHandling {
    private static final Set<String> TAKEN =
            Set.of("auto", ToleranceOptions.IGNORE, ToleranceOptions.DLQ, ToleranceOptions.KAFKA);

    private ErrorHandling() {}

    static void define(ConfigDef def, SinkDefinition<?, ?> definition) {
        Map<String, String> modes = new LinkedHashMap<>();
        for (ErrorMode mode : definition.errorModes()) {
            if (TAKEN.contains(mode.name()) || modes.put(mode.name(), mode.meaning()) != null) {
                throw new IllegalStateException("there are two error modes with the name " + mode.name());
            }
        }
        ToleranceOptions.define(def, modes);
    }

    static void check(ConfigValues values, ConfigProblems problems, SinkDefinition<?, ?> definition) {
        ToleranceOptions.check(
                values, problems, definition.reportingOption(values).orElse(null));
        values.get(ToleranceOptions.RUNTIME_ERROR_MODE, String.class)
                .ifPresent(chosen -> definition.errorModes().stream()
                        .filter(mode -> mode.name().equals(chosen))
                        .forEach(mode -> mode.check(values, problems)));
    }

    /** @throws ConnectException when the task cannot start, with what to change */
    static ErrorTolerance open(
            SinkDefinition<?, ?> definition,
            SinkEnvironment environment,
            AbstractConfig config,
            SinkTaskContext context) {
        ToleranceOptions options = ToleranceOptions.read(config);
        ConfigValues values = new ConfigValues(new HashMap<>(config.values()), config.originalsStrings());
        return options.tolerant() || definition.reportingOption(values).isPresent()
                ? new ErrorTolerance(
                        options.tolerant(), List.of(reporter(options.mode(), definition, environment, config, context)))
                : ErrorTolerance.none();
    }

    private static ErrorReporter reporter(
            String mode,
            SinkDefinition<?, ?> definition,
            SinkEnvironment environment,
            AbstractConfig config,
            SinkTaskContext context) {
        return switch (mode) {
            case ToleranceOptions.IGNORE -> new LogErrorReporter();
            case ToleranceOptions.DLQ -> new DeadLetterQueueReporter(deadLetterQueue(context));
            case ToleranceOptions.KAFKA ->
                KafkaErrorReporter.open(ErrorTopicOptions.read(config), environment.connector(), environment.task());
            default ->
                definition.errorModes().stream()
                        .filter(own -> own.name().equals(mode))
                        .findFirst()
                        .orElseThrow(() -> new ConnectException("There is no runtime.error.mode=" + mode))
                        .open(environment);
        };
    }

    private static ErrantRecordReporter deadLetterQueue(SinkTaskContext context) {
        ErrantRecordReporter reporter = context.errantRecordReporter();
        if (reporter == null) {
            throw new ConnectException("runtime.error.mode=dlq needs Connect's dead letter queue: set "
                    + "errors.tolerance=all and errors.deadletterqueue.topic.name");
        }
        return reporter;
    }
}
