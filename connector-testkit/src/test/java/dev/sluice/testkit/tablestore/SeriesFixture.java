package dev.sluice.testkit.tablestore;

import com.alicloud.openservices.tablestore.TimeseriesClient;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.TimeseriesTableMeta;
import com.alicloud.openservices.tablestore.model.TimeseriesTableOptions;
import com.alicloud.openservices.tablestore.model.timeseries.CreateTimeseriesTableRequest;
import com.alicloud.openservices.tablestore.model.timeseries.GetTimeseriesDataRequest;
import com.alicloud.openservices.tablestore.model.timeseries.PutTimeseriesDataRequest;
import com.alicloud.openservices.tablestore.model.timeseries.PutTimeseriesDataResponse;
import com.alicloud.openservices.tablestore.model.timeseries.TimeseriesKey;
import com.alicloud.openservices.tablestore.model.timeseries.TimeseriesRow;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;

/** The official client for time series. */
abstract class SeriesFixture extends ClockFixture {
    static final String SERIES = "metrics";

    TimeseriesClient series;

    long nowMicros() {
        return nowMillis() * 1000;
    }

    @BeforeEach
    void makeSeriesClient() {
        series = client.asTimeseriesClient();
    }

    void createSeriesTable() {
        createSeriesTable(-1);
    }

    void createSeriesTable(int timeToLive) {
        series.createTimeseriesTable(new CreateTimeseriesTableRequest(
                new TimeseriesTableMeta(SERIES, new TimeseriesTableOptions(timeToLive))));
    }

    static TimeseriesKey cpu(String host) {
        return new TimeseriesKey("cpu", "dc1", Map.of("host", host, "os", "linux"));
    }

    static TimeseriesRow row(TimeseriesKey key, long micros, String field, ColumnValue value) {
        TimeseriesRow row = new TimeseriesRow(key, micros);
        row.addField(field, value);
        return row;
    }

    static TimeseriesRow row(TimeseriesKey key, long micros) {
        return row(key, micros, "load", ColumnValue.fromLong(micros));
    }

    PutTimeseriesDataResponse put(TimeseriesRow... rows) {
        PutTimeseriesDataRequest request = new PutTimeseriesDataRequest(SERIES);
        request.setRows(List.of(rows));
        return series.putTimeseriesData(request);
    }

    List<TimeseriesRow> get(TimeseriesKey key) {
        return series.getTimeseriesData(request(key)).getRows();
    }

    static GetTimeseriesDataRequest request(TimeseriesKey key) {
        GetTimeseriesDataRequest request = new GetTimeseriesDataRequest(SERIES);
        request.setTimeseriesKey(key);
        request.setTimeRange(0, Long.MAX_VALUE);
        return request;
    }
}
