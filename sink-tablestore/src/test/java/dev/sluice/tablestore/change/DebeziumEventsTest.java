package dev.sluice.tablestore.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.RowDeleteChange;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import dev.sluice.core.mapping.Mapping;
import dev.sluice.core.mapping.RecordMapper;
import dev.sluice.core.write.WriteResult;
import dev.sluice.tablestore.Configs;
import dev.sluice.tablestore.Mappers;
import dev.sluice.tablestore.OpenSink;
import dev.sluice.tablestore.Records;
import dev.sluice.tablestore.TableReader;
import dev.sluice.tablestore.row.RowWrite;
import dev.sluice.testkit.tablestore.TableStoreEmulator;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DebeziumEventsTest {
    private static final Schema KEY =
            SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).build();
    private static final Schema ROW = SchemaBuilder.struct()
            .name("server.shop.orders.Value")
            .optional()
            .field("id", Schema.INT64_SCHEMA)
            .field("state", Schema.OPTIONAL_STRING_SCHEMA)
            .build();
    private static final Schema SOURCE = SchemaBuilder.struct()
            .name("io.debezium.connector.postgresql.Source")
            .field("table", Schema.STRING_SCHEMA)
            .field("lsn", Schema.OPTIONAL_INT64_SCHEMA)
            .field("ts_ms", Schema.INT64_SCHEMA)
            .build();
    private static final Schema ENVELOPE = SchemaBuilder.struct()
            .name("server.shop.orders.Envelope")
            .field("before", ROW)
            .field("after", ROW)
            .field("source", SOURCE)
            .field("op", Schema.STRING_SCHEMA)
            .field("ts_ms", Schema.OPTIONAL_INT64_SCHEMA)
            .build();

    private static Map<String, String> config(String mode, String... keysAndValues) {
        return Configs.with(
                Configs.with(
                        Configs.keys(mode, "id", "integer"),
                        "record.format",
                        "debezium",
                        "delete.mode",
                        mode.startsWith("record") ? "row" : "none"),
                keysAndValues);
    }

    private static @Nullable Struct row(@Nullable String state) {
        return state == null ? null : new Struct(ROW).put("id", 7L).put("state", state);
    }

    private static SinkRecord event(String op, @Nullable Struct before, @Nullable Struct after, long offset) {
        Struct value = new Struct(ENVELOPE)
                .put("before", before)
                .put("after", after)
                .put(
                        "source",
                        new Struct(SOURCE)
                                .put("table", "orders")
                                .put("lsn", 33L)
                                .put("ts_ms", 1_700_000_000_000L))
                .put("op", op)
                .put("ts_ms", 1_700_000_000_123L);
        return keyed(offset, ENVELOPE, value);
    }

    private static SinkRecord keyed(long offset, @Nullable Schema schema, @Nullable Object value) {
        return new SinkRecord("test", 0, KEY, new Struct(KEY).put("id", 7L), schema, value, offset);
    }

    private static SinkRecord flat(long offset, Object... fields) {
        Map<String, Object> value = new HashMap<>(Map.of("id", 7L, "state", "new"));
        for (int i = 0; i < fields.length; i += 2) {
            value.put((String) fields[i], fields[i + 1]);
        }
        return keyed(offset, null, value);
    }

    @ParameterizedTest
    @CsvSource({"c,record_key", "r,record_key", "u,record_key", "c,record_value", "u,record_value"})
    void theRowAfterAChangeIsWritten(String op, String mode) {
        Mapping.Mapped<RowWrite> mapped =
                Mappers.mapped(config(mode), event(op, op.equals("u") ? row("old") : null, row("new"), 1));

        assertThat(mapped.value().change()).isInstanceOf(RowPutChange.class);
        assertThat(Mappers.key(mapped)).isEqualTo(Map.of("id", 7L));
        assertThat(Mappers.columns(mapped)).isEqualTo(Map.of("state", ColumnValue.fromString("new")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"record_key", "record_value"})
    void aDeleteDeletesTheRowAndTheTombstoneBehindItIsLeftOut(String mode) {
        RecordMapper<RowWrite> mapper = Mappers.of(config(mode));

        Mapping<RowWrite> delete = mapper.map(event("d", row("old"), null, 1));
        assertThat(((Mapping.Mapped<RowWrite>) delete).value().change()).isInstanceOf(RowDeleteChange.class);
        assertThat(Mappers.key((Mapping.Mapped<RowWrite>) delete)).isEqualTo(Map.of("id", 7L));
        assertThat(mapper.map(keyed(2, null, null))).isInstanceOf(Mapping.Skipped.class);
    }

    @Test
    void aTombstoneThatFollowsNoDeleteIsTheDelete() {
        RecordMapper<RowWrite> mapper = Mappers.of(config("record_key"));
        mapper.map(event("d", row("old"), null, 1));
        mapper.map(event("c", null, row("new"), 2));

        assertThat(((Mapping.Mapped<RowWrite>) mapper.map(keyed(3, null, null)))
                        .value()
                        .change())
                .isInstanceOf(RowDeleteChange.class);
    }

    @Test
    void theDeleteOfOneKeyDoesNotHideTheTombstoneOfAnother() {
        RecordMapper<RowWrite> mapper = Mappers.of(config("record_key"));
        mapper.map(event("d", row("old"), null, 1));
        SinkRecord other = new SinkRecord("test", 0, KEY, new Struct(KEY).put("id", 8L), null, null, 2);

        assertThat(mapper.map(other)).isInstanceOf(Mapping.Mapped.class);
    }

    @Test
    void aFlattenedEventIsWrittenOrDeletesItsRow() {
        Map<String, String> config = config("record_key");

        assertThat(Mappers.columns(Mappers.mapped(config, flat(1, "__deleted", "false", "__op", "u"))))
                .containsOnlyKeys("state", "__deleted", "__op");
        assertThat(Mappers.mapped(config, flat(1, "__deleted", "true")).value().change())
                .isInstanceOf(RowDeleteChange.class);
        assertThat(Mappers.mapped(config, flat(1, "__deleted", true)).value().change())
                .isInstanceOf(RowDeleteChange.class);
        assertThat(Mappers.mapped(config, flat(1, "__op", "d")).value().change())
                .isInstanceOf(RowDeleteChange.class);
    }

    @Test
    void theTombstoneThatAFlattenedDeleteBecomesDeletesByTheRecordsKeyAndIsErrantByItsValue() {
        assertThat(Mappers.mapped(config("record_key"), keyed(1, null, null))
                        .value()
                        .change())
                .isInstanceOf(RowDeleteChange.class);

        RecordMapper<RowWrite> byValue = Mappers.of(config("record_value"));
        byValue.map(flat(1));
        assertThat(((Mapping.Unmappable<RowWrite>) byValue.map(keyed(2, null, null))).reason())
                .contains("delete.tombstone.handling.mode=rewrite");
    }

    @Test
    void withoutADeleteModeThatDeletesADeleteIsErrant() {
        assertThat(Mappers.reason(config("record_key", "delete.mode", "none"), event("d", row("old"), null, 1)))
                .contains("delete.mode=none", "set delete.mode=row");
    }

    @Test
    void whatADeleteDoesHasToBeSaid() {
        Map<String, String> config = Configs.without(config("record_key"), "delete.mode");

        assertThat(Configs.errors(config)).containsOnlyKeys("delete.mode");
        assertThat(Configs.errors(Configs.without(config("kafka"), "delete.mode")))
                .isEmpty();
    }

    @Test
    void aDeleteThatDoesNotShowItsRowNeedsTheRecordsKey() {
        assertThat(Mappers.reason(config("record_value"), event("d", null, null, 1)))
                .contains("before", "REPLICA IDENTITY FULL", "record_key");
        assertThat(Mappers.mapped(config("record_key"), event("d", null, null, 1))
                        .value()
                        .change())
                .isInstanceOf(RowDeleteChange.class);
    }

    @Test
    void withKafkasKeysEachEventIsARow() {
        Map<String, String> config = config("kafka", "debezium.columns", "op");
        RecordMapper<RowWrite> mapper = Mappers.of(config);

        Mapping<RowWrite> delete = mapper.map(event("d", row("old"), null, 5));
        assertThat(Mappers.columns((Mapping.Mapped<RowWrite>) delete))
                .isEqualTo(Map.of(
                        "id", ColumnValue.fromLong(7),
                        "state", ColumnValue.fromString("old"),
                        "__op", ColumnValue.fromString("d")));
        assertThat(mapper.map(keyed(6, null, null))).isInstanceOf(Mapping.Skipped.class);
        assertThat(Mappers.columns(Mappers.mapped(config, event("d", null, null, 5))))
                .containsOnlyKeys("__op");
    }

    @Test
    void partsOfTheEnvelopeBecomeColumns() {
        Map<String, String> config =
                config("record_key", "debezium.columns", "op,ts_ms,source.table:origin,source.ts_ms,transaction.id");

        assertThat(Mappers.columns(Mappers.mapped(config, event("u", null, row("new"), 1))))
                .isEqualTo(Map.of(
                        "state", ColumnValue.fromString("new"),
                        "__op", ColumnValue.fromString("u"),
                        "__ts_ms", ColumnValue.fromLong(1_700_000_000_123L),
                        "origin", ColumnValue.fromString("orders"),
                        "__source_ts_ms", ColumnValue.fromLong(1_700_000_000_000L)));
    }

    @Test
    void aPartThatNoEnvelopeHasIsRefused() {
        assertThat(Configs.errors(config("record_key", "debezium.columns", "after.id")))
                .containsOnlyKeys("debezium.columns");
    }

    @Test
    void anEnvelopeWithoutSchemaIsUnderstood() {
        SinkRecord json = Records.json(
                3,
                "{\"before\":null,\"after\":{\"id\":7,\"state\":\"new\"},\"source\":{\"table\":\"orders\"},\"op\":\"c\"}");
        Map<String, String> config = config("record_value", "debezium.columns", "source.table");

        assertThat(Mappers.columns(Mappers.mapped(config, json)))
                .isEqualTo(Map.of(
                        "state", ColumnValue.fromString("new"), "__source_table", ColumnValue.fromString("orders")));
    }

    @Test
    void aTruncateIsErrantOrLeftOutOrStopsTheTask() {
        SinkRecord truncate = event("t", null, null, 9);

        assertThat(Mappers.reason(config("record_key"), truncate)).contains("truncate", "debezium.truncate.mode");
        assertThat(Mappers.of(config("record_key", "debezium.truncate.mode", "skip"))
                        .map(truncate))
                .isInstanceOf(Mapping.Skipped.class);
        RecordMapper<RowWrite> failing = Mappers.of(config("record_key", "debezium.truncate.mode", "fail"));
        assertThatThrownBy(() -> failing.map(truncate))
                .isInstanceOf(ConnectException.class)
                .hasMessageContainingAll("truncate", "test-0", "offset 9");
    }

    @Test
    void anUpdateOfTheKeyThatWouldLeaveTheOldRowBehindIsErrant() {
        Struct before = new Struct(ROW).put("id", 6L).put("state", "old");

        assertThat(Mappers.reason(config("record_value"), event("u", before, row("new"), 1)))
                .contains("changes the primary key");
        assertThat(Mappers.mapped(config("record_key"), event("u", before, row("new"), 1)))
                .isNotNull();
    }

    @Test
    void aValueThatTheSourceDoesNotTellIsNeverWritten() {
        SinkRecord untold = event("u", null, row("__debezium_unavailable_value"), 1);
        Map<String, String> update = config(
                "record_key", "insert.mode", "update", "delete.mode", "row_and_column", "debezium.columns", "op");

        assertThat(Mappers.columns(Mappers.mapped(update, untold))).containsOnlyKeys("__op");
        assertThat(Mappers.deleted(Mappers.mapped(update, untold))).isEmpty();
        assertThat(Mappers.columns(Mappers.mapped(update, flat(1, "text", "__debezium_unavailable_value"))))
                .containsOnlyKeys("state");
        assertThat(Mappers.reason(config("record_key"), untold)).contains("state", "insert.mode=update");
    }

    @Test
    void whatIsNoChangeOfARowIsErrant() {
        Schema heartbeat = SchemaBuilder.struct()
                .name("io.debezium.connector.common.Heartbeat")
                .field("ts_ms", Schema.INT64_SCHEMA)
                .build();

        assertThat(Mappers.reason(config("record_key"), keyed(1, heartbeat, new Struct(heartbeat).put("ts_ms", 1L))))
                .contains("Heartbeat");
        assertThat(Mappers.reason(config("record_key"), event("m", null, null, 1)))
                .contains("op");
        assertThat(Mappers.reason(config("record_key"), event("c", null, null, 1)))
                .contains("after");
        assertThat(Mappers.reason(config("record_key"), keyed(1, Schema.STRING_SCHEMA, "text")))
                .contains("no fields");
    }

    @Test
    void aTableOfTheServiceMirrorsTheSource() throws Exception {
        try (TableStoreEmulator emulator = TableStoreEmulator.builder().build()) {
            emulator.start();
            SyncClient client = emulator.client();
            Map<String, String> config = OpenSink.config(
                    emulator,
                    "primarykey.mode",
                    "record_key",
                    "tablestore.test.primarykey.name",
                    "id",
                    "tablestore.test.primarykey.type",
                    "integer",
                    "record.format",
                    "debezium",
                    "delete.mode",
                    "row");
            try (OpenSink sink = OpenSink.open(config)) {
                assertThat(sink.result(sink.write(event("c", null, row("new"), 0))))
                        .isEqualTo(WriteResult.WRITTEN);
                assertThat(sink.result(sink.write(event("u", row("new"), row("paid"), 1))))
                        .isEqualTo(WriteResult.WRITTEN);
                assertThat(TableReader.rows(client, "test")).containsExactly(Map.of("id", 7L, "state", "paid"));

                assertThat(sink.result(sink.write(event("d", row("paid"), null, 2))))
                        .isEqualTo(WriteResult.WRITTEN);
                assertThat(TableReader.rows(client, "test")).isEmpty();
            } finally {
                client.shutdown();
            }
        }
    }
}
