package dev.sluice.core.metrics;

import java.util.function.Function;

/**
 * One number that is shown to the outside: the only place where its name and its meaning are.
 *
 * @param name of the attribute in JMX; ends in the unit where it has one
 * @param kind whether it only grows
 * @param meaning one sentence
 * @param advice what a person does about it
 * @param value reads it; any thread, cheap, a Long or a Double
 * @param <S> what it is read from
 */
record Metric<S>(String name, Kind kind, String meaning, String advice, Function<S, Number> value) {

    enum Kind {
        /** Counts up from 0 since the task started. */
        COUNTER,
        /** The state of now. */
        GAUGE
    }

    static <S> Metric<S> counter(String name, String meaning, String advice, Function<S, Number> value) {
        return new Metric<>(name, Kind.COUNTER, meaning, advice, value);
    }

    static <S> Metric<S> gauge(String name, String meaning, String advice, Function<S, Number> value) {
        return new Metric<>(name, Kind.GAUGE, meaning, advice, value);
    }

    /** As Kafka names its own metrics: lower case with hyphens. */
    String kebabName() {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(java.util.Locale.ROOT);
    }
}
