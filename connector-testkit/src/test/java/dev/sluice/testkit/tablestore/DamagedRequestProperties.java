package dev.sluice.testkit.tablestore;

import static org.assertj.core.api.Assertions.assertThat;

import com.alicloud.openservices.tablestore.core.protocol.OTSProtocolBuilder;
import com.alicloud.openservices.tablestore.model.BatchWriteRowRequest;
import com.alicloud.openservices.tablestore.model.BulkImportRequest;
import com.alicloud.openservices.tablestore.model.CapacityUnit;
import com.alicloud.openservices.tablestore.model.Column;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.Condition;
import com.alicloud.openservices.tablestore.model.CreateTableRequest;
import com.alicloud.openservices.tablestore.model.GetRangeRequest;
import com.alicloud.openservices.tablestore.model.GetRowRequest;
import com.alicloud.openservices.tablestore.model.PrimaryKey;
import com.alicloud.openservices.tablestore.model.PrimaryKeyBuilder;
import com.alicloud.openservices.tablestore.model.PrimaryKeyType;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import com.alicloud.openservices.tablestore.model.PutRowRequest;
import com.alicloud.openservices.tablestore.model.RangeRowQueryCriteria;
import com.alicloud.openservices.tablestore.model.ReservedThroughput;
import com.alicloud.openservices.tablestore.model.RowExistenceExpectation;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import com.alicloud.openservices.tablestore.model.RowUpdateChange;
import com.alicloud.openservices.tablestore.model.SingleRowQueryCriteria;
import com.alicloud.openservices.tablestore.model.TableMeta;
import com.alicloud.openservices.tablestore.model.TableOptions;
import com.alicloud.openservices.tablestore.model.UpdateRowRequest;
import com.alicloud.openservices.tablestore.model.condition.SingleColumnValueCondition;
import com.alicloud.openservices.tablestore.model.filter.SingleColumnValueFilter;
import com.aliyun.ots.thirdparty.com.google.protobuf.ByteString;
import com.aliyun.ots.thirdparty.com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.statistics.Statistics;

/** Protobuf and plain-buffer bytes that no client would send, behind the check of signatures. */
class DamagedRequestProperties {
    private static final String TABLE = "table";
    private static final Map<String, byte[]> GOOD = good();

    private final Operations operations = new Operations(() -> Instant.parse("2026-01-01T00:00:00Z"));
    private final List<String> names = operations.names().stream().sorted().toList();

    /** A change at a place of a request: a byte set, put in or taken out. */
    private record Damage(int at, int kind, byte value) {
        byte[] to(byte[] bytes) {
            int place = Math.floorMod(at, Math.max(1, bytes.length));
            if (bytes.length == 0) {
                return bytes;
            }
            byte[] head = Arrays.copyOf(bytes, place);
            byte[] tail = Arrays.copyOfRange(bytes, place, bytes.length);
            return switch (kind) {
                case 0 -> {
                    tail[0] = value;
                    yield join(head, tail);
                }
                case 1 -> join(join(head, new byte[] {value}), tail);
                case 2 -> join(head, Arrays.copyOfRange(tail, 1, tail.length));
                case 3 -> {
                    tail[0] ^= (byte) (1 << (value & 7));
                    yield join(head, tail);
                }
                default -> head;
            };
        }
    }

    @Property(tries = 3_000)
    void aDamagedRequestIsRefusedOrMeansSomethingElse(
            @ForAll("operations") String operation, @ForAll("damages") List<Damage> damages) throws Exception {
        Instance instance = withOneRow();
        byte[] body = Objects.requireNonNull(GOOD.get(operation));
        for (Damage damage : damages) {
            body = damage.to(body);
        }
        boolean letThrough = call(instance, operation, body);
        Statistics.label("let through").collect(letThrough).coverage(seen -> {
            // Damage can leave a good request, or the generator would never get behind the decoder.
            seen.check(true).count(count -> count > 2);
            seen.check(false).count(count -> count > 20);
        });
        checkThatItStillWorks(instance);
    }

    @Property(tries = 1_000)
    void bytesThatAreNoRequestAreRefused(@ForAll int operation, @ForAll byte[] body) throws Exception {
        Instance instance = withOneRow();
        call(instance, names.get(Math.floorMod(operation, names.size())), body);
        checkThatItStillWorks(instance);
    }

    @Property(tries = 2_000)
    void aRowThatIsNoPlainBufferIsRefused(@ForAll("damages") List<Damage> damages, @ForAll byte[] noise)
            throws Exception {
        ByteString row = OTSProtocolBuilder.buildPutRowRequest(put("other")).getRow();
        byte[] bytes = row.toByteArray();
        for (Damage damage : damages) {
            bytes = damage.to(bytes);
        }
        // The protobuf around it is right, so that nothing but the row's own encoding can refuse it.
        for (byte[] encoded : List.of(bytes, noise, join(Arrays.copyOf(bytes, Math.min(4, bytes.length)), noise))) {
            Instance instance = withOneRow();
            call(
                    instance,
                    "PutRow",
                    OTSProtocolBuilder.buildPutRowRequest(put("other")).toBuilder()
                            .setRow(ByteString.copyFrom(encoded))
                            .build()
                            .toByteArray());
            checkThatItStillWorks(instance);
        }
    }

    /** The checksums are right here, so that the request gets as far as the table. */
    @Property(tries = 2_000)
    void aRowOfAnyContentIsWrittenOrRefused(
            @ForAll @Size(min = 1, max = 3) List<@From("names") String> keys,
            @ForAll @Size(max = 6) List<@From("names") String> columns,
            @ForAll("values") ColumnValue value,
            @ForAll @LongRange(min = 0) long timestamp)
            throws Exception {
        PrimaryKeyBuilder key = PrimaryKeyBuilder.createPrimaryKeyBuilder();
        for (int i = 0; i < keys.size(); i++) {
            key.addPrimaryKeyColumn(keys.get(i), i == 0 ? PrimaryKeyValue.fromColumn(value) : PrimaryKeyValue.INF_MAX);
        }
        RowPutChange change = new RowPutChange(TABLE, key.build());
        for (int i = 0; i < columns.size(); i++) {
            Column column =
                    i % 2 == 0 ? new Column(columns.get(i), value) : new Column(columns.get(i), value, timestamp);
            change.addColumn(column);
        }
        Instance instance = withOneRow();
        boolean letThrough = call(
                instance,
                "PutRow",
                OTSProtocolBuilder.buildPutRowRequest(new PutRowRequest(change)).toByteArray());
        Statistics.label("let through").collect(letThrough).coverage(seen -> {
            seen.check(true).count(count -> count > 2);
            seen.check(false).count(count -> count > 20);
        });
        assertThat(call(instance, "GetRange", good("GetRange"))).isTrue();
        assertThat(call(instance, "PutRow", good("PutRow"))).isTrue();
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.of("id", "id", "id", "text", "a b", "1", "é", "x".repeat(256));
    }

    @Provide
    Arbitrary<ColumnValue> values() {
        return Arbitraries.of(
                ColumnValue.fromString("a"),
                ColumnValue.fromString(""),
                ColumnValue.fromString("x".repeat(1_025)),
                ColumnValue.fromLong(Long.MIN_VALUE),
                ColumnValue.fromBinary(new byte[0]),
                ColumnValue.fromBinary(new byte[1_025]));
    }

    /** @return whether it was let through */
    private boolean call(Instance instance, String operation, byte[] body) throws IOException {
        try {
            Call.Decoder decoder = Objects.requireNonNull(operations.find(operation));
            Call call = decoder.decode(instance, ByteString.copyFrom(body));
            byte[] unused = call.execute(null).message().toByteArray();
            return true;
        } catch (ServiceError e) {
            assertThat(e.status()).isBetween(400, 499);
            return false;
        } catch (InvalidProtocolBufferException e) {
            // The front end tells it as a wrong parameter.
            return false;
        }
    }

    private Instance withOneRow() throws IOException {
        Instance instance = new Instance(null);
        assertThat(call(instance, "CreateTable", good("CreateTable"))).isTrue();
        assertThat(call(instance, "PutRow", good("PutRow"))).isTrue();
        return instance;
    }

    private void checkThatItStillWorks(Instance instance) throws IOException {
        if (instance.find(TABLE) != null) {
            // A damaged request can still be a good one, and change the table or its rows; reading all must work.
            call(instance, "GetRange", good("GetRange"));
            call(instance, "GetRow", good("GetRow"));
        }
        assertThat(call(instance, "ListTable", new byte[0])).isTrue();
    }

    private static byte[] good(String operation) {
        return Objects.requireNonNull(GOOD.get(operation));
    }

    @Provide
    Arbitrary<String> operations() {
        return Arbitraries.of(GOOD.keySet().stream().sorted().toList());
    }

    @Provide
    Arbitrary<List<Damage>> damages() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 400),
                        Arbitraries.integers().between(0, 4),
                        Arbitraries.bytes())
                .as(Damage::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(3);
    }

    private static Map<String, byte[]> good() {
        TableMeta meta = new TableMeta(TABLE);
        meta.addPrimaryKeyColumn("id", PrimaryKeyType.STRING);
        CreateTableRequest create = new CreateTableRequest(
                meta, new TableOptions(-1, 3, 86_400), new ReservedThroughput(new CapacityUnit(0, 0)));
        RowUpdateChange update = new RowUpdateChange(TABLE, key("kept"));
        update.put(new Column("text", ColumnValue.fromString("other")));
        update.deleteColumns("number");
        Condition condition = new Condition(RowExistenceExpectation.EXPECT_EXIST);
        condition.setColumnCondition(new SingleColumnValueCondition(
                "text", SingleColumnValueCondition.CompareOperator.EQUAL, ColumnValue.fromString("value")));
        update.setCondition(condition);
        SingleRowQueryCriteria get = new SingleRowQueryCriteria(TABLE, key("kept"));
        get.setMaxVersions(1);
        get.addColumnsToGet("text");
        get.setFilter(new SingleColumnValueFilter(
                "number", SingleColumnValueFilter.CompareOperator.GREATER_THAN, ColumnValue.fromLong(1)));
        RangeRowQueryCriteria range = new RangeRowQueryCriteria(TABLE);
        range.setInclusiveStartPrimaryKey(key(PrimaryKeyValue.INF_MIN));
        range.setExclusiveEndPrimaryKey(key(PrimaryKeyValue.INF_MAX));
        range.setMaxVersions(3);
        BatchWriteRowRequest batch = new BatchWriteRowRequest();
        BulkImportRequest bulk = new BulkImportRequest(TABLE);
        List<RowPutChange> rows = new ArrayList<>();
        for (String id : List.of("a", "b")) {
            rows.add(put(id).getRowChange());
        }
        rows.forEach(batch::addRowChange);
        rows.forEach(bulk::addRowChange);
        return Map.of(
                "CreateTable",
                        OTSProtocolBuilder.buildCreateTableRequest(create).toByteArray(),
                "PutRow", OTSProtocolBuilder.buildPutRowRequest(put("kept")).toByteArray(),
                "UpdateRow",
                        OTSProtocolBuilder.buildUpdateRowRequest(new UpdateRowRequest(update))
                                .toByteArray(),
                "GetRow",
                        OTSProtocolBuilder.buildGetRowRequest(new GetRowRequest(get))
                                .toByteArray(),
                "GetRange",
                        OTSProtocolBuilder.buildGetRangeRequest(new GetRangeRequest(range))
                                .toByteArray(),
                "BatchWriteRow",
                        OTSProtocolBuilder.buildBatchWriteRowRequest(batch).toByteArray(),
                "BulkImport", OTSProtocolBuilder.buildBulkImportRequest(bulk).toByteArray());
    }

    private static PutRowRequest put(String id) {
        RowPutChange change = new RowPutChange(TABLE, key(id));
        change.addColumn("text", ColumnValue.fromString("value"));
        change.addColumn("number", ColumnValue.fromLong(42));
        change.addColumn("bytes", ColumnValue.fromBinary(new byte[] {1, 2, 3}));
        change.addColumn("real", ColumnValue.fromDouble(0.5));
        change.addColumn("truth", ColumnValue.fromBoolean(true));
        return new PutRowRequest(change);
    }

    private static PrimaryKey key(String id) {
        return key(PrimaryKeyValue.fromString(id));
    }

    private static PrimaryKey key(PrimaryKeyValue id) {
        return PrimaryKeyBuilder.createPrimaryKeyBuilder()
                .addPrimaryKeyColumn("id", id)
                .build();
    }

    private static byte[] join(byte[] head, byte[] tail) {
        byte[] all = Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, all, head.length, tail.length);
        return all;
    }
}
