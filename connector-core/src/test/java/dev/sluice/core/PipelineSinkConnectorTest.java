package dev.sluice.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.batch.EntryBatch;
import dev.sluice.core.config.ConfigProblems;
import dev.sluice.core.config.ConfigValues;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PipelineSinkConnectorTest {
    private static final TopicPartition P0 = new TopicPartition("t", 0);
    private static final TopicPartition P1 = new TopicPartition("t", 1);

    private static class Definition implements SinkDefinition<String, EntryBatch<String>> {
        @Override
        public ConfigDef define(ConfigDef def) {
            return def.define("host", ConfigDef.Type.STRING, ConfigDef.Importance.HIGH, "Where to.");
        }

        @Override
        public void check(ConfigValues values, ConfigProblems problems) {
            values.get("host", String.class)
                    .filter("nowhere"::equals)
                    .ifPresent(host -> problems.add("host", "nowhere is not a place; name a host"));
            if (values.raw().containsKey("table.x.key")) {
                problems.add("table.x.key", "there is no table x");
            }
        }

        @Override
        public SinkParts<String, EntryBatch<String>> open(SinkEnvironment environment) {
            throw new ConnectException("not in this test");
        }

        /** What is set cannot be remembered in a definition, which is a new one each time: it is answered in the text. */
        @Override
        public void alterOffsets(
                Map<String, String> config,
                Map<TopicPartition, Long> offsets,
                InstantSource clock,
                RandomGenerator random) {
            if (config.containsKey("refuse")) {
                throw new ConnectException("set " + offsets.get(P0) + " and " + offsets.get(P1) + " of "
                        + config.get("name") + " after " + clock.instant().isAfter(Instant.EPOCH) + " by "
                        + (random.nextInt(3) < 3));
            }
        }
    }

    private static final class Connector extends PipelineSinkConnector {
        @Override
        protected SinkDefinition<?, ?> definition() {
            return new Definition();
        }

        @Override
        public Class<? extends Task> taskClass() {
            return Task.class;
        }
    }

    private static Map<String, List<String>> errors(Map<String, String> props) {
        return new Connector()
                .validate(props).configValues().stream()
                        .filter(value -> !value.errorMessages().isEmpty())
                        .collect(Collectors.toMap(ConfigValue::name, ConfigValue::errorMessages));
    }

    @Test
    void everyErrorIsReportedAtOnceOnItsOwnKey() {
        Map<String, List<String>> errors = errors(Map.of(
                "buffer.max.bytes", "lots",
                "max.in.flight.requests", "0",
                "retry.backoff.ms", "1000",
                "retry.backoff.max.ms", "10",
                "table.x.key", "id",
                "host", "nowhere"));
        assertThat(errors)
                .containsOnlyKeys(
                        "buffer.max.bytes", "max.in.flight.requests", "retry.backoff.max.ms", "table.x.key", "host");
        assertThat(errors.get("buffer.max.bytes")).as("said once").hasSize(1);
        assertThat(errors.get("host")).containsExactly("Invalid value for host: nowhere is not a place; name a host");
    }

    @Test
    void aMissingOptionIsReportedAndTheCrossChecksStillRun() {
        assertThat(errors(Map.of("retry.backoff.ms", "9000"))).containsOnlyKeys("host", "retry.backoff.max.ms");
    }

    @ParameterizedTest
    @CsvSource({
        "buffer.max.bytes, 67108864, 1048576, 1048575",
        "max.in.flight.requests, 8, 1000, 1001",
        "drain.timeout.ms, 2000, 0, -1",
        "write.timeout.ms, 120000, 1, 0",
        "retry.timeout.ms, 600000, 0, -1",
        "retry.backoff.ms, 100, 1, 0",
        "retry.backoff.max.ms, 5000, 600000, 600001",
        "runtime.error.tolerance, inherit, all, some",
        "runtime.error.mode, auto, ignore, hide",
        "runtime.error.bootstrap.servers, '', 'k:9092', ",
        "runtime.error.topic.name, '', errors, ",
        "runtime.error.topic.create, auto, manual, sometimes",
        "runtime.error.topic.partitions, 6, 1, 0",
        "runtime.error.topic.replication.factor, -1, 3, -2",
    })
    void everyFrameworkOptionHasADefaultTakesAValidValueAndRefusesAnInvalidOne(
            String key, String byDefault, String valid, String invalid) {
        assertThat(new Connector().config().configKeys().get(key).defaultValue)
                .as("default of %s", key)
                .hasToString(byDefault);
        assertThat(errors(Map.of("host", "h"))).as("defaults").isEmpty();
        assertThat(errors(Map.of("host", "h", key, valid))).isEmpty();
        if (invalid != null) {
            assertThat(errors(Map.of("host", "h", key, invalid))).containsOnlyKeys(key);
        }
    }

    @Test
    void aSinkMayHaveADefaultOfItsOwnForRequestsInFlight() {
        SinkDefinition<?, ?> eager = new Definition() {
            @Override
            public int requestsInFlight() {
                return 32;
            }
        };
        assertThat(FrameworkOptions.of(eager).defaultValues()).containsEntry("max.in.flight.requests", 32);
        assertThat(FrameworkOptions.of(eager).parse(Map.of("host", "h", "max.in.flight.requests", "3")))
                .as("what the config says")
                .containsEntry("max.in.flight.requests", 3);
    }

    @Test
    void everyFrameworkOptionIsCoveredByTheTestAbove() throws Exception {
        CsvSource source = PipelineSinkConnectorTest.class
                .getDeclaredMethod(
                        "everyFrameworkOptionHasADefaultTakesAValidValueAndRefusesAnInvalidOne",
                        String.class,
                        String.class,
                        String.class,
                        String.class)
                .getAnnotation(CsvSource.class);
        List<String> covered = java.util.Arrays.stream(source.value())
                .map(row -> row.substring(0, row.indexOf(',')))
                .toList();
        assertThat(new Connector().config().names())
                .filteredOn(name -> !name.equals("host"))
                .containsExactlyInAnyOrderElementsOf(covered);
    }

    @Test
    void everyTaskGetsTheConfigAndItsNumber() {
        Connector connector = new Connector();
        Map<String, String> props = new HashMap<>(Map.of("host", "h", "name", "n"));
        connector.start(props);
        assertThat(connector.taskConfigs(2))
                .extracting(config -> config.get("host") + config.get("sluice.task.id"))
                .containsExactly("h0", "h1");
    }

    @Test
    void aConnectorWithAConfigThatIsWrongDoesNotStart() {
        assertThatThrownBy(() -> new Connector().start(Map.of("host", "nowhere")))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("nowhere is not a place");
    }

    @Test
    void everyOptionIsDocumentedAndBelongsToAGroup() {
        new Connector()
                .config().configKeys().values().stream()
                        .filter(key -> !key.name.equals("host"))
                        .forEach(key -> {
                            assertThat(key.documentation).as(key.name).isNotBlank();
                            assertThat(key.group).as(key.name).isNotBlank();
                            assertThat(key.displayName).as(key.name).isNotBlank();
                        });
    }

    @Test
    void offsetsThatSomebodySetsReachTheDefinitionThatMayRefuseThem() {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        offsets.put(P0, 7L);
        offsets.put(P1, null);
        assertThat(new Connector().alterOffsets(Map.of("name", "n"), offsets)).isTrue();
        assertThatThrownBy(() -> new Connector().alterOffsets(Map.of("name", "n", "refuse", "x"), offsets))
                .isInstanceOf(ConnectException.class)
                .hasMessage("set 7 and null of n after true by true");
    }
}
