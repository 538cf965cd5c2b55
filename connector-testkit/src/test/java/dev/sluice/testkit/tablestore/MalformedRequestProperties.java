package dev.sluice.testkit.tablestore;

import static org.assertj.core.api.Assertions.assertThat;

import com.alicloud.openservices.tablestore.core.protocol.OTSProtocolBuilder;
import com.alicloud.openservices.tablestore.core.protocol.timeseries.TimeseriesProtocolBuilder;
import com.alicloud.openservices.tablestore.model.BulkImportRequest;
import com.alicloud.openservices.tablestore.model.CapacityUnit;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.CreateTableRequest;
import com.alicloud.openservices.tablestore.model.GetRangeRequest;
import com.alicloud.openservices.tablestore.model.GetRowRequest;
import com.alicloud.openservices.tablestore.model.PrimaryKeyType;
import com.alicloud.openservices.tablestore.model.PutRowRequest;
import com.alicloud.openservices.tablestore.model.RangeRowQueryCriteria;
import com.alicloud.openservices.tablestore.model.ReservedThroughput;
import com.alicloud.openservices.tablestore.model.RowUpdateChange;
import com.alicloud.openservices.tablestore.model.SingleRowQueryCriteria;
import com.alicloud.openservices.tablestore.model.TableMeta;
import com.alicloud.openservices.tablestore.model.TableOptions;
import com.alicloud.openservices.tablestore.model.TimeseriesTableMeta;
import com.alicloud.openservices.tablestore.model.TimeseriesTableOptions;
import com.alicloud.openservices.tablestore.model.UpdateRowRequest;
import com.alicloud.openservices.tablestore.model.filter.CompositeColumnValueFilter;
import com.alicloud.openservices.tablestore.model.filter.SingleColumnValueFilter;
import com.alicloud.openservices.tablestore.model.timeseries.CreateTimeseriesTableRequest;
import com.alicloud.openservices.tablestore.model.timeseries.MeasurementMetaQueryCondition;
import com.alicloud.openservices.tablestore.model.timeseries.MetaQuerySingleOperator;
import com.alicloud.openservices.tablestore.model.timeseries.PutTimeseriesDataRequest;
import com.alicloud.openservices.tablestore.model.timeseries.QueryTimeseriesMetaRequest;
import com.alicloud.openservices.tablestore.model.timeseries.ScanTimeseriesDataRequest;
import com.aliyun.ots.thirdparty.com.google.protobuf.ByteString;
import com.google.common.cache.CacheBuilder;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a request holds, it is answered, or refused with an error of the service; nothing else is thrown. */
class MalformedRequestProperties {
    private static final String TABLE = EmulatorFixture.TABLE;
    private static final Map<String, byte[]> GOOD = good();

    private final Operations operations = new Operations(InstantSource.fixed(Instant.now()));

    /** A byte that changes, or bytes that are cut out or put in. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Damage(int at, int length, byte[] instead) {
        byte[] to(byte[] good) {
            int from = good.length == 0 ? 0 : Math.floorMod(at, good.length);
            int end = Math.min(good.length, from + length);
            byte[] damaged = new byte[good.length - (end - from) + instead.length];
            System.arraycopy(good, 0, damaged, 0, from);
            System.arraycopy(instead, 0, damaged, from, instead.length);
            System.arraycopy(good, end, damaged, from + instead.length, good.length - end);
            return damaged;
        }
    }

    @Provide
    Arbitrary<List<Damage>> damages() {
        return Combinators.combine(
                        Arbitraries.integers(),
                        Arbitraries.integers().between(0, 4),
                        Arbitraries.bytes().array(byte[].class).ofMaxSize(4))
                .as(Damage::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(3);
    }

    @Property(tries = 2_000)
    void aDamagedRequestIsAnsweredOrRefused(@ForAll("damages") List<Damage> damages) {
        Instance instance = instance();
        GOOD.forEach((operation, good) -> {
            byte[] body = good;
            for (Damage damage : damages) {
                body = damage.to(body);
            }
            answeredOrRefused(instance, operation, body);
        });
    }

    @Property(tries = 200)
    void anyBytesAreAnsweredOrRefused(@ForAll byte[] body) {
        Instance instance = instance();
        GOOD.keySet().forEach(operation -> answeredOrRefused(instance, operation, body));
    }

    private Instance instance() {
        Instance instance = new Instance(null);
        GOOD.forEach((operation, body) -> assertThat(answeredOrRefused(instance, operation, body))
                .as(operation)
                .isTrue());
        return instance;
    }

    /** Whether it was answered. */
    private boolean answeredOrRefused(Instance instance, String operation, byte[] body) {
        try {
            Call.Decoder decoder = operations.find(operation);
            if (decoder == null) {
                throw new IllegalArgumentException(operation);
            }
            assertThat(decoder.decode(instance, ByteString.copyFrom(body))
                            .execute(null)
                            .message()
                            .toByteArray())
                    .isNotNull();
            return true;
        } catch (ServiceError e) {
            assertThat(e.status()).isBetween(400, 499);
            return false;
        } catch (IOException e) {
            // What no message can be parsed from; the service's sentence for it comes later.
            return false;
        }
    }

    /** In the order in which they have what they need. */
    private static Map<String, byte[]> good() {
        Map<String, byte[]> good = new LinkedHashMap<>();
        TableMeta meta = new TableMeta(TABLE);
        meta.addPrimaryKeyColumn("id", PrimaryKeyType.STRING);
        good.put(
                "CreateTable",
                OTSProtocolBuilder.buildCreateTableRequest(new CreateTableRequest(
                                meta, new TableOptions(-1, 2), new ReservedThroughput(new CapacityUnit(0, 0))))
                        .toByteArray());
        good.put(
                "PutRow",
                OTSProtocolBuilder.buildPutRowRequest(
                                new PutRowRequest(EmulatorFixture.put("1", EmulatorFixture.column("a", "text"))))
                        .toByteArray());
        good.put(
                "UpdateRow",
                OTSProtocolBuilder.buildUpdateRowRequest(
                                new UpdateRowRequest(new RowUpdateChange(TABLE, EmulatorFixture.key("1"))
                                        .put(EmulatorFixture.column("b", 1))
                                        .deleteColumns("c")))
                        .toByteArray());
        BulkImportRequest bulk = new BulkImportRequest(TABLE);
        bulk.addRowChange(EmulatorFixture.put("2", EmulatorFixture.column("a", 5)));
        bulk.addRowChange(EmulatorFixture.put("3", EmulatorFixture.column("a", 6)));
        good.put("BulkImport", OTSProtocolBuilder.buildBulkImportRequest(bulk).toByteArray());
        SingleRowQueryCriteria row = new SingleRowQueryCriteria(TABLE, EmulatorFixture.key("1"));
        row.setMaxVersions(1);
        row.addColumnsToGet("a");
        row.setFilter(new CompositeColumnValueFilter(CompositeColumnValueFilter.LogicOperator.NOT)
                .addFilter(new SingleColumnValueFilter(
                        "a", SingleColumnValueFilter.CompareOperator.EQUAL, ColumnValue.fromLong(1))));
        good.put(
                "GetRow",
                OTSProtocolBuilder.buildGetRowRequest(new GetRowRequest(row)).toByteArray());
        RangeRowQueryCriteria range = new RangeRowQueryCriteria(TABLE);
        range.setInclusiveStartPrimaryKey(EmulatorFixture.key("0"));
        range.setExclusiveEndPrimaryKey(EmulatorFixture.key("9"));
        range.setMaxVersions(1);
        range.setLimit(2);
        good.put(
                "GetRange",
                OTSProtocolBuilder.buildGetRangeRequest(new GetRangeRequest(range))
                        .toByteArray());
        good.put(
                "CreateTimeseriesTable",
                TimeseriesProtocolBuilder.buildCreateTimeseriesTableRequest(new CreateTimeseriesTableRequest(
                                new TimeseriesTableMeta(SeriesFixture.SERIES, new TimeseriesTableOptions(-1))))
                        .toByteArray());
        PutTimeseriesDataRequest put = new PutTimeseriesDataRequest(SeriesFixture.SERIES);
        put.addRow(SeriesFixture.row(SeriesFixture.cpu("h1"), 1));
        put.addRow(SeriesFixture.row(SeriesFixture.cpu("h2"), 2));
        good.put(
                "PutTimeseriesData",
                TimeseriesProtocolBuilder.buildPutTimeseriesDataRequest(
                                put, CacheBuilder.newBuilder().build())
                        .toByteArray());
        good.put(
                "GetTimeseriesData",
                TimeseriesProtocolBuilder.buildGetTimeseriesDataRequest(SeriesFixture.request(SeriesFixture.cpu("h1")))
                        .toByteArray());
        ScanTimeseriesDataRequest scan = new ScanTimeseriesDataRequest(SeriesFixture.SERIES);
        scan.setLimit(1);
        good.put(
                "ScanTimeseriesData",
                TimeseriesProtocolBuilder.buildScanTimeseriesDataRequest(scan).toByteArray());
        QueryTimeseriesMetaRequest query = new QueryTimeseriesMetaRequest(SeriesFixture.SERIES);
        query.setCondition(new MeasurementMetaQueryCondition(MetaQuerySingleOperator.OP_PREFIX, "c"));
        good.put(
                "QueryTimeseriesMeta",
                TimeseriesProtocolBuilder.buildQueryTimeseriesMetaRequest(query).toByteArray());
        return good;
    }
}
