package dev.sluice.tablestore.series;

import com.alicloud.openservices.tablestore.model.timeseries.TimeseriesRow;
import dev.sluice.tablestore.table.TableWrite;

/** What Tablestore stores for one record in the time series model: the fields of a series at one time. Immutable once mapped. */
public final class SeriesWrite implements TableWrite {
    private final SeriesSpec table;
    private final TimeseriesRow row;

    SeriesWrite(SeriesSpec table, TimeseriesRow row) {
        this.table = table;
        this.row = row;
    }

    SeriesSpec table() {
        return table;
    }

    TimeseriesRow row() {
        return row;
    }

    /** The table; no content. */
    @Override
    public String toString() {
        return "a row of a series in " + table.name();
    }
}
