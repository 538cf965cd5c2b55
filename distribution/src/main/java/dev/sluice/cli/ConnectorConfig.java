package dev.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A connector as the documentation has it, with only endpoint, key and names filled in.
 *
 * @param name name of the connector
 * @param config what is posted for it
 */
record ConnectorConfig(String name, Map<String, String> config) {

    ConnectorConfig {
        config = Map.copyOf(config);
    }

    static ConnectorConfig tablestore(Emulators emulators) {
        Emulators.Settings settings = emulators.settings();
        return of(
                "tablestore-sink.json",
                Map.of(
                        "tablestore.endpoint", emulators.tablestoreEndpoint(),
                        "tablestore.access.key.id", settings.accessKeyId(),
                        "tablestore.access.key.secret", settings.accessKeySecret(),
                        "tablestore.instance.name", settings.instance()));
    }

    static ConnectorConfig oss(Emulators emulators) {
        Emulators.Settings settings = emulators.settings();
        return of(
                "oss-sink.json",
                Map.of(
                        "oss.endpoint", emulators.ossEndpoint(),
                        "oss.access.key.id", settings.accessKeyId(),
                        "oss.access.key.secret", settings.accessKeySecret(),
                        "oss.bucket", settings.bucket()));
    }

    String topic() {
        return config.getOrDefault("topics", "");
    }

    @Override
    public String toString() {
        // The config holds a secret.
        return "ConnectorConfig[" + name + "]";
    }

    private static ConnectorConfig of(String resource, Map<String, String> filledIn) {
        JsonNode json = Resources.json(resource);
        Map<String, String> config = new LinkedHashMap<>();
        json.path("config")
                .properties()
                .forEach(entry -> config.put(entry.getKey(), entry.getValue().asText()));
        if (!config.keySet().containsAll(filledIn.keySet())) {
            throw new IllegalStateException(resource + " lacks one of " + filledIn.keySet());
        }
        config.putAll(filledIn);
        return new ConnectorConfig(json.path("name").asText(), config);
    }
}
