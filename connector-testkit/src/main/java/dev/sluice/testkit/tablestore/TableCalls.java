package dev.sluice.testkit.tablestore;

import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.AddDefinedColumnRequest;
import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.AddDefinedColumnResponse;
import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.CapacityUnit;
import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.CreateTableRequest;
import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.CreateTableResponse;
import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.DefinedColumnSchema;
import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.DeleteDefinedColumnRequest;
import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.DeleteDefinedColumnResponse;
import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.DeleteTableRequest;
import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.DeleteTableResponse;
import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.DescribeTableRequest;
import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.DescribeTableResponse;
import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.ListTableResponse;
import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.StreamDetails;
import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.TableMeta;
import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.UpdateTableRequest;
import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.UpdateTableResponse;
import com.aliyun.ots.thirdparty.com.google.protobuf.ByteString;
import com.aliyun.ots.thirdparty.com.google.protobuf.InvalidProtocolBufferException;
import com.aliyun.ots.thirdparty.com.google.protobuf.UnknownFieldSet;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** The calls on tables. A table is ready at once. */
final class TableCalls {
    private static final StreamDetails NO_STREAM =
            StreamDetails.newBuilder().setEnableStream(false).build();

    /** The Java client's message has no field for the status any more, other clients require it: 1 is ACTIVE. */
    private static final UnknownFieldSet STATUS_ACTIVE = UnknownFieldSet.newBuilder()
            .addField(4, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
            .build();

    private final InstantSource clock;

    TableCalls(InstantSource clock) {
        this.clock = clock;
    }

    Call create(Instance instance, ByteString body) throws ServiceError, InvalidProtocolBufferException {
        CreateTableRequest request = CreateTableRequest.parseFrom(body);
        if (request.getIndexMetasCount() > 0) {
            throw ServiceError.unsupported("CreateTable with an index");
        }
        if (request.getStreamSpec().getEnableStream()) {
            throw ServiceError.unsupported("CreateTable with a stream");
        }
        if (request.getSseSpec().getEnable()) {
            throw ServiceError.unsupported("CreateTable with server side encryption");
        }
        if (request.getEnableLocalTxn()) {
            throw ServiceError.unsupported("CreateTable with local transactions");
        }
        TableSchema schema = TableSchema.of(request.getTableMeta());
        CapacityUnit reserved = request.getReservedThroughput().getCapacityUnit();
        TableSettings settings = TableSettings.of(request.getTableOptions(), reserved, seconds());
        return Call.of(schema.meta().getTableName(), 0, failing -> {
            instance.create(schema, settings);
            return Call.Answer.of(CreateTableResponse.getDefaultInstance());
        });
    }

    Call describe(Instance instance, ByteString body) throws ServiceError, InvalidProtocolBufferException {
        String name = DescribeTableRequest.parseFrom(body).getTableName();
        Limits.tableName(name);
        return Call.of(name, 0, failing -> {
            Table table = instance.table(name);
            TableSettings settings = table.settings();
            return Call.Answer.of(DescribeTableResponse.newBuilder()
                    .setTableMeta(table.schema().meta())
                    .setReservedThroughputDetails(settings.throughput())
                    .setTableOptions(settings.options())
                    .setStreamDetails(NO_STREAM)
                    .setUnknownFields(STATUS_ACTIVE)
                    .build());
        });
    }

    Call list(Instance instance, ByteString body) {
        return Call.of(
                "",
                0,
                failing -> Call.Answer.of(ListTableResponse.newBuilder()
                        .addAllTableNames(instance.names())
                        .build()));
    }

    Call update(Instance instance, ByteString body) throws ServiceError, InvalidProtocolBufferException {
        UpdateTableRequest request = UpdateTableRequest.parseFrom(body);
        Limits.tableName(request.getTableName());
        if (request.getStreamSpec().getEnableStream()) {
            throw ServiceError.unsupported("UpdateTable with a stream");
        }
        return Call.of(request.getTableName(), 0, failing -> {
            Table table = instance.table(request.getTableName());
            TableSettings settings = table.settings();
            if (request.hasTableOptions()) {
                settings = settings.with(request.getTableOptions());
            }
            if (request.hasReservedThroughput()) {
                settings = settings.with(request.getReservedThroughput().getCapacityUnit(), seconds());
            }
            table.change(settings);
            return Call.Answer.of(UpdateTableResponse.newBuilder()
                    .setReservedThroughputDetails(settings.throughput())
                    .setTableOptions(settings.options())
                    .setStreamDetails(NO_STREAM)
                    .build());
        });
    }

    Call delete(Instance instance, ByteString body) throws ServiceError, InvalidProtocolBufferException {
        String name = DeleteTableRequest.parseFrom(body).getTableName();
        Limits.tableName(name);
        return Call.of(name, 0, failing -> {
            instance.delete(name);
            return Call.Answer.of(DeleteTableResponse.getDefaultInstance());
        });
    }

    static Call addDefinedColumn(Instance instance, ByteString body)
            throws ServiceError, InvalidProtocolBufferException {
        AddDefinedColumnRequest request = AddDefinedColumnRequest.parseFrom(body);
        Limits.tableName(request.getTableName());
        if (request.getColumnsCount() == 0) {
            throw ServiceError.parameter("No defined column is specified.");
        }
        return Call.of(request.getTableName(), 0, failing -> {
            instance.table(request.getTableName())
                    .redefine(meta -> meta.toBuilder()
                            .addAllDefinedColumn(request.getColumnsList())
                            .build());
            return Call.Answer.of(AddDefinedColumnResponse.getDefaultInstance());
        });
    }

    static Call deleteDefinedColumn(Instance instance, ByteString body)
            throws ServiceError, InvalidProtocolBufferException {
        DeleteDefinedColumnRequest request = DeleteDefinedColumnRequest.parseFrom(body);
        Limits.tableName(request.getTableName());
        if (request.getColumnsCount() == 0) {
            throw ServiceError.parameter("No defined column is specified.");
        }
        return Call.of(request.getTableName(), 0, failing -> {
            instance.table(request.getTableName()).redefine(meta -> without(meta, request.getColumnsList()));
            return Call.Answer.of(DeleteDefinedColumnResponse.getDefaultInstance());
        });
    }

    private static TableMeta without(TableMeta meta, List<String> columns) throws ServiceError {
        List<DefinedColumnSchema> left = new ArrayList<>(meta.getDefinedColumnList());
        for (String column : columns) {
            if (!left.removeIf(defined -> defined.getName().equals(column))) {
                throw ServiceError.parameter("Defined column does not exist: '" + column + "'.");
            }
        }
        return meta.toBuilder().clearDefinedColumn().addAllDefinedColumn(left).build();
    }

    private long seconds() {
        return clock.millis() / 1000;
    }
}
