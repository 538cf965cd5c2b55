package dev.sluice.tablestore.row;

import static org.assertj.core.api.Assertions.assertThat;

import com.alicloud.openservices.tablestore.core.protocol.OTSProtocolBuilder;
import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi;
import com.alicloud.openservices.tablestore.model.BatchWriteRowRequest;
import com.alicloud.openservices.tablestore.model.BulkImportRequest;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.PrimaryKey;
import com.alicloud.openservices.tablestore.model.PrimaryKeyBuilder;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import com.alicloud.openservices.tablestore.model.ReturnType;
import com.alicloud.openservices.tablestore.model.RowChange;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import com.alicloud.openservices.tablestore.model.RowUpdateChange;
import com.aliyun.ots.thirdparty.com.google.protobuf.CodedOutputStream;
import dev.sluice.core.mapping.Mapping;
import dev.sluice.tablestore.Configs;
import dev.sluice.tablestore.Mappers;
import dev.sluice.tablestore.Records;
import dev.sluice.tablestore.value.ServiceLimits;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;

class EncodedSizeProperties {
    private static final Map<String, String> KEYS = Configs.keys("record_key", "id,at,b", "string,integer,binary");
    private static final Map<String, String> COUNTED =
            Configs.keys("record_key", "id,at,b,seq", "string,integer,binary,auto_increment");

    @Property(tries = 200)
    void aSizeIsWhatTheClientSends(
            @ForAll String id,
            @ForAll long at,
            @ForAll @Size(max = 50) byte[] b,
            @ForAll String text,
            @ForAll double number,
            @ForAll @Size(max = 300) byte[] bytes,
            @ForAll boolean counted,
            @ForAll boolean update) {
        Map<String, Object> key = Map.of("id", id, "at", at, "b", b);
        Map<String, Object> value = Map.of("text", text, "number", number, "flag", true, "bytes", bytes, "whole", at);
        check(
                Configs.with(counted ? COUNTED : KEYS, "insert.mode", update ? "update" : "put"),
                Records.keyed(1, null, key, null, value));
    }

    @Property(tries = 20)
    void soIsThatOfAnUpdateThatDeletesColumns(@ForAll @Size(max = 20) byte[] b, @ForAll long n) {
        Map<String, Object> value = new HashMap<>();
        value.put("n", n);
        for (int i = 0; i < b.length; i++) {
            value.put("column_" + "x".repeat(i), null);
        }
        check(
                Configs.with(
                        Configs.keys("record_key", "id", "binary"),
                        "insert.mode",
                        "update",
                        "delete.mode",
                        "row_and_column"),
                Records.keyed(1, null, Map.of("id", b), null, value));
    }

    @Property(tries = 20)
    void soIsThatOfADelete(@ForAll String id) {
        check(
                Configs.with(Configs.keys("record_key", "id", "string"), "delete.mode", "row"),
                Records.keyed(1, Schema.STRING_SCHEMA, id, null, null));
    }

    /** Where the length of the row or of its message takes one byte more. */
    @Property(tries = 100)
    void soIsThatOfALargerRow(@ForAll("aroundPowersOf128") int length) {
        check(
                Configs.keys("record_key", "id", "string"),
                Records.keyed(1, Schema.STRING_SCHEMA, "k", Schema.STRING_SCHEMA, "t".repeat(length)));
    }

    @Provide
    Arbitrary<Integer> aroundPowersOf128() {
        return Arbitraries.oneOf(
                Arbitraries.integers().between(0, 200),
                Arbitraries.integers().between((1 << 14) - 100, 1 << 14),
                Arbitraries.integers().between((1 << 21) - 100, ServiceLimits.CELL_BYTES));
    }

    @Property(tries = 5)
    void soIsThatOfARowWithNothingButAKey(@ForAll @Size(max = 50) byte[] id) {
        check(Configs.keys("record_key", "id", "binary"), Records.keyed(1, null, Map.of("id", id), null, Map.of()));
    }

    @Property(tries = 20)
    void soIsThatOfARowOfAMapperOfTheUsers(@ForAll String text, @ForAll boolean update) {
        Map<String, String> config = Configs.with(
                Configs.keys("record_key", "id", "string"), "event.parse.class", Timestamps.class.getName());
        check(config, Records.keyed(1, Schema.STRING_SCHEMA, text, null, update ? "update" : "put"));
    }

    /** Its columns have times, and one version of a column is deleted. */
    public static final class Timestamps implements RowChangeMapper {
        @Override
        public Optional<RowChange> map(SinkRecord record, String table) {
            PrimaryKey key = PrimaryKeyBuilder.createPrimaryKeyBuilder()
                    .addPrimaryKeyColumn("id", PrimaryKeyValue.fromString((String) record.key()))
                    .build();
            ColumnValue value = ColumnValue.fromString("a value");
            RowChange change = record.value().equals("put")
                    ? new RowPutChange(table, key).addColumn("a", value).addColumn("b", value, 5)
                    : new RowUpdateChange(table, key)
                            .put("a", value, 5)
                            .deleteColumn("b", 6)
                            .deleteColumns("c");
            change.setReturnType(ReturnType.RT_AFTER_MODIFY);
            change.addReturnColumn("a");
            return Optional.of(change);
        }
    }

    private static void check(Map<String, String> config, SinkRecord record) {
        for (String api : List.of("bulk", "batch")) {
            if (api.equals("bulk") && config.containsValue("string,integer,binary,auto_increment")) {
                continue; // BulkImport fills in no such column
            }
            Mapping.Mapped<RowWrite> mapped = Mappers.mapped(Configs.with(config, "write.api", api), record);
            RowChange change = mapped.value().change();
            assertThat(mapped.sizeBytes()).as(api).isEqualTo(api.equals("bulk") ? bulk(change) : batch(change));
            // As if the table's name were as long as it may be.
            assertThat(request(api, change) - mapped.sizeBytes() + 255 - "test".length())
                    .isBetween(255L, (long) EncodedSize.AROUND_ROWS);
        }
    }

    private static OtsInternalApi.BulkImportRequest bulkRequest(RowChange change) {
        BulkImportRequest request = new BulkImportRequest("test");
        request.addRowChange(change);
        return OTSProtocolBuilder.buildBulkImportRequest(request);
    }

    private static OtsInternalApi.BatchWriteRowRequest batchRequest(RowChange change) {
        BatchWriteRowRequest request = new BatchWriteRowRequest();
        request.addRowChange(change);
        return OTSProtocolBuilder.buildBatchWriteRowRequest(request);
    }

    private static long request(String api, RowChange change) {
        return api.equals("bulk")
                ? bulkRequest(change).getSerializedSize()
                : batchRequest(change).getSerializedSize();
    }

    private static long bulk(RowChange change) {
        return inMessage(bulkRequest(change).getRows(0).getSerializedSize());
    }

    static long batch(RowChange change) {
        return inMessage(batchRequest(change).getTables(0).getRows(0).getSerializedSize());
    }

    /** With its tag and its length. */
    private static long inMessage(int bytes) {
        return 1L + CodedOutputStream.computeUInt32SizeNoTag(bytes) + bytes;
    }
}
