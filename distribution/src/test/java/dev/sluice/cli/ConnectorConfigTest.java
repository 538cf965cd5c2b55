package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class ConnectorConfigTest {

    @Test
    void onlyEndpointKeyAndNamesAreFilledIn() {
        try (Emulators emulators =
                Emulators.start(Emulators.Settings.forNow("an-id", "a-secret", "bucket-test", "an-instance"))) {
            assertThat(changed("tablestore-sink.json", ConnectorConfig.tablestore(emulators)))
                    .containsExactlyInAnyOrder(
                            "tablestore.endpoint",
                            "tablestore.access.key.id",
                            "tablestore.access.key.secret",
                            "tablestore.instance.name");
            assertThat(changed("oss-sink.json", ConnectorConfig.oss(emulators)))
                    .containsExactlyInAnyOrder(
                            "oss.endpoint", "oss.access.key.id", "oss.access.key.secret", "oss.bucket");
            assertThat(ConnectorConfig.tablestore(emulators).topic()).isEqualTo("test");
            assertThat(ConnectorConfig.tablestore(emulators).toString()).doesNotContain("a-secret");
            assertThat(emulators.settings().toString()).doesNotContain("a-secret");
        }
    }

    private static Set<String> changed(String resource, ConnectorConfig filledIn) {
        JsonNode original = Resources.json(resource).path("config");
        assertThat(filledIn.config()).hasSize(original.size());
        return filledIn.config().entrySet().stream()
                .filter(entry -> !original.path(entry.getKey()).asText().equals(entry.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }
}
