package dev.sluice.tablestore.value;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.tablestore.Configs;
import dev.sluice.tablestore.Mappers;
import dev.sluice.tablestore.Records;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceLimitsTest {
    private static final Map<String, String> SEED = Configs.seedProperties();

    private static Map<String, Object> columns(int count) {
        Map<String, Object> columns = new HashMap<>();
        for (int i = 0; i < count; i++) {
            columns.put("c" + i, (long) i);
        }
        return columns;
    }

    @Test
    void aRowHas1024Columns() {
        assertThat(Mappers.columns(Mappers.mapped(SEED, Records.value(1, null, columns(1024)))))
                .hasSize(1024);
        assertThat(Mappers.reason(SEED, Records.value(1, null, columns(1025))))
                .contains("1024", ServiceLimits.SOURCE, "tablestore.test.columns.whitelist.name");
    }

    @Test
    void aCellHas2Mebibytes() {
        assertThat(Mappers.columns(Mappers.mapped(SEED, Records.value(1, null, Map.of("c", new byte[2 << 20])))))
                .hasSize(1);
        assertThat(Mappers.reason(SEED, Records.value(1, null, Map.of("c", new byte[(2 << 20) + 1]))))
                .contains("field c", "2097153", "2097152", ServiceLimits.SOURCE);
        assertThat(Mappers.reason(SEED, Records.value(1, null, Map.of("c", "é".repeat((1 << 20) + 1)))))
                .as("bytes count, not characters")
                .contains("field c", "2097154");
    }

    @Test
    void aRowHas4Mebibytes() {
        Map<String, Object> row = Map.of("a", new byte[2 << 20], "b", new byte[2 << 20]);

        assertThat(Mappers.reason(SEED, Records.value(1, null, row)))
                .contains("the row", "4194304", ServiceLimits.SOURCE);
    }

    @Test
    void aKeyColumnHas1024Bytes() {
        Map<String, String> config = Configs.keys("record_key", "id", "string");

        assertThat(Mappers.key(Mappers.mapped(
                        config, Records.keyed(1, Schema.STRING_SCHEMA, "k".repeat(1024), null, Map.of("a", 1L)))))
                .hasSize(1);
        assertThat(Mappers.reason(
                        config, Records.keyed(1, Schema.STRING_SCHEMA, "é".repeat(513), null, Map.of("a", 1L))))
                .contains("column id", "1026", "1024", ServiceLimits.SOURCE);
        assertThat(Mappers.reason(
                        Configs.keys("record_key", "id", "binary"),
                        Records.keyed(1, Schema.BYTES_SCHEMA, new byte[1025], null, Map.of("a", 1L))))
                .contains("column id", "1025");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a-b", "1a", "", "a b", "é", "a.b", "a\nb"})
    void aColumnNameHasLettersDigitsAndUnderscores(String name) {
        assertThat(Mappers.reason(SEED, Records.value(1, null, Map.of(name, 1L))))
                .contains("letters, digits and _", ServiceLimits.SOURCE, "tablestore.test.columns.rename")
                .doesNotContain("\n");
    }

    @Test
    void aColumnNameHas255Characters() {
        assertThat(Mappers.columns(Mappers.mapped(SEED, Records.value(1, null, Map.of("c".repeat(255), 1L)))))
                .hasSize(1);
        assertThat(Mappers.reason(SEED, Records.value(1, null, Map.of("c".repeat(256), 1L))))
                .contains("255");
    }
}
