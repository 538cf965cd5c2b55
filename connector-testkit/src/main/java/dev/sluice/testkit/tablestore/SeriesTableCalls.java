package dev.sluice.testkit.tablestore;

import com.alicloud.openservices.tablestore.core.protocol.timeseries.Timeseries.CreateTimeseriesTableRequest;
import com.alicloud.openservices.tablestore.core.protocol.timeseries.Timeseries.CreateTimeseriesTableResponse;
import com.alicloud.openservices.tablestore.core.protocol.timeseries.Timeseries.DeleteTimeseriesTableRequest;
import com.alicloud.openservices.tablestore.core.protocol.timeseries.Timeseries.DeleteTimeseriesTableResponse;
import com.alicloud.openservices.tablestore.core.protocol.timeseries.Timeseries.DescribeTimeseriesTableRequest;
import com.alicloud.openservices.tablestore.core.protocol.timeseries.Timeseries.DescribeTimeseriesTableResponse;
import com.alicloud.openservices.tablestore.core.protocol.timeseries.Timeseries.ListTimeseriesTableResponse;
import com.alicloud.openservices.tablestore.core.protocol.timeseries.Timeseries.TimeseriesMetaOptions;
import com.alicloud.openservices.tablestore.core.protocol.timeseries.Timeseries.TimeseriesTableMeta;
import com.alicloud.openservices.tablestore.core.protocol.timeseries.Timeseries.TimeseriesTableMetaOrBuilder;
import com.alicloud.openservices.tablestore.core.protocol.timeseries.Timeseries.UpdateTimeseriesTableRequest;
import com.alicloud.openservices.tablestore.core.protocol.timeseries.Timeseries.UpdateTimeseriesTableResponse;
import com.aliyun.ots.thirdparty.com.google.protobuf.ByteString;
import com.aliyun.ots.thirdparty.com.google.protobuf.InvalidProtocolBufferException;

/** The calls on time series tables. A table is ready at once. */
final class SeriesTableCalls {
    private SeriesTableCalls() {}

    static Call create(Instance instance, ByteString body) throws ServiceError, InvalidProtocolBufferException {
        CreateTimeseriesTableRequest request = CreateTimeseriesTableRequest.parseFrom(body);
        if (request.getTableMeta().getTimeseriesKeySchemaCount() > 0
                || request.getTableMeta().getFieldPrimaryKeySchemaCount() > 0) {
            throw ServiceError.unsupported("CreateTimeseriesTable with key columns of its own");
        }
        if (request.getAnalyticalStoresCount() > 0) {
            throw ServiceError.unsupported("CreateTimeseriesTable with an analytical store");
        }
        if (request.getLastpointIndexMetasCount() > 0) {
            throw ServiceError.unsupported("CreateTimeseriesTable with a lastpoint index");
        }
        SeriesLimits.tableName(request.getTableMeta().getTableName());
        TimeseriesTableMeta.Builder meta = request.getTableMeta().toBuilder().setStatus("CREATED");
        if (!meta.getTableOptions().hasTimeToLive()) {
            meta.getTableOptionsBuilder().setTimeToLive(-1);
        }
        if (!meta.getMetaOptions().hasMetaTimeToLive()) {
            meta.getMetaOptionsBuilder().setMetaTimeToLive(-1);
        }
        if (!meta.getMetaOptions().hasAllowUpdateAttributes()) {
            meta.getMetaOptionsBuilder().setAllowUpdateAttributes(true);
        }
        check(meta);
        TimeseriesTableMeta complete = meta.build();
        return Call.of(complete.getTableName(), 0, failing -> {
            instance.create(complete);
            return Call.Answer.of(CreateTimeseriesTableResponse.getDefaultInstance());
        });
    }

    static void check(TimeseriesTableMetaOrBuilder meta) throws ServiceError {
        SeriesLimits.timeToLive(meta.getTableOptions().getTimeToLive(), SeriesLimits.DATA_TTL_SECONDS);
        TimeseriesMetaOptions options = meta.getMetaOptions();
        SeriesLimits.timeToLive(options.getMetaTimeToLive(), SeriesLimits.META_TTL_SECONDS);
        if (options.getMetaTimeToLive() != -1 && options.getAllowUpdateAttributes()) {
            throw ServiceError.parameter("Meta TTL can be set only when update attributes is not allowed.");
        }
    }

    static Call describe(Instance instance, ByteString body) throws ServiceError, InvalidProtocolBufferException {
        String name = DescribeTimeseriesTableRequest.parseFrom(body).getTableName();
        SeriesLimits.tableName(name);
        return Call.of(
                name,
                0,
                failing -> Call.Answer.of(DescribeTimeseriesTableResponse.newBuilder()
                        .setTableMeta(instance.seriesTable(name).meta())
                        .build()));
    }

    static Call list(Instance instance, ByteString body) {
        return Call.of("", 0, failing -> {
            ListTimeseriesTableResponse.Builder response = ListTimeseriesTableResponse.newBuilder();
            for (SeriesTable table : instance.seriesTables()) {
                response.addTableMetas(table.meta());
            }
            return Call.Answer.of(response.build());
        });
    }

    static Call update(Instance instance, ByteString body) throws ServiceError, InvalidProtocolBufferException {
        UpdateTimeseriesTableRequest request = UpdateTimeseriesTableRequest.parseFrom(body);
        SeriesLimits.tableName(request.getTableName());
        if (request.hasTableOptions() == request.hasMetaOptions()) {
            throw ServiceError.parameter("Either table options or meta options must be given.");
        }
        return Call.of(request.getTableName(), 0, failing -> {
            instance.seriesTable(request.getTableName())
                    .change(
                            request.hasTableOptions() ? request.getTableOptions() : null,
                            request.hasMetaOptions() ? request.getMetaOptions() : null);
            return Call.Answer.of(UpdateTimeseriesTableResponse.getDefaultInstance());
        });
    }

    static Call delete(Instance instance, ByteString body) throws ServiceError, InvalidProtocolBufferException {
        String name = DeleteTimeseriesTableRequest.parseFrom(body).getTableName();
        SeriesLimits.tableName(name);
        return Call.of(name, 0, failing -> {
            instance.deleteSeriesTable(name);
            return Call.Answer.of(DeleteTimeseriesTableResponse.getDefaultInstance());
        });
    }
}
