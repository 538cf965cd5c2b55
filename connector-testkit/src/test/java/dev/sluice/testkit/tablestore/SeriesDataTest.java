package dev.sluice.testkit.tablestore;

import static org.assertj.core.api.Assertions.assertThat;

import com.alicloud.openservices.tablestore.TableStoreException;
import com.alicloud.openservices.tablestore.model.ColumnType;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.timeseries.GetTimeseriesDataRequest;
import com.alicloud.openservices.tablestore.model.timeseries.GetTimeseriesDataResponse;
import com.alicloud.openservices.tablestore.model.timeseries.PutTimeseriesDataRequest;
import com.alicloud.openservices.tablestore.model.timeseries.PutTimeseriesDataResponse;
import com.alicloud.openservices.tablestore.model.timeseries.ScanTimeseriesDataRequest;
import com.alicloud.openservices.tablestore.model.timeseries.ScanTimeseriesDataResponse;
import com.alicloud.openservices.tablestore.model.timeseries.SplitTimeseriesScanTaskRequest;
import com.alicloud.openservices.tablestore.model.timeseries.TimeseriesKey;
import com.alicloud.openservices.tablestore.model.timeseries.TimeseriesRow;
import com.alicloud.openservices.tablestore.model.timeseries.TimeseriesScanSplitInfo;
import dev.sluice.testkit.fault.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SeriesDataTest extends SeriesFixture {

    @BeforeEach
    void aTable() {
        createSeriesTable();
    }

    @Test
    void aRowIsReadAsItWasWritten() {
        TimeseriesRow row = new TimeseriesRow(cpu("h1"), 1_700_000_000_000_123L);
        row.addField("text", ColumnValue.fromString("grüße 中文 😀"));
        row.addField("number", ColumnValue.fromLong(Long.MIN_VALUE));
        row.addField("real", ColumnValue.fromDouble(-0.5));
        row.addField("yes", ColumnValue.fromBoolean(true));
        row.addField("blob", ColumnValue.fromBinary(new byte[] {0, 1, -1}));

        assertThat(put(row).isAllSuccess()).isTrue();

        assertThat(get(cpu("h1"))).containsExactly(row);
    }

    @Test
    void fieldsOfTheSameTypeKeepTheirNames() {
        TimeseriesRow row = new TimeseriesRow(cpu("h1"), 1);
        for (int i = 0; i < 5; i++) {
            row.addField("l" + i, ColumnValue.fromLong(i));
            row.addField("s" + i, ColumnValue.fromString("v" + i));
        }
        put(row);
        assertThat(get(cpu("h1"))).containsExactly(row);
    }

    @Test
    void seriesAreToldApartByMeasurementSourceAndTags() {
        List<TimeseriesKey> keys = List.of(
                new TimeseriesKey("cpu", "a"),
                new TimeseriesKey("cpu", "b"),
                new TimeseriesKey("cpu", "", Map.of("a", "b")),
                new TimeseriesKey("cpua", ""),
                new TimeseriesKey("温度", "数据源", Map.of("位置".length() + "k", "北京")));
        for (TimeseriesKey key : keys) {
            put(row(key, 7));
        }
        for (TimeseriesKey key : keys) {
            assertThat(get(key)).containsExactly(row(key, 7));
        }
        assertThat(get(new TimeseriesKey("cpu", ""))).isEmpty();
    }

    @Test
    void aRowReplacesTheOneOfTheSameTime() {
        put(row(cpu("h1"), 1, "old", ColumnValue.fromLong(1)));
        put(row(cpu("h1"), 1, "fresh", ColumnValue.fromLong(2)));
        assertThat(get(cpu("h1"))).containsExactly(row(cpu("h1"), 1, "fresh", ColumnValue.fromLong(2)));
    }

    @Test
    void aTimeRangeHasItsStartAndNotItsEnd() {
        put(row(cpu("h1"), 1), row(cpu("h1"), 2), row(cpu("h1"), 3), row(cpu("h2"), 2));
        GetTimeseriesDataRequest request = request(cpu("h1"));
        request.setTimeRange(1, 3);
        assertThat(times(series.getTimeseriesData(request).getRows())).containsExactly(1L, 2L);
        request.setBackward(true);
        assertThat(times(series.getTimeseriesData(request).getRows())).containsExactly(2L, 1L);
    }

    @Test
    void pagesFollowEachOtherInBothDirections() {
        put(IntStream.range(0, 25).mapToObj(i -> row(cpu("h1"), i)).toArray(TimeseriesRow[]::new));
        for (boolean backward : new boolean[] {false, true}) {
            GetTimeseriesDataRequest request = request(cpu("h1"));
            request.setLimit(10);
            request.setBackward(backward);
            List<Long> read = new ArrayList<>();
            int pages = 0;
            do {
                GetTimeseriesDataResponse page = series.getTimeseriesData(request);
                read.addAll(times(page.getRows()));
                request.setNextToken(page.getNextToken());
                pages++;
            } while (request.getNextToken() != null);
            assertThat(pages).isEqualTo(3);
            assertThat(read)
                    .containsExactlyElementsOf(IntStream.range(0, 25)
                            .mapToObj(i -> backward ? 24L - i : (long) i)
                            .toList());
        }
    }

    @Test
    void fieldsAreReadByNameAndType() {
        TimeseriesRow row = row(cpu("h1"), 1, "a", ColumnValue.fromLong(1));
        row.addField("b", ColumnValue.fromDouble(2));
        put(row);
        GetTimeseriesDataRequest wanted = request(cpu("h1"));
        wanted.addFieldToGet("a", ColumnType.INTEGER);
        wanted.addFieldToGet("b", ColumnType.INTEGER);
        assertThat(series.getTimeseriesData(wanted).getRows())
                .containsExactly(row(cpu("h1"), 1, "a", ColumnValue.fromLong(1)));
    }

    @Test
    void oneBadRowFailsAlone() {
        TimeseriesRow upper = row(cpu("h1"), 3, "Load", ColumnValue.fromLong(1));
        TimeseriesRow measurement = row(new TimeseriesKey("c p u", "dc"), 4);
        TimeseriesRow source = row(new TimeseriesKey("cpu", "s".repeat(257)), 4);
        TimeseriesRow tags = row(new TimeseriesKey("cpu", "", Map.of("k", "v".repeat(510))), 4);
        TimeseriesRow quoted = row(new TimeseriesKey("cpu", "", Map.of("k", "a\"b")), 4);
        TimeseriesRow large = row(cpu("h1"), 5, "text", ColumnValue.fromString("x".repeat(2 * 1024 * 1024 + 1)));
        TimeseriesRow empty = new TimeseriesRow(cpu("h1"), 6);
        PutTimeseriesDataResponse response =
                put(row(cpu("h1"), 1), upper, measurement, source, tags, quoted, large, empty, row(cpu("h1"), 2));

        assertThat(response.getFailedRows())
                .extracting(PutTimeseriesDataResponse.FailedRowResult::getIndex)
                .containsExactly(1, 2, 3, 4, 5, 6, 7);
        assertThat(response.getFailedRows())
                .allSatisfy(failed -> assertThat(failed.getError().getCode()).isEqualTo("OTSParameterInvalid"));
        assertThat(times(get(cpu("h1")))).containsExactly(1L, 2L);
    }

    @Test
    void aRequestHasTwoHundredRowsAtMost() {
        TimeseriesRow[] rows =
                IntStream.range(0, 201).mapToObj(i -> row(cpu("h1"), i)).toArray(TimeseriesRow[]::new);
        refused(() -> put(rows));
        assertThat(get(cpu("h1"))).isEmpty();
        assertThat(put(java.util.Arrays.copyOf(rows, 200)).isAllSuccess()).isTrue();
    }

    @Test
    void aRequestHasFourMegabytesAtMost() {
        TimeseriesRow[] rows = IntStream.range(0, 3)
                .mapToObj(i -> row(cpu("h1"), i, "text", ColumnValue.fromString("x".repeat(1_500_000))))
                .toArray(TimeseriesRow[]::new);
        refused(() -> put(rows));
    }

    @Test
    void aRowHasAThousandTwentyFourFieldsAtMost() {
        TimeseriesRow row = new TimeseriesRow(cpu("h1"), 1);
        for (int i = 0; i < 1025; i++) {
            row.addField("f" + i, ColumnValue.fromLong(i));
        }
        assertThat(put(row).getFailedRows()).hasSize(1);
        row.getFields().remove("f1024");
        assertThat(put(row).isAllSuccess()).isTrue();
    }

    @Test
    void whatIsNotThereCannotBeWritten() {
        PutTimeseriesDataRequest request = new PutTimeseriesDataRequest("none");
        request.addRow(row(cpu("h1"), 1));
        TableStoreException refusal = refusal(() -> series.putTimeseriesData(request));
        assertThat(refusal.getErrorCode()).isEqualTo("OTSObjectNotExist");
    }

    @Test
    void aFaultFailsTheRowsItNames() {
        emulator.faults().inject(new Fault.FailRows(Set.of(1), "OTSServerBusy"), "PutTimeseriesData", 1);
        PutTimeseriesDataResponse response = put(row(cpu("h1"), 1), row(cpu("h1"), 2), row(cpu("h1"), 3));
        assertThat(response.getFailedRows()).hasSize(1);
        assertThat(response.getFailedRows().get(0).getIndex()).isEqualTo(1);
        assertThat(response.getFailedRows().get(0).getError().getCode()).isEqualTo("OTSServerBusy");
        assertThat(times(get(cpu("h1")))).containsExactly(1L, 3L);
        assertThat(emulator.calls()).anySatisfy(call -> {
            assertThat(call.operation()).isEqualTo("PutTimeseriesData");
            assertThat(call.rows()).isEqualTo(3);
            assertThat(call.failedRows()).isEqualTo(1);
        });
    }

    @Test
    void rowsExpireByTheirOwnTime() {
        series.deleteTimeseriesTable(
                new com.alicloud.openservices.tablestore.model.timeseries.DeleteTimeseriesTableRequest(SERIES));
        createSeriesTable(86_400);
        long now = nowMicros();
        long edge = now - Duration.ofDays(1).toNanos() / 1000;
        put(row(cpu("h1"), edge - 1), row(cpu("h1"), edge + 1_000), row(cpu("h1"), now));
        assertThat(times(get(cpu("h1")))).containsExactly(edge + 1_000, now);

        shiftMillis.addAndGet(1_000);

        assertThat(times(get(cpu("h1")))).containsExactly(now);
        assertThat(times(series.scanTimeseriesData(new ScanTimeseriesDataRequest(SERIES))
                        .getRows()))
                .containsExactly(now);
    }

    @Test
    void aScanReadsEverySeriesInPages() {
        List<TimeseriesRow> written = new ArrayList<>();
        for (int host = 0; host < 4; host++) {
            for (int i = 0; i < 5; i++) {
                written.add(row(cpu("h" + host), i));
            }
        }
        put(written.toArray(TimeseriesRow[]::new));
        ScanTimeseriesDataRequest request = new ScanTimeseriesDataRequest(SERIES);
        request.setLimit(7);
        assertThat(scan(request)).containsExactlyElementsOf(written);
        request.setTimeRange(2, 4);
        assertThat(scan(request))
                .hasSize(8)
                .allSatisfy(row -> assertThat(row.getTimeInUs()).isBetween(2L, 3L));
    }

    @Test
    void splitsAreDisjointAndCoverTheirMeasurement() {
        for (int host = 0; host < 10; host++) {
            put(row(cpu("h" + host), 1), row(new TimeseriesKey("disk", "h" + host), 1));
        }
        for (int count : new int[] {1, 3, 100}) {
            SplitTimeseriesScanTaskRequest split = new SplitTimeseriesScanTaskRequest(SERIES, count);
            assertThat(scanSplits(split)).hasSize(20).doesNotHaveDuplicates();
            split.setMeasurementName("cpu");
            assertThat(scanSplits(split))
                    .hasSize(10)
                    .doesNotHaveDuplicates()
                    .allSatisfy(row -> assertThat(row.getTimeseriesKey().getMeasurementName())
                            .isEqualTo("cpu"));
        }
    }

    @Test
    void aTokenThatTheServiceDidNotGiveIsRefused() {
        GetTimeseriesDataRequest request = request(cpu("h1"));
        request.setNextToken(new byte[] {1, 2, 3});
        refused(() -> series.getTimeseriesData(request));
    }

    private List<TimeseriesRow> scanSplits(SplitTimeseriesScanTaskRequest split) {
        List<TimeseriesRow> rows = new ArrayList<>();
        for (TimeseriesScanSplitInfo info :
                series.splitTimeseriesScanTask(split).getSplitInfos()) {
            ScanTimeseriesDataRequest request = new ScanTimeseriesDataRequest(SERIES);
            request.setSplitInfo(info);
            request.setLimit(2);
            rows.addAll(scan(request));
        }
        return rows;
    }

    private List<TimeseriesRow> scan(ScanTimeseriesDataRequest request) {
        List<TimeseriesRow> rows = new ArrayList<>();
        do {
            ScanTimeseriesDataResponse page = series.scanTimeseriesData(request);
            rows.addAll(page.getRows());
            request.setNextToken(page.getNextToken());
        } while (request.getNextToken() != null);
        return rows;
    }

    private static List<Long> times(List<TimeseriesRow> rows) {
        return rows.stream().map(TimeseriesRow::getTimeInUs).toList();
    }

    private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        TableStoreException refusal = refusal(call);
        assertThat(refusal.getErrorCode()).isEqualTo("OTSParameterInvalid");
        assertThat(refusal.getHttpStatus()).isEqualTo(400);
    }
}
