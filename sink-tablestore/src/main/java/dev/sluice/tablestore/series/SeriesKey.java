package dev.sluice.tablestore.series;

import com.alicloud.openservices.tablestore.model.timeseries.TimeseriesKey;

/** Which series of which table: what writes have to keep their order by. The hash is kept, because it is asked for often. */
final class SeriesKey {
    private final String table;
    private final TimeseriesKey key;
    private final int hash;

    SeriesKey(String table, TimeseriesKey key) {
        this.table = table;
        this.key = key;
        this.hash = 31 * table.hashCode() + key.hashCode();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SeriesKey that && hash == that.hash && table.equals(that.table) && key.equals(that.key);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** The table only: keys are content. */
    @Override
    public String toString() {
        return "a series of " + table;
    }
}
