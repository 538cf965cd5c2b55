package dev.sluice.tablestore.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.alicloud.openservices.tablestore.model.ColumnValue;
import dev.sluice.core.mapping.Mapping;
import dev.sluice.tablestore.Configs;
import dev.sluice.tablestore.Mappers;
import dev.sluice.tablestore.Records;
import dev.sluice.tablestore.row.RowWrite;
import java.util.Map;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code primarykey.mode=search} and the hash column. */
class KeyModesTest {
    private static final Map<String, String> SEARCH =
            Configs.with(Configs.seedProperties(), "primarykey.mode", "search");

    private static SinkRecord at(Long timestamp) {
        return new SinkRecord("test", 3, null, null, null, Map.of("a", 1L), 42, timestamp, TimestampType.CREATE_TIME);
    }

    @Test
    void aKeyToSearchByIsTheOriginWithAHashInFrontAndATimeBesides() {
        Mapping.Mapped<RowWrite> row = Mappers.mapped(SEARCH, at(1_700_000_000_000L));

        // printf test_3_42 | md5sum
        assertThat(Mappers.key(row))
                .containsExactly(
                        entry("md5", "cc3ab"), entry("topic", "test"), entry("partition", 3L), entry("offset", 42L));
        assertThat(Mappers.columns(row))
                .containsOnly(
                        entry("a", ColumnValue.fromLong(1)),
                        entry("timestamp", ColumnValue.fromLong(1_700_000_000_000L)));
    }

    @Test
    void theTimeIsTheRecordsOrThatOfTheWrite() {
        Map<String, String> local = Configs.with(SEARCH, "tablestore.test.search.timestamp.type", "LOCAL");

        assertThat(Configs.errors(local)).isEmpty();
        assertThat(Mappers.columns(Mappers.mapped(local, at(null))))
                .containsEntry("timestamp", ColumnValue.fromLong(Mappers.NOW.toEpochMilli()));
        assertThat(Mappers.reason(SEARCH, at(null)))
                .contains("no timestamp", "tablestore.test.search.timestamp.type=local");
        assertThat(Configs.errors(Configs.with(SEARCH, "tablestore.test.search.timestamp.type", "noon")))
                .containsOnlyKeys("tablestore.test.search.timestamp.type");
    }

    @Test
    void aFieldThatIsCalledAsTheTimeIsNotOverwritten() {
        assertThat(Mappers.reason(
                        SEARCH,
                        new SinkRecord(
                                "test",
                                3,
                                null,
                                null,
                                null,
                                Map.of("timestamp", 5L),
                                42,
                                7L,
                                TimestampType.CREATE_TIME)))
                .contains("column timestamp", "tablestore.test.columns.rename");
    }

    @Test
    void aHashOfTheKeyStandsInFrontOfIt() {
        // printf test_3_42 | md5sum
        assertThat(Mappers.key(
                        Mappers.mapped(Configs.with(Configs.seedProperties(), "primarykey.hash.column", "h"), at(1L))))
                .containsExactly(entry("h", "cc3a"), entry("topic_partition", "test_3"), entry("offset", 42L));
        // printf 'k_7_01ff' | md5sum
        Mapping.Mapped<RowWrite> row = Mappers.mapped(
                Configs.with(
                        Configs.keys("record_key", "a,b,c", "string,integer,binary"), "primarykey.hash.column", "h"),
                Records.keyed(1, null, Map.of("a", "k", "b", 7L, "c", new byte[] {1, -1}), null, Map.of("x", 1L)));
        assertThat(Mappers.key(row).get("h")).isEqualTo("374d");
        assertThat(row.value().table().keys()).hasToString("(h string, a string, b integer, c binary)");
    }

    @Test
    void aHashLeavesTheServicesNumberOut() {
        Map<String, String> config = Configs.with(
                Configs.keys("record_key", "id,seq", "string,auto_increment"), "primarykey.hash.column", "h");

        // printf k | md5sum
        assertThat(Mappers.key(
                        Mappers.mapped(config, Records.keyed(1, Schema.STRING_SCHEMA, "k", null, Map.of("x", 1L)))))
                .containsExactly(entry("h", "8ce4"), entry("id", "k"), entry("seq", "AUTO"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "record_key | a,b,c,d | string,string,string,string | h  | more than 4",
                "record_key | h       | string                      | h  | a column of the primary key already",
                "kafka      | a       | string                      | offset | a column of the primary key already",
                "search     | a       | string                      | h  | a hash in its key already",
                "kafka      | a       | string                      | a-b | a column name has",
            })
    void aHashColumnThatDoesNotFitIsReported(String mode, String names, String types, String hash, String says) {
        Map<String, String> config = Configs.with(Configs.keys(mode, names, types), "primarykey.hash.column", hash);

        assertThat(Configs.errors(config)).containsOnlyKeys("primarykey.hash.column");
        assertThat(Configs.errors(config).get("primarykey.hash.column"))
                .singleElement()
                .asString()
                .contains(says);
    }
}
