package dev.sluice.tablestore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Configs that were written for kafka-connect-tablestore. */
class ReferenceKeysTest {
    private static final Map<String, String> SEED = Configs.seedProperties();
    private static final Map<String, String> WITHOUT_KEYS =
            Configs.without(Configs.without(SEED, "tablestore.access.key.id"), "tablestore.access.key.secret");

    private static Map<String, String> translated(String... keysAndValues) {
        return ReferenceKeys.translate(Configs.with(SEED, keysAndValues), variable -> null)
                .config();
    }

    private static List<String> warnings(Map<String, String> config) {
        return ReferenceKeys.translate(config, variable -> null).warnings();
    }

    @Test
    void everyKeyOfItIsTaken() {
        Map<String, String> config = Configs.with(
                SEED,
                "tablestore.mode",
                "normal",
                "tablestore.auth.mode",
                "AKSK",
                "event.parse.class",
                "com.aliyun.tablestore.kafka.connect.parsers.DefaultEventParser",
                "table.name.format",
                "kafka_<topic>",
                "topics.assign.tables",
                "a:b,c:d",
                "primarykey.mode",
                "KAFKA",
                "insert.mode",
                "UPDATE",
                "insert.order.enable",
                "true",
                "delete.mode",
                "NONE",
                "buffer.size",
                "1024",
                "max.thread.count",
                "3",
                "max.concurrency",
                "10",
                "bucket.count",
                "3",
                "flush.Interval",
                "10000",
                "runtime.error.tolerance",
                "ALL",
                "runtime.error.mode",
                "IGNORE",
                "runtime.error.bootstrap.servers",
                "",
                "runtime.error.topic.name",
                "",
                "runtime.error.table.name",
                "",
                "region",
                "cn-hangzhou",
                "account.id",
                "",
                "role.name",
                "",
                "sts.endpoint",
                "",
                "client.time.out.ms",
                "600000");

        assertThat(Configs.errors(config)).isEmpty();
        assertThat(TableStoreOptions.read(ReferenceKeys.translate(config, variable -> null)
                                .config())
                        .write()
                        .batch()
                        .linger())
                .hasSeconds(10);
        assertThat(ReferenceKeys.translate(config, variable -> null).config())
                .containsEntry("max.in.flight.requests", "10")
                .containsEntry("tablestore.auth.mode", "static");
    }

    @ParameterizedTest
    @CsvSource({
        "max.concurrency,12,max.in.flight.requests",
        "flush.Interval,250,linger.ms",
        "sts.endpoint,sts.cn-beijing.aliyuncs.com,tablestore.auth.sts.endpoint",
    })
    void anOldNameStandsForTheNewOneUnlessThatIsGiven(String old, String value, String key) {
        assertThat(translated(old, value)).containsEntry(key, value);
        assertThat(translated(old, value, key, "other")).containsEntry(key, "other");
    }

    @ParameterizedTest
    @CsvSource({
        "max.concurrency,0,more than 0 or 1 or more",
        "flush.Interval,soon,a number",
        "sts.endpoint,'no endpoint',an endpoint",
    })
    void anErrorIsSaidOfTheOptionThatWasWritten(String old, String value, String what) {
        assertThat(Configs.errors(Configs.with(SEED, old, value))).as(what).containsOnlyKeys(old);
    }

    @Test
    void aRoleIsNamedByAccountAndName() {
        Map<String, String> role =
                Configs.with(WITHOUT_KEYS, "tablestore.auth.mode", "STS", "account.id", "12", "role.name", "writer");

        assertThat(Configs.errors(role)).isEmpty();
        assertThat(ReferenceKeys.translate(role, variable -> null).config())
                .containsEntry("tablestore.auth.role.arn", "acs:ram::12:role/writer")
                .containsEntry("tablestore.auth.mode", "sts");
        assertThat(Configs.errors(Configs.without(role, "account.id"))).containsOnlyKeys("account.id");
        assertThat(Configs.errors(Configs.with(role, "role.name", "two words"))).containsOnlyKeys("role.name");
    }

    @Test
    void keysOfTheEnvironmentAreForARoleOnlyAndStayOutOfTheConfigThatConnectStores() {
        Map<String, String> environment = Map.of("ACCESS_ID", "env-id", "ACCESS_KEY", "env-secret");
        Map<String, String> role = Configs.with(WITHOUT_KEYS, "account.id", "12", "role.name", "writer");

        assertThat(ReferenceKeys.translate(role, environment::get).config())
                .containsEntry("tablestore.access.key.id", "env-id")
                .containsEntry("tablestore.access.key.secret", "env-secret");
        assertThat(ReferenceKeys.translate(SEED, environment::get).config())
                .containsEntry("tablestore.access.key.id", SEED.get("tablestore.access.key.id"));
        assertThat(ReferenceKeys.translate(WITHOUT_KEYS, environment::get).config())
                .doesNotContainKey("tablestore.access.key.id");

        TableStoreSinkConnector connector = new TableStoreSinkConnector();
        connector.start(role);
        assertThat(connector.taskConfigs(1).get(0)).doesNotContainKey("tablestore.access.key.secret");
    }

    @Test
    void emptyKeysCountAsNone() {
        Map<String, String> role = Configs.with(
                SEED,
                "tablestore.access.key.id",
                "",
                "tablestore.access.key.secret",
                "",
                "account.id",
                "12",
                "role.name",
                "writer");

        assertThat(Configs.errors(role)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "bucket.count,max.in.flight.requests",
        "buffer.size,buffer.max.bytes",
        "max.thread.count,threads",
        "insert.order.enable,order",
        "client.time.out.ms,renewed",
        "region,tablestore.auth.sts.endpoint",
    })
    void whatHasNoUseIsSaidOnceWithTheReason(String key, String reason) {
        assertThat(warnings(Configs.with(SEED, key, "3")))
                .singleElement()
                .asString()
                .startsWith(key)
                .contains(reason);
        assertThat(warnings(SEED)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"KAFKA,none", "tablestore,NONE", "dlq,none"})
    void anErrorModeThatIsNeverUsedIsTakenAndSaidOnce(String mode, String tolerance) {
        Map<String, String> config =
                Configs.with(SEED, "runtime.error.tolerance", tolerance, "runtime.error.mode", mode);

        assertThat(Configs.errors(config)).isEmpty();
        assertThat(warnings(config))
                .singleElement()
                .asString()
                .startsWith("runtime.error.mode has no effect")
                .contains("without runtime.error.tolerance=all the task stops at the first bad record");
        assertThat(Configs.errors(Configs.with(config, "runtime.error.mode", "bogus")))
                .containsOnlyKeys("runtime.error.mode");
        assertThat(warnings(Configs.with(config, "runtime.error.mode", "ignore")))
                .isEmpty();
        Map<String, String> byDefault = Configs.without(config, "runtime.error.tolerance");
        assertThat(Configs.errors(byDefault)).isEmpty();
        assertThat(warnings(byDefault)).hasSize(1);
        assertThat(warnings(Configs.with(byDefault, "errors.tolerance", "all"))).isEmpty();
    }

    @Test
    void aConfigForTimeSeriesIsTakenAsItIs() {
        Map<String, String> config = Configs.with(
                Configs.seedProperties(),
                "tablestore.mode",
                "TIMESERIES",
                "tablestore.timeseries.mapAll",
                "true",
                "tablestore.timeseries.toLowerCase",
                "true",
                "tablestore.timeseries.rowsPerBatch",
                "50",
                "tablestore.timeseries.test.measurement",
                "<topic>",
                "tablestore.timeseries.test.dataSource",
                "host",
                "tablestore.timeseries.test.tags",
                "region,level",
                "tablestore.timeseries.test.time",
                "timestamp",
                "tablestore.timeseries.test.time.unit",
                "MILLISECONDS",
                "tablestore.timeseries.test.field.name",
                "cpu,io",
                "tablestore.timeseries.test.field.type",
                "double,integer");

        assertThat(Configs.errors(config)).isEmpty();
    }
}
