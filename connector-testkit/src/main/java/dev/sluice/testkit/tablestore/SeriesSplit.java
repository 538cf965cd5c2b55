package dev.sluice.testkit.tablestore;

import com.aliyun.ots.thirdparty.com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A part of a table to scan: the rows between two series. Clients carry it as bytes that they do not read. */
record SeriesSplit(RowKey from, RowKey to) {
    private static final SeriesSplit WHOLE = new SeriesSplit(SeriesKey.FIRST, SeriesKey.END);

    /**
     * Parts of about as many series each.
     *
     * @param measurement of the series that are wanted; null for all
     */
    static List<ByteString> of(List<SeriesMeta> series, @Nullable String measurement, int count) {
        List<SeriesKey> keys = series.stream()
                .map(SeriesMeta::key)
                .filter(key -> measurement == null || key.measurement().equals(measurement))
                .toList();
        List<ByteString> splits = new ArrayList<>();
        int parts = Math.min(count, keys.size());
        for (int i = 0; i < parts; i++) {
            boolean last = i == parts - 1;
            int first = (int) ((long) keys.size() * i / parts);
            int end = (int) ((long) keys.size() * (i + 1) / parts);
            // One measurement's last part must not run into the next measurement, the other parts meet.
            splits.add(bytes(keys.get(first), last ? keys.get(keys.size() - 1) : keys.get(end), last));
        }
        return splits;
    }

    private static ByteString bytes(SeriesKey from, SeriesKey to, boolean last) {
        return ByteString.copyFrom(new byte[] {(byte) (last ? 1 : 0)})
                .concat(row(from))
                .concat(row(to));
    }

    private static ByteString row(SeriesKey key) {
        ByteString row = RowWriter.answer(RowWriter.row(key.cells(), List.of()));
        byte[] length = new byte[4];
        Cell.INT.set(length, 0, row.size());
        return ByteString.copyFrom(length).concat(row);
    }

    /** An empty one is the whole table. */
    static SeriesSplit read(ByteString bytes) throws ServiceError {
        if (bytes.isEmpty()) {
            return WHOLE;
        }
        try {
            byte[] raw = bytes.toByteArray();
            int length = (int) Cell.INT.get(raw, 1);
            ByteString from = bytes.substring(5, 5 + length);
            ByteString to = bytes.substring(9 + length);
            SeriesKey end = SeriesKey.stored(key(to));
            return new SeriesSplit(RowKey.of(key(from)), raw[0] == 1 ? end.row(Long.MAX_VALUE) : end.beforeRows());
        } catch (RuntimeException e) {
            throw ServiceError.parameter("Invalid split info.");
        }
    }

    private static List<Cell> key(ByteString bytes) throws ServiceError {
        List<Cell> key = SeriesKey.fromToken(bytes, false);
        if (key == null) {
            throw ServiceError.parameter("Invalid split info.");
        }
        return key;
    }
}
