package dev.sluice.tablestore;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.tablestore.change.DeleteMode;
import dev.sluice.tablestore.change.InsertMode;
import dev.sluice.tablestore.key.PrimaryKeyMode;
import dev.sluice.tablestore.routing.TableRouter;
import dev.sluice.tablestore.write.WriteApi;
import dev.sluice.testkit.docs.OptionReference;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.connect.sink.SinkConnector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableStoreConfigTest {
    private static final Map<String, String> SEED = Configs.seedProperties();

    @Test
    void theDocumentedPropertiesAreValidAsTheyStand() {
        assertThat(SEED).containsEntry("tablestore.access.key.id", "xxx");
        assertThat(Configs.errors(SEED)).isEmpty();
    }

    @Test
    void theDocumentedJsonIsValidAsItStands() throws IOException {
        JsonNode json = new ObjectMapper().readTree(Records.text("seed/connector.json"));
        Map<String, String> config = new HashMap<>();
        json.get("config")
                .properties()
                .forEach(field -> config.put(field.getKey(), field.getValue().asText()));

        assertThat(Configs.errors(config)).isEmpty();
        TableStoreOptions options = TableStoreOptions.read(config);
        assertThat(options.keys().mode()).isEqualTo(PrimaryKeyMode.KAFKA);
        assertThat(options.create().auto()).isTrue();
        assertThat(options.tables().ofTopic("test").name()).isEqualTo("test");
    }

    @Test
    void everyOptionHasTheDocumentedDefault() {
        TableStoreOptions options = TableStoreOptions.read(Configs.without(SEED, "auto.create"));

        assertThat(options.connection().credentials().securityToken()).isNull();
        assertThat(options.connection().connectTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(options.connection().socketTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(options.routing().router()).isEqualTo(new TableRouter("<topic>", Map.of(), null));
        assertThat(options.create().auto()).isFalse();
        assertThat(options.keys().mode()).isEqualTo(PrimaryKeyMode.KAFKA);
        assertThat(options.columns()).isEmpty();
        assertThat(options.write().insertMode()).isEqualTo(InsertMode.PUT);
        assertThat(options.write().deleteMode()).isEqualTo(DeleteMode.NONE);
        assertThat(options.write().api()).isEqualTo(WriteApi.AUTO);
        assertThat(options.write().batch().linger()).isEqualTo(Duration.ofMillis(100));
        assertThat(options.write().batch().maxEntries()).isEqualTo(200);
        assertThat(options.write().batch().maxBytes()).isEqualTo(4 << 20);
        assertThat(options.write().batch().mayRepeatKeys()).isFalse();
    }

    @Test
    void everyOptionIsRead() {
        TableStoreOptions options = TableStoreOptions.read(Configs.with(
                Configs.keys("record_key", "id, at", "string, integer"),
                "tablestore.security.token",
                "token",
                "tablestore.connect.timeout.ms",
                "11",
                "tablestore.socket.timeout.ms",
                "12",
                "table.name.format",
                "kafka_<topic>",
                "topics.assign.tables",
                "a.b:c, test : test",
                "insert.mode",
                "update",
                "delete.mode",
                "row",
                "write.api",
                "batch",
                "linger.ms",
                "13",
                "batch.max.rows",
                "14",
                "batch.max.bytes",
                "2048"));

        assertThat(options.connection().credentials().securityToken()).isEqualTo(new Password("token"));
        assertThat(options.connection().connectTimeout()).isEqualTo(Duration.ofMillis(11));
        assertThat(options.connection().socketTimeout()).isEqualTo(Duration.ofMillis(12));
        assertThat(options.routing().router().tableOf("x")).isEqualTo("kafka_x");
        assertThat(options.routing().router().tableOf("a.b")).isEqualTo("c");
        assertThat(options.tables().ofTopic("test").keys()).hasToString("(id string, at integer)");
        assertThat(options.write().insertMode()).isEqualTo(InsertMode.UPDATE);
        assertThat(options.write().deleteMode()).isEqualTo(DeleteMode.ROW);
        assertThat(options.write().api()).isEqualTo(WriteApi.BATCH);
        assertThat(options.write().batch().linger()).isEqualTo(Duration.ofMillis(13));
        assertThat(options.write().batch().maxEntries()).isEqualTo(14);
        assertThat(options.write().batch().maxBytes()).isEqualTo(2048);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tablestore.endpoint          | xxx.ots.aliyuncs.com       | http or https",
                "tablestore.endpoint          | https://host/path          | no path",
                "tablestore.endpoint          | ftp://host                 | http or https",
                "tablestore.instance.name     | a b                        | name of an instance",
                "tablestore.access.key.id     | ''                         | non-empty",
                "tablestore.access.key.secret | ''                         | not be empty",
                "tablestore.auth.mode         | token                       | must be one of auto, static, sts",
                "tablestore.auth.role.arn     | writer                     | acs:ram::",
                "tablestore.auth.role.session.name | a b                   | 2 to 64",
                "tablestore.auth.role.session.duration.seconds | 10        | at least 900",
                "tablestore.auth.external.id  | x                          | 2 to 1224",
                "tablestore.auth.sts.endpoint | https://x/y                | no path",
                "tablestore.auth.oidc.provider.arn | x                     | oidc-provider",
                "tablestore.auth.oidc.token.file | x                       | absolute path",
                "tablestore.auth.ram.role.name | a/b                       | RAM role",
                "tablestore.auth.metadata.endpoint | ftp://x               | http or https",
                "tablestore.connect.timeout.ms| 0                          | at least 1",
                "tablestore.socket.timeout.ms | -1                         | at least 1",
                "table.name.format            | kafka-<topic>              | letters, digits and _",
                "table.name.format            | 1_<topic>                  | not starting with a digit",
                "table.name.format            | ''                         | must be a table name",
                "topics.assign.tables         | test                       | must be <topic>:<table>",
                "topics.assign.tables         | test:a-b                   | letters, digits and _",
                "topics.assign.tables         | test:a,test:b              | is there twice",
                "primarykey.mode              | key                        | must be one of kafka, record_key, record_value, search",
                "insert.mode                  | upsert                     | must be one of put, update",
                "delete.mode                  | all                        | must be one of none, row, column, row_and_column",
                "write.api                    | grpc                       | must be one of auto, bulk, batch",
                "auto.create                  | yes                        | true or false",
                "linger.ms                    | -1                         | at least 0",
                "batch.max.rows               | 201                        | no more than 200",
                "batch.max.bytes              | 4194305                    | no more than 4194304",
            })
    void aWrongValueIsReportedOnItsOwnKeyWithWhatIsRight(String key, String value, String says) {
        Map<String, java.util.List<String>> errors = Configs.errors(Configs.with(SEED, key, value));

        assertThat(errors).containsOnlyKeys(key);
        assertThat(errors.get(key)).singleElement().asString().contains(says);
    }

    @ParameterizedTest
    @CsvSource({
        "tablestore.endpoint",
        "tablestore.instance.name",
        "tablestore.access.key.id",
        "tablestore.access.key.secret"
    })
    void aMissingValueIsReportedOnItsOwnKey(String key) {
        assertThat(Configs.errors(Configs.without(SEED, key))).containsOnlyKeys(key);
    }

    @Test
    void allErrorsAreReportedAtOnce() {
        Map<String, String> config = Configs.with(
                Configs.keys("record_key", "a", "text"),
                "tablestore.endpoint",
                "nowhere",
                "insert.mode",
                "merge",
                "batch.max.rows",
                "0",
                "retry.backoff.max.ms",
                "1");

        assertThat(Configs.errors(config))
                .containsOnlyKeys(
                        "tablestore.endpoint",
                        "insert.mode",
                        "batch.max.rows",
                        "retry.backoff.max.ms",
                        "tablestore.test.primarykey.type");
    }

    @Test
    void secretsArePasswordsAndInNoMessage() {
        ConfigDef def = new TableStoreSinkConnector().config();

        assertThat(def.configKeys().get("tablestore.access.key.secret").type).isEqualTo(ConfigDef.Type.PASSWORD);
        assertThat(def.configKeys().get("tablestore.security.token").type).isEqualTo(ConfigDef.Type.PASSWORD);
        assertThat(TableStoreOptions.read(Configs.with(
                        SEED, "tablestore.access.key.secret", "hush", "tablestore.security.token", "quiet")))
                .asString()
                .doesNotContain("hush", "quiet");
    }

    @Test
    void everyOptionHasAGroupANameAndDocumentation() {
        assertThat(new TableStoreSinkConnector().config().configKeys().values()).allSatisfy(key -> {
            assertThat(key.documentation).as(key.name).isNotBlank();
            assertThat(key.group).as(key.name).isNotBlank();
            assertThat(key.displayName).as(key.name).isNotEqualTo(key.name);
        });
    }

    @ParameterizedTest
    @CsvSource({"primarykey.mode,4", "insert.mode,2", "delete.mode,4", "write.api,3", "tablestore.auth.mode,7"})
    void closedChoicesAreOffered(String key, int choices) {
        ConfigDef.ConfigKey option =
                new TableStoreSinkConnector().config().configKeys().get(key);

        assertThat(option.recommender.validValues(key, Map.of()))
                .hasSize(choices)
                .contains(option.defaultValue);
    }

    @Test
    void theOptionReferenceIsUpToDate() {
        OptionReference.assertUpToDate(
                Path.of("..", "docs", "options-tablestore.md"),
                "Options of the Tablestore sink",
                new TableStoreSinkConnector().config());
    }

    @Test
    void connectFindsTheConnectorByItsServiceFile() {
        assertThat(ServiceLoader.load(SinkConnector.class))
                .anySatisfy(connector -> assertThat(connector).isInstanceOf(TableStoreSinkConnector.class));
    }
}
