package dev.sluice.testkit.tablestore;

import com.alicloud.openservices.tablestore.core.protocol.timeseries.Timeseries;
import com.alicloud.openservices.tablestore.core.protocol.timeseries.Timeseries.DeleteTimeseriesMetaRequest;
import com.alicloud.openservices.tablestore.core.protocol.timeseries.Timeseries.DeleteTimeseriesMetaResponse;
import com.alicloud.openservices.tablestore.core.protocol.timeseries.Timeseries.QueryTimeseriesMetaRequest;
import com.alicloud.openservices.tablestore.core.protocol.timeseries.Timeseries.QueryTimeseriesMetaResponse;
import com.alicloud.openservices.tablestore.core.protocol.timeseries.Timeseries.TimeseriesMeta;
import com.alicloud.openservices.tablestore.core.protocol.timeseries.Timeseries.UpdateTimeseriesMetaRequest;
import com.alicloud.openservices.tablestore.core.protocol.timeseries.Timeseries.UpdateTimeseriesMetaResponse;
import com.aliyun.ots.thirdparty.com.google.protobuf.ByteString;
import com.aliyun.ots.thirdparty.com.google.protobuf.InvalidProtocolBufferException;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Predicate;

/** The calls on the meta data of time series. A series can be found as soon as it is written. */
final class SeriesMetaCalls {
    private final InstantSource clock;

    SeriesMetaCalls(InstantSource clock) {
        this.clock = clock;
    }

    Call query(Instance instance, ByteString body) throws ServiceError, InvalidProtocolBufferException {
        QueryTimeseriesMetaRequest request = QueryTimeseriesMetaRequest.parseFrom(body);
        SeriesLimits.tableName(request.getTableName());
        if (request.hasLimit() && (request.getLimit() < 1 || request.getLimit() > SeriesLimits.METAS)) {
            throw ServiceError.parameter("The limit must be in range: [1, " + SeriesLimits.METAS + "].");
        }
        int limit = request.hasLimit() ? request.getLimit() : SeriesLimits.METAS_DEFAULT;
        Predicate<SeriesMeta> condition =
                request.hasCondition() ? SeriesConditions.read(request.getCondition()) : series -> true;
        List<Cell> token = SeriesKey.fromToken(request.getToken(), false);
        RowKey from = token == null ? SeriesKey.FIRST : RowKey.of(token);
        return Call.of(request.getTableName(), 0, failing -> {
            SeriesTable table = instance.seriesTable(request.getTableName());
            long now = SeriesPutCall.micros(clock);
            List<SeriesMeta> found =
                    table.metas(from, now).stream().filter(condition).toList();
            QueryTimeseriesMetaResponse.Builder response = QueryTimeseriesMetaResponse.newBuilder();
            for (SeriesMeta series : found.subList(0, Math.min(limit, found.size()))) {
                response.addTimeseriesMetas(series.message());
            }
            if (found.size() > limit) {
                response.setNextToken(SeriesKey.token(found.get(limit).encode()));
            }
            if (request.getGetTotalHit()) {
                response.setTotalHit(table.metas(SeriesKey.FIRST, now).stream()
                        .filter(condition)
                        .count());
            }
            return Call.Answer.of(response.build());
        });
    }

    Call update(Instance instance, ByteString body) throws ServiceError, InvalidProtocolBufferException {
        UpdateTimeseriesMetaRequest request = UpdateTimeseriesMetaRequest.parseFrom(body);
        SeriesLimits.tableName(request.getTableName());
        int count = request.getTimeseriesMetaCount();
        checkCount(count);
        return Call.of(request.getTableName(), count, failing -> {
            SeriesTable table = instance.seriesTable(request.getTableName());
            UpdateTimeseriesMetaResponse.Builder response = UpdateTimeseriesMetaResponse.newBuilder();
            for (int i = 0; i < count; i++) {
                try {
                    update(table, request.getTimeseriesMeta(i));
                } catch (ServiceError e) {
                    response.addFailedRows(SeriesPutCall.failed(i, e));
                }
            }
            return new Call.Answer(response.build(), response.getFailedRowsCount());
        });
    }

    private void update(SeriesTable table, TimeseriesMeta meta) throws ServiceError {
        SeriesKey key = SeriesKey.of(meta.getTimeSeriesKey());
        String attributes = meta.getAttributes();
        table.update(
                key,
                attributes.isEmpty() ? "" : SeriesTags.text(SeriesTags.parse(attributes)),
                SeriesPutCall.micros(clock));
    }

    Call delete(Instance instance, ByteString body) throws ServiceError, InvalidProtocolBufferException {
        DeleteTimeseriesMetaRequest request = DeleteTimeseriesMetaRequest.parseFrom(body);
        SeriesLimits.tableName(request.getTableName());
        List<Timeseries.TimeseriesKey> keys = request.getTimeseriesKeyList();
        checkCount(keys.size());
        return Call.of(request.getTableName(), keys.size(), failing -> {
            SeriesTable table = instance.seriesTable(request.getTableName());
            DeleteTimeseriesMetaResponse.Builder response = DeleteTimeseriesMetaResponse.newBuilder();
            for (int i = 0; i < keys.size(); i++) {
                try {
                    table.deleteMeta(SeriesKey.of(keys.get(i)));
                } catch (ServiceError e) {
                    response.addFailedRows(SeriesPutCall.failed(i, e));
                }
            }
            return new Call.Answer(response.build(), response.getFailedRowsCount());
        });
    }

    private static void checkCount(int series) throws ServiceError {
        if (series < 1 || series > SeriesLimits.PUT_ROWS) {
            throw ServiceError.parameter(
                    "The number of time series must be in range: [1, " + SeriesLimits.PUT_ROWS + "].");
        }
    }
}
