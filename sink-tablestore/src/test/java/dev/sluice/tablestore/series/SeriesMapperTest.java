package dev.sluice.tablestore.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alicloud.openservices.tablestore.core.protocol.timeseries.TimeseriesProtocolBuilder;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.timeseries.TimeseriesRow;
import com.google.common.cache.CacheBuilder;
import dev.sluice.core.mapping.Mapping;
import dev.sluice.tablestore.Configs;
import dev.sluice.tablestore.Mappers;
import dev.sluice.tablestore.Records;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeriesMapperTest {

    static Map<String, String> config(String... keysAndValues) {
        return Configs.with(
                Configs.with(
                        Configs.seedProperties(),
                        "tablestore.mode",
                        "timeseries",
                        "tablestore.timeseries.test.measurement",
                        "m",
                        "tablestore.timeseries.test.dataSource",
                        "d",
                        "tablestore.timeseries.test.tags",
                        "region, rack",
                        "tablestore.timeseries.test.time",
                        "ts",
                        "tablestore.timeseries.test.time.unit",
                        "MILLISECONDS"),
                keysAndValues);
    }

    private static Mapping<SeriesWrite> map(Map<String, String> config, SinkRecord record) {
        assertThat(Configs.errors(config)).as("config").isEmpty();
        return Mappers.series(config).map(record);
    }

    private static Mapping.Mapped<SeriesWrite> mapped(Map<String, String> config, SinkRecord record) {
        Mapping<SeriesWrite> mapping = map(config, record);
        assertThat(mapping).isInstanceOf(Mapping.Mapped.class);
        return (Mapping.Mapped<SeriesWrite>) mapping;
    }

    private static TimeseriesRow row(Map<String, String> config, SinkRecord record) {
        return mapped(config, record).value().row();
    }

    private static String reason(Map<String, String> config, SinkRecord record) {
        Mapping<SeriesWrite> mapping = map(config, record);
        assertThat(mapping).isInstanceOf(Mapping.Unmappable.class);
        return ((Mapping.Unmappable<SeriesWrite>) mapping).reason();
    }

    private static SinkRecord record(Object... fields) {
        Map<String, Object> value = new HashMap<>(
                Map.of("m", "cpu", "d", "host-1", "region", "eu", "rack", 7L, "ts", 1_700_000_000_123L, "Load", 0.5));
        for (int i = 0; i < fields.length; i += 2) {
            value.put((String) fields[i], fields[i + 1]);
        }
        return Records.value(1, null, value);
    }

    @Test
    void fieldsMakeTheSeriesTheTimeAndTheValues() {
        TimeseriesRow row = row(config(), record("Errors", 3, "up", true, "note", "", "raw", new byte[] {1}));

        assertThat(row.getTimeseriesKey().getMeasurementName()).isEqualTo("cpu");
        assertThat(row.getTimeseriesKey().getDataSource()).isEqualTo("host-1");
        assertThat(row.getTimeseriesKey().getTags()).isEqualTo(Map.of("region", "eu", "rack", "7"));
        assertThat(row.getTimeInUs()).isEqualTo(1_700_000_000_123_000L);
        assertThat(row.getFields())
                .isEqualTo(Map.of(
                        "load", ColumnValue.fromDouble(0.5),
                        "errors", ColumnValue.fromLong(3),
                        "up", ColumnValue.fromBoolean(true),
                        "note", ColumnValue.fromString(""),
                        "raw", ColumnValue.fromBinary(new byte[] {1})));
    }

    @Test
    void aStructIsMappedAsAMapIs() {
        Schema schema = SchemaBuilder.struct()
                .field("m", Schema.STRING_SCHEMA)
                .field("d", Schema.OPTIONAL_STRING_SCHEMA)
                .field("region", Schema.OPTIONAL_STRING_SCHEMA)
                .field("rack", Schema.INT32_SCHEMA)
                .field("ts", Schema.INT64_SCHEMA)
                .field("value", Schema.FLOAT32_SCHEMA)
                .field("raw", Schema.BYTES_SCHEMA)
                .build();
        TimeseriesRow row = row(
                config(),
                Records.value(
                        1,
                        new Struct(schema)
                                .put("m", "cpu")
                                .put("rack", 3)
                                .put("ts", 5L)
                                .put("value", 1.5f)
                                .put("raw", ByteBuffer.wrap(new byte[] {9}))));

        assertThat(row.getTimeseriesKey().getDataSource()).isEmpty();
        assertThat(row.getTimeseriesKey().getTags()).isEqualTo(Map.of("rack", "3"));
        assertThat(row.getFields())
                .isEqualTo(Map.of("value", ColumnValue.fromDouble(1.5), "raw", ColumnValue.fromBinary(new byte[] {9})));
    }

    @Test
    void fieldsMayBeLeftOutAndRenamed() {
        Map<String, String> config = config(
                "tablestore.test.columns.exclude", "Note, region, inner",
                "tablestore.test.columns.rename", "Load:cpu_load, inner_y:y",
                "nested.mode", "flatten",
                "tablestore.timeseries.test.field.name", "load",
                "tablestore.timeseries.test.field.type", "double");
        Map<String, Object> value = new HashMap<>(Map.of("m", "cpu", "d", "h1", "region", "eu", "rack", "r", "ts", 5L));
        value.putAll(Map.of("Load", 1L, "Note", "x", "kept", true, "inner", Map.of("x", 1, "y", 2)));

        TimeseriesRow row = row(config, Records.value(1, null, value));

        assertThat(row.getFields())
                .isEqualTo(Map.of("cpu_load", ColumnValue.fromDouble(1), "kept", ColumnValue.fromBoolean(true)));
        // It is still a tag.
        assertThat(row.getTimeseriesKey().getTags()).containsEntry("region", "eu");
        assertThat(row(Configs.with(config, "tablestore.test.columns.exclude", "Note"), Records.value(1, null, value))
                        .getFields())
                .containsOnlyKeys("cpu_load", "kept", "inner_x", "y");
    }

    @ParameterizedTest
    @CsvSource({
        "columns.rename, Load:_time, cannot name a field of a time series",
        "columns.rename, Load:9x, names no column",
        "columns.whitelist.name, Load, lists no fields of time series",
    })
    void aRuleThatTimeSeriesHaveNoUseForIsRefused(String option, String value, String says) {
        String key = "tablestore.test." + option;
        Map<String, String> config = config(key, value, "tablestore.test.columns.whitelist.type", "string");
        if (!option.startsWith("columns.whitelist")) {
            config = Configs.without(config, "tablestore.test.columns.whitelist.type");
        }

        assertThat(Configs.errors(config)).containsOnlyKeys(key);
        assertThat(Configs.errors(config).get(key)).singleElement().asString().contains(says);
    }

    @Test
    void theTopicMayBeTheMeasurement() {
        for (String topic : List.of("<topic>", "<TOPIC>")) {
            TimeseriesRow row = row(config("tablestore.timeseries.test.measurement", topic), record());
            assertThat(row.getTimeseriesKey().getMeasurementName()).isEqualTo("test");
            assertThat(row.getFields()).containsKey("m");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "seconds,      1700000000,          1700000000000000",
        "milliseconds, 1700000000123,       1700000000123000",
        "MICROSECONDS, 1700000000123456,    1700000000123456",
        "nanoseconds,  1700000000123456789, 1700000000123456",
        "seconds,      0,                   0",
    })
    void aNumberIsATimeOfTheUnit(String unit, long number, long micros) {
        Map<String, String> config = config("tablestore.timeseries.test.time.unit", unit);

        assertThat(row(config, record("ts", number)).getTimeInUs()).isEqualTo(micros);
        assertThat(row(config, record("ts", Long.toString(number))).getTimeInUs())
                .isEqualTo(micros);
    }

    @Test
    void aTimeMayBeOfAnyTypeThatIsANumberOrATime() {
        Map<String, String> seconds = config("tablestore.timeseries.test.time.unit", "seconds");
        Schema date = SchemaBuilder.struct()
                .field("m", Schema.STRING_SCHEMA)
                .field("d", Schema.OPTIONAL_STRING_SCHEMA)
                .field("ts", Timestamp.SCHEMA)
                .field("x", Schema.INT8_SCHEMA)
                .build();
        Struct struct = new Struct(date)
                .put("m", "cpu")
                .put("ts", Date.from(Instant.ofEpochMilli(1_700_000_000_123L)))
                .put("x", (byte) 1);

        assertThat(row(seconds, record("ts", 17)).getTimeInUs()).isEqualTo(17_000_000L);
        assertThat(row(seconds, record("ts", 1.25)).getTimeInUs()).isEqualTo(1_250_000L);
        assertThat(row(seconds, Records.value(1, struct)).getTimeInUs()).isEqualTo(1_700_000_000_123_000L);
    }

    @Test
    void aSemanticTimeHasItsOwnUnit() {
        Schema micro =
                SchemaBuilder.int64().name("io.debezium.time.MicroTimestamp").build();
        Schema schema = SchemaBuilder.struct()
                .field("m", Schema.STRING_SCHEMA)
                .field("d", Schema.OPTIONAL_STRING_SCHEMA)
                .field("ts", micro)
                .field("x", Schema.INT8_SCHEMA)
                .build();

        assertThat(row(
                                config(),
                                Records.value(
                                        1,
                                        new Struct(schema)
                                                .put("m", "cpu")
                                                .put("ts", 77L)
                                                .put("x", (byte) 1)))
                        .getTimeInUs())
                .isEqualTo(77);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "9223372036854775807", "soon", "true"})
    void aTimeThatIsNoneIsErrant(String time) {
        assertThat(reason(config(), record("ts", time))).contains("ts");
    }

    @Test
    void listedFieldsHaveTheirTypeAndOthersAreStoredIfAllAre() {
        Map<String, String> config = config(
                "tablestore.timeseries.test.field.name", "LOAD, count",
                "tablestore.timeseries.test.field.type", "string, double");

        assertThat(row(config, record("count", 3L, "Extra", 1L)).getFields())
                .isEqualTo(Map.of(
                        "load", ColumnValue.fromString("0.5"),
                        "count", ColumnValue.fromDouble(3),
                        "extra", ColumnValue.fromLong(1)));
        assertThat(row(Configs.with(config, "tablestore.timeseries.mapAll", "false"), record("count", 3L, "Extra", 1L))
                        .getFields())
                .containsOnlyKeys("load", "count");
        assertThat(reason(config, record("count", "many"))).contains("count", "field.type");
    }

    @Test
    void namesStayAsTheyAreWhenNotLoweredAndThenCapitalsAreErrant() {
        Map<String, String> config = config("tablestore.timeseries.toLowerCase", "false");

        assertThat(reason(config, record())).contains("lower-case");
        assertThat(reason(config(), record("load", 1L))).contains("two parts", "load");
    }

    @Test
    void nestedFieldsAreWhatTheModeSays() {
        SinkRecord record = record("disk", Map.of("Free", 5L));

        assertThat(reason(config(), record)).contains("disk", "nested.mode");
        assertThat(row(config("nested.mode", "flatten"), record).getFields())
                .containsEntry("disk_free", ColumnValue.fromLong(5));
        assertThat(row(config("nested.mode", "json", "metadata.columns", "offset"), record)
                        .getFields())
                .containsEntry("disk", ColumnValue.fromString("{\"Free\":5}"))
                .containsEntry("kafka_offset", ColumnValue.fromLong(1));
    }

    @Test
    void whatCannotBeARowIsErrantWithTheReason() {
        Map<String, Object> empty = new HashMap<>();
        empty.put("m", "cpu");
        empty.put("d", null);
        empty.put("ts", 1L);
        empty.put("x", null);
        assertThat(reason(config(), Records.value(1, null, empty))).contains("no field to store", "mapAll");
        assertThat(reason(config(), Records.value(1, null, null))).contains("nothing is deleted");
        assertThat(reason(config(), Records.value(1, Schema.STRING_SCHEMA, "text")))
                .contains("no fields");
        assertThat(reason(config(), record("m", null))).contains("measurement");
        assertThat(reason(config(), record("ts", null))).contains("tablestore.timeseries.test.time");
        assertThat(reason(config(), Records.value(1, null, Map.of("m", "cpu", "ts", 1L, "x", 1L))))
                .contains("dataSource");
        assertThat(reason(config(), record("region", new byte[] {1}))).contains("region");
    }

    @ParameterizedTest
    @CsvSource({
        "m, '', measurement",
        "m, a#b, measurement",
        "m, a b, measurement",
        "region, 'a=b', tag region",
        "region, '', tag region",
        "_time, 1, field",
        "2x, 1, field",
        "größe, 1, field",
    })
    void whatTheServiceDoesNotTakeIsErrant(String field, String value, String says) {
        assertThat(reason(config(), record(field, value)))
                .contains(says)
                .contains("https://www.alibabacloud.com/help/en/tablestore/limits-on-the-timeseries-model");
    }

    @Test
    void limitsAreHeldBeforeTheRequest() {
        assertThat(reason(config(), record("m", "m".repeat(129)))).contains("129", "128");
        assertThat(row(config(), record("m", "m".repeat(128))).getFields()).isNotEmpty();
        assertThat(reason(config(), record("d", "d".repeat(257)))).contains("257", "256");
        assertThat(reason(config(), record("region", "r".repeat(500)))).contains("tags", "512");
        assertThat(reason(config(), record("f".repeat(129), 1L))).contains("128");
        assertThat(reason(config(), record("text", "t".repeat((2 << 20) + 1)))).contains("2097152");
        Object[] many = new Object[2 * 1024];
        for (int i = 0; i < 1024; i++) {
            many[2 * i] = "f" + i;
            many[2 * i + 1] = 1L;
        }
        assertThat(reason(config(), record(many))).contains("1024 fields");
        assertThat(reason(config(), record("a", "t".repeat(2 << 20), "b", "t".repeat(2 << 20))))
                .contains("a row of");
    }

    @Test
    void rowsOfOneSeriesKeepTheirOrder() {
        Object first = mapped(config(), record("ts", 1L)).orderingKey();
        Object later = mapped(config(), record("ts", 2L)).orderingKey();

        assertThat(later).isEqualTo(first).hasSameHashCodeAs(first);
        assertThat(mapped(config(), record("region", "us")).orderingKey()).isNotEqualTo(first);
        assertThat(first.toString()).doesNotContain("cpu");
    }

    @Test
    void aTableThatIsNotDescribedIsRefusedAndOneDescriptionMayBeForAll() {
        assertThat(Configs.errors(config("topics", "test,other")))
                .containsOnlyKeys("tablestore.timeseries.other.measurement");
        Map<String, String> any = new HashMap<>();
        config("topics", "test,other")
                .forEach((key, value) ->
                        any.put(key.replace("tablestore.timeseries.test.", "tablestore.timeseries.*."), value));
        assertThat(row(any, record()).getFields()).isNotEmpty();

        Map<String, String> regex = Configs.with(Configs.without(config(), "topics"), "topics.regex", ".*");
        assertThatThrownBy(() -> map(regex, new SinkRecord("late", 0, null, null, null, Map.of("x", 1), 1)))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("tablestore.timeseries.late.measurement");
    }

    @ParameterizedTest
    @CsvSource({
        "tablestore.timeseries.test.time.unit, days",
        "tablestore.timeseries.test.time.unit, ''",
        "tablestore.timeseries.test.time, ''",
        "tablestore.timeseries.test.measurement, ''",
        "tablestore.timeseries.test.tags, 'a,a'",
        "tablestore.timeseries.test.field.type, string",
        "tablestore.timeseries.test.filed.name, x",
        "tablestore.timeseries.rowsPerBatch, 201",
        "tablestore.timeseries.mapAll, perhaps",
        "tablestore.mode, fast",
        "write.fencing, offset",
        "record.format, debezium",
        "delete.mode, row",
    })
    void aWrongOptionIsReportedOnItsKey(String key, String value) {
        assertThat(Configs.errors(config(key, value))).containsOnlyKeys(key);
    }

    @Property(tries = 100)
    void aRowIsNeverLargerInARequestThanItSays(
            @ForAll @StringLength(min = 1, max = 60) String text,
            @ForAll @Size(max = 40) byte[] bytes,
            @ForAll @Size(max = 20) List<Long> numbers) {
        Map<String, Object> value = new HashMap<>(Map.of("m", "cpu", "d", text, "region", "eu", "ts", 5L, "t", text));
        value.put("b", bytes);
        for (int i = 0; i < numbers.size(); i++) {
            value.put(
                    "n" + i, i % 3 == 0 ? (Object) (i % 2 == 0) : i % 3 == 1 ? (Object) numbers.get(i) : (Object) 0.5);
        }
        Mapping.Mapped<SeriesWrite> mapped = mapped(config(), Records.value(1, null, value));
        List<TimeseriesRow> rows =
                java.util.Collections.nCopies(20, mapped.value().row());

        assertThat((long) TimeseriesProtocolBuilder.buildFlatbufferRows(
                                rows, "test", CacheBuilder.newBuilder().build())
                        .remaining())
                .isLessThanOrEqualTo(20 * mapped.sizeBytes());
    }
}
