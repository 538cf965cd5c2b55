package dev.sluice.testkit.tablestore;

import com.alicloud.openservices.tablestore.core.protocol.timeseries.Timeseries.GetTimeseriesDataRequest;
import com.alicloud.openservices.tablestore.core.protocol.timeseries.Timeseries.GetTimeseriesDataResponse;
import com.alicloud.openservices.tablestore.core.protocol.timeseries.Timeseries.RowsSerializeType;
import com.alicloud.openservices.tablestore.core.protocol.timeseries.Timeseries.ScanTimeseriesDataRequest;
import com.alicloud.openservices.tablestore.core.protocol.timeseries.Timeseries.ScanTimeseriesDataResponse;
import com.alicloud.openservices.tablestore.core.protocol.timeseries.Timeseries.SplitTimeseriesScanTaskRequest;
import com.alicloud.openservices.tablestore.core.protocol.timeseries.Timeseries.SplitTimeseriesScanTaskResponse;
import com.alicloud.openservices.tablestore.core.protocol.timeseries.Timeseries.TimeseriesFieldsToGet;
import com.aliyun.ots.thirdparty.com.google.protobuf.ByteString;
import com.aliyun.ots.thirdparty.com.google.protobuf.InvalidProtocolBufferException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The calls that read rows of time series. */
final class SeriesReadCalls {
    private final InstantSource clock;

    SeriesReadCalls(InstantSource clock) {
        this.clock = clock;
    }

    Call get(Instance instance, ByteString body) throws ServiceError, InvalidProtocolBufferException {
        GetTimeseriesDataRequest request = GetTimeseriesDataRequest.parseFrom(body);
        SeriesLimits.tableName(request.getTableName());
        SeriesKey key = SeriesKey.of(request.getTimeSeriesKey());
        long begin = request.hasSpecificTime() ? request.getSpecificTime() : request.getBeginTime();
        long end = end(request);
        checkTimes(begin, end);
        int limit = limit(request.hasLimit(), request.getLimit());
        List<Cell> token = SeriesKey.fromToken(request.getToken(), true);
        Long from = token == null ? null : token.get(3).integer();
        Fields fields = Fields.of(request.getFieldsToGetList());
        return Call.of(request.getTableName(), 0, failing -> {
            SeriesTable table = instance.seriesTable(request.getTableName());
            Page page = Page.of(
                    table.rows(
                            key,
                            begin,
                            end,
                            request.getBackward(),
                            from,
                            SeriesLimits.READ_ROWS + 1,
                            SeriesPutCall.micros(clock)),
                    limit,
                    fields);
            GetTimeseriesDataResponse.Builder response =
                    GetTimeseriesDataResponse.newBuilder().setRowsData(RowWriter.answer(page.rows()));
            if (page.next() != null) {
                response.setNextToken(page.next());
            }
            return Call.Answer.of(response.build());
        });
    }

    private static long end(GetTimeseriesDataRequest request) {
        if (request.hasSpecificTime()) {
            return request.getSpecificTime() + 1;
        }
        return request.hasEndTime() ? request.getEndTime() : Long.MAX_VALUE;
    }

    Call scan(Instance instance, ByteString body) throws ServiceError, InvalidProtocolBufferException {
        ScanTimeseriesDataRequest request = ScanTimeseriesDataRequest.parseFrom(body);
        SeriesLimits.tableName(request.getTableName());
        if (request.getDataSerializeType() != RowsSerializeType.RST_PLAIN_BUFFER) {
            throw ServiceError.unsupported("ScanTimeseriesData with rows as FlatBuffer");
        }
        long begin = request.getStartTimeUs();
        long end = request.hasEndTimeUs() ? request.getEndTimeUs() : Long.MAX_VALUE;
        checkTimes(begin, end);
        int limit = limit(request.hasLimit(), request.getLimit());
        SeriesSplit split = SeriesSplit.read(request.getSplitInfo());
        List<Cell> token = SeriesKey.fromToken(request.getToken(), true);
        RowKey from = token == null ? split.from() : RowKey.of(token);
        Fields fields = Fields.of(request.getFieldsToGetList());
        return Call.of(request.getTableName(), 0, failing -> {
            SeriesTable table = instance.seriesTable(request.getTableName());
            Page page = Page.of(
                    table.scan(from, split.to(), begin, end, SeriesLimits.READ_ROWS + 1, SeriesPutCall.micros(clock)),
                    limit,
                    fields);
            ScanTimeseriesDataResponse.Builder response = ScanTimeseriesDataResponse.newBuilder()
                    .setDataSerializeType(RowsSerializeType.RST_PLAIN_BUFFER)
                    .setData(RowWriter.answer(page.rows()));
            if (page.next() != null) {
                response.setNextToken(page.next());
            }
            return Call.Answer.of(response.build());
        });
    }

    Call split(Instance instance, ByteString body) throws ServiceError, InvalidProtocolBufferException {
        SplitTimeseriesScanTaskRequest request = SplitTimeseriesScanTaskRequest.parseFrom(body);
        SeriesLimits.tableName(request.getTableName());
        if (request.getSplitCountHint() < 1) {
            throw ServiceError.parameter("The split count must be greater than 0.");
        }
        String measurement = request.hasMeasurementName() ? request.getMeasurementName() : null;
        return Call.of(request.getTableName(), 0, failing -> {
            SeriesTable table = instance.seriesTable(request.getTableName());
            List<ByteString> splits = SeriesSplit.of(
                    table.metas(SeriesKey.FIRST, SeriesPutCall.micros(clock)),
                    measurement,
                    request.getSplitCountHint());
            return Call.Answer.of(SplitTimeseriesScanTaskResponse.newBuilder()
                    .addAllSplitInfos(splits)
                    .build());
        });
    }

    private static void checkTimes(long begin, long end) throws ServiceError {
        SeriesLimits.time(begin);
        if (end <= begin) {
            throw ServiceError.parameter("The end time must be greater than the begin time.");
        }
    }

    private static int limit(boolean given, int limit) throws ServiceError {
        if (given && (limit < 1 || limit > SeriesLimits.READ_ROWS)) {
            throw ServiceError.parameter("The limit must be in range: [1, " + SeriesLimits.READ_ROWS + "].");
        }
        return given ? limit : SeriesLimits.READ_ROWS;
    }

    /** The columns that are wanted; none means all. */
    private record Fields(Set<String> columns) {
        static Fields of(List<TimeseriesFieldsToGet> fields) throws ServiceError {
            Set<String> columns = new HashSet<>();
            for (TimeseriesFieldsToGet field : fields) {
                String column = SeriesRowReader.column(field.getName(), field.getType());
                if (column == null) {
                    throw ServiceError.parameter("Invalid type of field: '" + field.getName() + "'.");
                }
                columns.add(column);
            }
            return new Fields(columns);
        }

        /** Null when the row has none of the columns. */
        byte @Nullable [] select(StoredRow row) {
            if (columns.isEmpty()) {
                return row.wire();
            }
            RowReader.Row decoded = row.decode();
            List<Cell> cells = decoded.cells().stream()
                    .filter(cell -> columns.contains(cell.name()))
                    .toList();
            return cells.isEmpty() ? null : RowWriter.row(decoded.key(), cells);
        }
    }

    /** @param next where the next page starts; null at the end */
    private record Page(List<byte[]> rows, @Nullable ByteString next) {
        static Page of(List<StoredRow> found, int limit, Fields fields) {
            List<byte[]> rows = new ArrayList<>(Math.min(found.size(), limit));
            long size = 0;
            for (int i = 0; i < found.size(); i++) {
                StoredRow row = found.get(i);
                boolean full = i == SeriesLimits.READ_ROWS
                        || rows.size() == limit
                        || (i > 0 && size + row.dataSize() > SeriesLimits.READ_BYTES);
                if (full) {
                    return new Page(rows, SeriesKey.token(row));
                }
                size += row.dataSize();
                byte[] selected = fields.select(row);
                if (selected != null) {
                    rows.add(selected);
                }
            }
            return new Page(rows, null);
        }
    }
}
