package dev.sluice.testkit.tablestore;

import com.alicloud.openservices.tablestore.core.protocol.PlainBufferConsts;
import com.alicloud.openservices.tablestore.core.protocol.timeseries.Timeseries;
import com.alicloud.openservices.tablestore.core.protocol.timeseries.Timeseries.TimeseriesTag;
import com.aliyun.ots.thirdparty.com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What names a time series. Its rows are kept under the key columns that the service's own answers have. */
record SeriesKey(String measurement, String source, SortedMap<String, String> tags) {
    private static final String MEASUREMENT = "_m_name";
    private static final String SOURCE = "_data_source";
    private static final String TAGS = "_tags";
    private static final String TIME = "_time";

    /** Before and after every series, as bounds of ranges over series or over rows. */
    static final RowKey FIRST = RowKey.of(List.of(Cells.lowest(MEASUREMENT)));

    static final RowKey END = RowKey.of(List.of(Cells.highest(MEASUREMENT)));

    static SeriesKey of(String measurement, String source, SortedMap<String, String> tags) throws ServiceError {
        SeriesLimits.measurement(measurement);
        SeriesLimits.source(source);
        SeriesLimits.tags(tags);
        return new SeriesKey(measurement, source, tags);
    }

    static SeriesKey of(Timeseries.TimeseriesKey sent) throws ServiceError {
        SortedMap<String, String> tags;
        if (sent.getTagListCount() > 0) {
            tags = new TreeMap<>();
            for (TimeseriesTag tag : sent.getTagListList()) {
                add(tags, tag.getName(), tag.getValue());
            }
        } else {
            tags = SeriesTags.parse(sent.getTags());
        }
        return of(sent.getMeasurement(), sent.getSource(), tags);
    }

    static void add(SortedMap<String, String> tags, String name, String value) throws ServiceError {
        if (tags.put(name, value) != null) {
            throw ServiceError.parameter("Duplicated tag or attribute: '" + name + "'.");
        }
    }

    /** Reads the key of a stored row, of data or of meta data. */
    static SeriesKey stored(List<Cell> key) {
        try {
            return new SeriesKey(
                    key.get(0).text(),
                    key.get(1).text(),
                    SeriesTags.parse(key.get(2).text()));
        } catch (ServiceError e) {
            throw new IllegalStateException("a stored series cannot be read", e);
        }
    }

    /** The columns that name the series. */
    List<Cell> cells() {
        return List.of(
                Cells.string(MEASUREMENT, measurement),
                Cells.string(SOURCE, source),
                Cells.string(TAGS, SeriesTags.text(tags)));
    }

    /** The columns that name its row at a time, in microseconds. */
    List<Cell> cells(long time) {
        return with(Cells.integer(TIME, time));
    }

    RowKey row(long time) {
        return RowKey.of(cells(time));
    }

    /** Before its first row. */
    RowKey beforeRows() {
        return RowKey.of(with(Cells.lowest(TIME)));
    }

    RowKey meta() {
        return RowKey.of(cells());
    }

    Timeseries.TimeseriesKey message() {
        Timeseries.TimeseriesKey.Builder message = Timeseries.TimeseriesKey.newBuilder()
                .setMeasurement(measurement)
                .setSource(source)
                .setTags(SeriesTags.text(tags));
        tags.forEach((name, value) ->
                message.addTagList(TimeseriesTag.newBuilder().setName(name).setValue(value)));
        return message.build();
    }

    /** Where the next read goes on: the key of the row, of data or of meta data, that it begins with. */
    static ByteString token(StoredRow next) {
        return RowWriter.answer(RowWriter.row(next.decode().key(), List.of()));
    }

    /**
     * The key columns that a token holds.
     *
     * @param time whether it continues a read of rows, not of series
     */
    static @Nullable List<Cell> fromToken(ByteString token, boolean time) throws ServiceError {
        if (token.isEmpty()) {
            return null;
        }
        List<Cell> key;
        try {
            key = RowReader.request(token).key();
        } catch (ServiceError e) {
            throw ServiceError.parameter("Invalid token.");
        }
        boolean fits = key.size() == (time ? 4 : 3);
        for (int i = 0; fits && i < key.size(); i++) {
            Cell cell = key.get(i);
            fits = cell.hasValue()
                    && cell.type() == (i == 3 ? PlainBufferConsts.VT_INTEGER : PlainBufferConsts.VT_STRING);
        }
        if (!fits) {
            throw ServiceError.parameter("Invalid token.");
        }
        return key;
    }

    private List<Cell> with(Cell time) {
        List<Cell> cells = new ArrayList<>(cells());
        cells.add(time);
        return cells;
    }
}
