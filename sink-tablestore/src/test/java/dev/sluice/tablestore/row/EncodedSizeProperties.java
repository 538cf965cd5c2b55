package dev.sluice.tablestore.row;

import static org.assertj.core.api.Assertions.assertThat;

import com.alicloud.openservices.tablestore.core.protocol.OTSProtocolBuilder;
import com.alicloud.openservices.tablestore.core.protocol.PlainBufferBuilder;
import com.alicloud.openservices.tablestore.model.BatchWriteRowRequest;
import com.alicloud.openservices.tablestore.model.BulkImportRequest;
import com.alicloud.openservices.tablestore.model.RowChange;
import com.alicloud.openservices.tablestore.model.RowDeleteChange;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import com.alicloud.openservices.tablestore.model.RowUpdateChange;
import dev.sluice.core.mapping.Mapping;
import dev.sluice.tablestore.Configs;
import dev.sluice.tablestore.Mappers;
import dev.sluice.tablestore.Records;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.apache.kafka.connect.data.Schema;

class EncodedSizeProperties {
    private static final Map<String, String> PUT =
            Configs.keys("record_key", "id,at,b,seq", "string,integer,binary,auto_increment");

    @Property(tries = 200)
    void aSizeIsWhatTheClientSendsOrALittleMore(
            @ForAll String id,
            @ForAll long at,
            @ForAll @Size(max = 50) byte[] b,
            @ForAll String text,
            @ForAll double number,
            @ForAll @Size(max = 300) byte[] bytes,
            @ForAll boolean update)
            throws IOException {
        Map<String, Object> key = Map.of("id", id, "at", at, "b", b);
        Map<String, Object> value = Map.of("text", text, "number", number, "flag", true, "bytes", bytes, "whole", at);
        Mapping.Mapped<RowWrite> mapped = Mappers.mapped(
                Configs.with(PUT, "insert.mode", update ? "update" : "put"), Records.keyed(1, null, key, null, value));

        check(mapped);
    }

    @Property(tries = 20)
    void soIsThatOfAnUpdateThatDeletesColumns(@ForAll @Size(max = 20) byte[] b, @ForAll long n) throws IOException {
        Map<String, Object> value = new HashMap<>();
        value.put("n", n);
        for (int i = 0; i < b.length; i++) {
            value.put("column_" + "x".repeat(i), null);
        }
        check(Mappers.mapped(
                Configs.with(
                        Configs.keys("record_key", "id", "binary"),
                        "insert.mode",
                        "update",
                        "delete.mode",
                        "row_and_column"),
                Records.keyed(1, null, Map.of("id", b), null, value)));
    }

    @Property(tries = 20)
    void soIsThatOfADelete(@ForAll String id) throws IOException {
        check(Mappers.mapped(
                Configs.with(Configs.keys("record_key", "id", "string"), "delete.mode", "row"),
                Records.keyed(1, Schema.STRING_SCHEMA, id, null, null)));
    }

    private static void check(Mapping.Mapped<RowWrite> mapped) throws IOException {
        RowChange change = mapped.value().change();
        int wrapped = Math.max(bulk(change), batch(change));
        int deleted =
                change instanceof RowUpdateChange ? Mappers.deleted(mapped).size() : 0;
        assertThat(mapped.sizeBytes()).isBetween((long) wrapped, wrapped + 40L + 10L * deleted);
        assertThat(mapped.sizeBytes()).isGreaterThanOrEqualTo(plain(change));
    }

    private static int plain(RowChange change) throws IOException {
        if (change instanceof RowPutChange put) {
            return PlainBufferBuilder.buildRowPutChangeWithHeader(put).length;
        } else if (change instanceof RowUpdateChange update) {
            return PlainBufferBuilder.buildRowUpdateChangeWithHeader(update).length;
        }
        return PlainBufferBuilder.buildRowDeleteChangeWithHeader((RowDeleteChange) change).length;
    }

    /** Bytes that one more row adds to a request. */
    private static int bulk(RowChange change) {
        BulkImportRequest one = new BulkImportRequest("test");
        one.addRowChange(change);
        BulkImportRequest two = new BulkImportRequest("test");
        two.addRowChange(change);
        two.addRowChange(change);
        return OTSProtocolBuilder.buildBulkImportRequest(two).getSerializedSize()
                - OTSProtocolBuilder.buildBulkImportRequest(one).getSerializedSize();
    }

    static int batch(RowChange change) {
        BatchWriteRowRequest none = new BatchWriteRowRequest();
        none.addRowChange(change);
        BatchWriteRowRequest one = new BatchWriteRowRequest();
        one.addRowChange(change);
        one.addRowChange(change);
        return OTSProtocolBuilder.buildBatchWriteRowRequest(one).getSerializedSize()
                - OTSProtocolBuilder.buildBatchWriteRowRequest(none).getSerializedSize();
    }
}
