package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class WorkloadTest {

    private final Workload workload = new Workload();
    private final ObjectMapper json = new ObjectMapper();

    @Test
    void itBeginsWithTheMessagesOfTheDocumentation() throws IOException {
        assertThat(json.readTree(workload.value(0))).isEqualTo(Resources.json("struct-message.json"));
        assertThat(json.readTree(workload.value(1))).isEqualTo(Resources.json("map-message.json"));
        assertThat(workload.key(0)).isNull();
        assertThat(workload.columns(0)).isEqualTo(Map.of("id", 1L, "product", "foo", "quantity", 100L, "price", 50.0));
        assertThat(workload.columns(1)).isEqualTo(Map.of("id", 1L));
    }

    @Test
    void everyRecordDiffersAndIsAlwaysTheSame() {
        Set<String> values = new HashSet<>();
        for (int number = 0; number < 1_000; number++) {
            values.add(workload.value(number));
            assertThat(new Workload().value(number)).isEqualTo(workload.value(number));
        }
        assertThat(values).hasSize(1_000);
    }

    @Test
    void columnsSayWhatThePayloadSays() throws IOException {
        for (int number = 0; number < 100; number++) {
            JsonNode payload = json.readTree(workload.value(number)).path("payload");
            Map<String, Object> columns = workload.columns(number);
            assertThat(columns).hasSize(payload.size());
            for (Map.Entry<String, JsonNode> field : payload.properties()) {
                Object column = columns.get(field.getKey());
                assertThat(column.toString()).isEqualTo(asText(field.getValue(), column));
            }
        }
    }

    @Test
    void bothSchemasAndOtherLettersOccur() {
        assertThat(workload.columns(10)).containsOnlyKeys("id", "stock");
        assertThat(workload.columns(7).get("product").toString()).contains("商品");
        assertThat(workload.key(7)).isEqualTo("order-7");
    }

    private static String asText(JsonNode value, Object column) {
        return column instanceof Double ? Double.toString(value.asDouble()) : value.asText();
    }
}
