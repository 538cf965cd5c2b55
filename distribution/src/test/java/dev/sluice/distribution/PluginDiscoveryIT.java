package dev.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.testkit.connect.ConnectCluster;
import dev.sluice.testkit.connect.ConnectRest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The unpacked zip on the plugin path of a real worker, found by its service files alone. */
final class PluginDiscoveryIT {

    private static final String TABLESTORE = "dev.sluice.tablestore.TableStoreSinkConnector";
    private static final String OSS = "dev.sluice.oss.OssSinkConnector";

    @ParameterizedTest
    @EnumSource
    void aWorkerFindsBothConnectorsAndValidatesTheirConfigs(KafkaVersion version) throws IOException {
        try (ConnectCluster cluster = ConnectCluster.builder(version.runtime())
                .pluginPath(Component.pluginPath())
                .start()) {
            ConnectRest rest = cluster.rest(0);
            assertThat(rest.plugins()).contains(TABLESTORE, OSS);
            versionsAreThoseOfTheZip(rest);

            assertThat(rest.validate("TableStoreSinkConnector", shipped("tablestore-sink")))
                    .as("errors of etc/tablestore-sink.json")
                    .isEmpty();
            assertThat(rest.validate("OssSinkConnector", shipped("oss-sink")))
                    .as("errors of etc/oss-sink.json")
                    .isEmpty();

            Map<String, String> noEndpoint = shipped("tablestore-sink");
            noEndpoint.remove("tablestore.endpoint");
            assertThat(rest.validate("TableStoreSinkConnector", noEndpoint)).containsKey("tablestore.endpoint");
            Map<String, String> noBucket = shipped("oss-sink");
            noBucket.remove("oss.bucket");
            assertThat(rest.validate("OssSinkConnector", noBucket)).containsKey("oss.bucket");
        }
    }

    private static void versionsAreThoseOfTheZip(ConnectRest rest) {
        for (JsonNode plugin : rest.get("/connector-plugins")) {
            if (List.of(TABLESTORE, OSS).contains(plugin.path("class").asText())) {
                assertThat(plugin.path("version").asText()).isEqualTo(Component.VERSION);
                assertThat(plugin.path("type").asText()).isEqualTo("sink");
            }
        }
    }

    /** The config of that name as the zip ships it, with the name that a validation needs. */
    private static Map<String, String> shipped(String name) throws IOException {
        Path file =
                Component.pluginPath().resolve(Component.NAME).resolve("etc").resolve(name + ".json");
        JsonNode json = new ObjectMapper().readTree(file.toFile());
        Map<String, String> config = new TreeMap<>();
        json.path("config")
                .properties()
                .forEach(entry -> config.put(entry.getKey(), entry.getValue().asText()));
        config.put("name", json.path("name").asText());
        return config;
    }
}
