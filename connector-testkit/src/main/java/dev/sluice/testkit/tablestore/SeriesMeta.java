package dev.sluice.testkit.tablestore;

import com.alicloud.openservices.tablestore.core.protocol.timeseries.Timeseries.TimeseriesMeta;
import java.util.List;

/**
 * What a table knows of a series beside its rows.
 *
 * @param attributes in the text form of tags; empty for none
 * @param updated in microseconds since 1970
 */
record SeriesMeta(SeriesKey key, String attributes, long updated) {

    StoredRow encode() {
        return StoredRow.of(
                key.cells(),
                List.of(Cells.string("_attributes", attributes), Cells.integer("_meta_update_time", updated)));
    }

    static SeriesMeta decode(StoredRow row) {
        RowReader.Row decoded = row.decode();
        return new SeriesMeta(
                SeriesKey.stored(decoded.key()),
                decoded.cells().get(0).text(),
                decoded.cells().get(1).integer());
    }

    TimeseriesMeta message() {
        TimeseriesMeta.Builder message =
                TimeseriesMeta.newBuilder().setTimeSeriesKey(key.message()).setUpdateTime(updated);
        if (!attributes.isEmpty()) {
            message.setAttributes(attributes);
        }
        return message.build();
    }
}
