package dev.sluice.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.batch.EntryBatch;
import dev.sluice.core.config.ConfigProblems;
import dev.sluice.core.config.ConfigValues;
import dev.sluice.core.config.ToleranceOptions;
import dev.sluice.core.tolerance.ErrorReporter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the error options mean together. */
class ErrorOptionsTest {

    /** A mode that a sink brings, with an option of its own. */
    private record TableMode(String name) implements ErrorMode {
        @Override
        public String meaning() {
            return "a table of their own (error.table).";
        }

        @Override
        public void check(ConfigValues values, ConfigProblems problems) {
            if (values.get("error.table", String.class).isEmpty()) {
                problems.add("error.table", "is needed");
            }
        }

        @Override
        public ErrorReporter open(SinkEnvironment environment) {
            throw new ConnectException("not in this test");
        }
    }

    private record Definition(List<ErrorMode> errorModes) implements SinkDefinition<String, EntryBatch<String>> {
        @Override
        public ConfigDef define(ConfigDef def) {
            return def.define("error.table", ConfigDef.Type.STRING, null, ConfigDef.Importance.LOW, "A table.")
                    .define("report.old", ConfigDef.Type.BOOLEAN, false, ConfigDef.Importance.LOW, "Report old ones.");
        }

        @Override
        public Optional<String> reportingOption(ConfigValues values) {
            return values.get("report.old", Boolean.class).filter(old -> old).map(old -> "report.old");
        }

        @Override
        public SinkParts<String, EntryBatch<String>> open(SinkEnvironment environment) {
            throw new ConnectException("not in this test");
        }
    }

    private static final Definition SINK = new Definition(List.of(new TableMode("table")));

    private static Map<String, String> props(String... pairs) {
        Map<String, String> props = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            props.put(pairs[i], pairs[i + 1]);
        }
        return props;
    }

    private static Map<String, List<String>> errors(String... pairs) {
        return FrameworkOptions.validate(SINK, props(pairs)).configValues().stream()
                .filter(value -> !value.errorMessages().isEmpty())
                .collect(Collectors.toMap(ConfigValue::name, ConfigValue::errorMessages));
    }

    private static ToleranceOptions read(String... pairs) {
        return ToleranceOptions.read(new AbstractConfig(FrameworkOptions.of(SINK), props(pairs), false));
    }

    @ParameterizedTest
    @CsvSource({
        // errors.tolerance, runtime.error.tolerance, goes on after a bad record
        ", , false",
        "none, , false",
        "all, , true",
        "all, none, false",
        "none, all, true",
        ", all, true",
        "all, inherit, true",
    })
    void connectsToleranceCountsUnlessOursIsSet(String connect, String ours, boolean goesOn) {
        Map<String, String> props = new HashMap<>();
        if (connect != null) {
            props.put("errors.tolerance", connect);
        }
        if (ours != null) {
            props.put("runtime.error.tolerance", ours);
        }
        assertThat(ToleranceOptions.read(new AbstractConfig(FrameworkOptions.of(SINK), props, false))
                        .tolerant())
                .isEqualTo(goesOn);
        assertThat(errors(props.entrySet().stream()
                        .flatMap(e -> java.util.stream.Stream.of(e.getKey(), e.getValue()))
                        .toArray(String[]::new)))
                .isEmpty();
    }

    @Test
    void aQueueThatIsNamedIsUsedUnlessAnotherModeIsChosen() {
        String queue = "errors.deadletterqueue.topic.name";
        assertThat(read("errors.tolerance", "all").mode()).isEqualTo("ignore");
        assertThat(read("errors.tolerance", "all", queue, "dead").mode()).isEqualTo("dlq");
        assertThat(read("errors.tolerance", "all", queue, "dead", "runtime.error.mode", "ignore")
                        .mode())
                .isEqualTo("ignore");
        assertThat(errors("errors.tolerance", "all", queue, "dead")).isEmpty();
    }

    @Test
    void aQueueThatWouldNeverBeUsedIsRefused() {
        assertThat(errors("errors.deadletterqueue.topic.name", "dead"))
                .containsOnlyKeys("errors.deadletterqueue.topic.name");
        assertThat(errors("errors.deadletterqueue.topic.name", "dead", "runtime.error.tolerance", "all"))
                .hasEntrySatisfying(
                        "errors.deadletterqueue.topic.name",
                        messages -> assertThat(messages)
                                .singleElement()
                                .asString()
                                .contains("set errors.tolerance=all, or remove errors.deadletterqueue.topic.name"));
    }

    @Test
    void aModeThatWouldNeverBeUsedIsRefused() {
        assertThat(errors("runtime.error.mode", "table", "error.table", "x"))
                .containsOnlyKeys("runtime.error.tolerance");
        assertThat(errors("runtime.error.mode", "ignore")).as("does no harm").isEmpty();
    }

    @Test
    void aConfigThatAsksForReportsNeedsAPlaceForThem() {
        String queue = "errors.deadletterqueue.topic.name";
        assertThat(errors("report.old", "true"))
                .hasEntrySatisfying(
                        "report.old",
                        messages -> assertThat(messages)
                                .singleElement()
                                .asString()
                                .contains(queue)
                                .contains("runtime.error.mode=kafka"));
        assertThat(errors("report.old", "true", "runtime.error.mode", "ignore", "errors.tolerance", "all"))
                .containsOnlyKeys("report.old");
        assertThat(errors("report.old", "true", "runtime.error.mode", "dlq")).containsKey("runtime.error.mode");
        assertThat(errors("report.old", "true", queue, "dead")).containsOnlyKeys(queue);
        assertThat(errors("report.old", "true", queue, "dead", "errors.tolerance", "all"))
                .isEmpty();
        assertThat(errors(
                        "report.old",
                        "true",
                        queue,
                        "dead",
                        "errors.tolerance",
                        "all",
                        "runtime.error.tolerance",
                        "none"))
                .isEmpty();
        assertThat(errors("report.old", "true", "runtime.error.mode", "table", "error.table", "x"))
                .as("used, although nothing is tolerated")
                .isEmpty();
    }

    @Test
    void theErrorTopicNeedsItsClusterAndItsName() {
        assertThat(errors("runtime.error.tolerance", "all", "runtime.error.mode", "kafka"))
                .containsOnlyKeys("runtime.error.bootstrap.servers", "runtime.error.topic.name");
        assertThat(errors("runtime.error.topic.name", "e", "runtime.error.bootstrap.servers", ""))
                .as("count for nothing in the other modes")
                .isEmpty();
    }

    private static Map<String, List<String>> kafkaErrors(String... more) {
        Map<String, String> props = props(
                "runtime.error.tolerance", "all",
                "runtime.error.mode", "kafka",
                "runtime.error.bootstrap.servers", "k:9092",
                "topics", "orders, returns",
                "runtime.error.topic.name", "errors");
        props.putAll(props(more));
        return errors(props.entrySet().stream()
                .flatMap(e -> java.util.stream.Stream.of(e.getKey(), e.getValue()))
                .toArray(String[]::new));
    }

    @Test
    void anErrorTopicThatTheConnectorReadsOrThatCannotBeIsRefused() {
        assertThat(kafkaErrors()).isEmpty();
        for (String topic : List.of("returns", "no good", "..")) {
            assertThat(kafkaErrors("runtime.error.topic.name", topic)).containsOnlyKeys("runtime.error.topic.name");
        }
        assertThat(kafkaErrors("topics.regex", "err.*")).containsOnlyKeys("runtime.error.topic.name");
    }

    @Test
    void settingsOfTheProducerAreCheckedUnderTheirOwnKeysAndSomeAreFixed() {
        assertThat(kafkaErrors(
                        "runtime.error.producer.sasl.mechanism", "PLAIN",
                        "runtime.error.producer.compression.type", "zstd",
                        "runtime.error.producer.my.interceptor.setting", "x"))
                .isEmpty();
        assertThat(kafkaErrors(
                        "runtime.error.producer.acks", "0",
                        "runtime.error.producer.linger.ms", "soon",
                        "runtime.error.producer.value.serializer", "x"))
                .containsOnlyKeys(
                        "runtime.error.producer.acks",
                        "runtime.error.producer.linger.ms",
                        "runtime.error.producer.value.serializer");
    }

    @Test
    void aSinksOwnModeIsOfferedDocumentedAndChecked() {
        ConfigDef.ConfigKey key = FrameworkOptions.of(SINK).configKeys().get("runtime.error.mode");
        assertThat(key.recommender.validValues(key.name, Map.of()))
                .containsExactly("auto", "ignore", "dlq", "kafka", "table");
        assertThat(key.documentation).contains("table: a table of their own (error.table).");
        assertThat(errors("runtime.error.tolerance", "all", "runtime.error.mode", "table"))
                .containsOnlyKeys("error.table");
        assertThat(errors("runtime.error.tolerance", "all", "runtime.error.mode", "table", "error.table", "x"))
                .isEmpty();
        assertThat(errors("runtime.error.tolerance", "all", "runtime.error.mode", "ignore"))
                .as("not chosen, not checked")
                .isEmpty();
    }

    @Test
    void aSinkCannotTakeANameThatThereIs() {
        assertThatThrownBy(() -> FrameworkOptions.of(new Definition(List.of(new TableMode("kafka")))))
                .hasMessageContaining("kafka");
        assertThatThrownBy(() -> FrameworkOptions.of(new Definition(List.of(new TableMode("a"), new TableMode("a")))))
                .hasMessageContaining("a");
    }
}
