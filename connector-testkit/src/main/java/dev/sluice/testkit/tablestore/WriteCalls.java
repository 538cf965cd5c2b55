package dev.sluice.testkit.tablestore;

import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.Condition;
import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.ConsumedCapacity;
import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.DeleteRowRequest;
import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.DeleteRowResponse;
import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.OperationType;
import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.PutRowRequest;
import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.PutRowResponse;
import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.ReturnContent;
import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.UpdateRowRequest;
import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.UpdateRowResponse;
import com.aliyun.ots.thirdparty.com.google.protobuf.ByteString;
import com.aliyun.ots.thirdparty.com.google.protobuf.InvalidProtocolBufferException;
import com.aliyun.ots.thirdparty.com.google.protobuf.MessageLite;
import java.time.InstantSource;
import java.util.List;

/** The calls that write one row. */
final class WriteCalls {
    private final InstantSource clock;

    WriteCalls(InstantSource clock) {
        this.clock = clock;
    }

    Call put(Instance instance, ByteString body) throws ServiceError, InvalidProtocolBufferException {
        PutRowRequest request = PutRowRequest.parseFrom(body);
        noTransaction(request.hasTransactionId());
        RowChange change = change(
                request.getTableName(),
                OperationType.PUT,
                request.getRow(),
                request.getCondition(),
                request.getReturnContent());
        return write(
                instance,
                "PutRow",
                request.getTableName(),
                change,
                (consumed, row) -> PutRowResponse.newBuilder()
                        .setConsumed(consumed)
                        .setRow(row)
                        .build());
    }

    Call update(Instance instance, ByteString body) throws ServiceError, InvalidProtocolBufferException {
        UpdateRowRequest request = UpdateRowRequest.parseFrom(body);
        noTransaction(request.hasTransactionId());
        RowChange change = change(
                request.getTableName(),
                OperationType.UPDATE,
                request.getRowChange(),
                request.getCondition(),
                request.getReturnContent());
        return write(
                instance,
                "UpdateRow",
                request.getTableName(),
                change,
                (consumed, row) -> UpdateRowResponse.newBuilder()
                        .setConsumed(consumed)
                        .setRow(row)
                        .build());
    }

    Call delete(Instance instance, ByteString body) throws ServiceError, InvalidProtocolBufferException {
        DeleteRowRequest request = DeleteRowRequest.parseFrom(body);
        noTransaction(request.hasTransactionId());
        RowChange change = change(
                request.getTableName(),
                OperationType.DELETE,
                request.getPrimaryKey(),
                request.getCondition(),
                request.getReturnContent());
        return write(
                instance,
                "DeleteRow",
                request.getTableName(),
                change,
                (consumed, row) -> DeleteRowResponse.newBuilder()
                        .setConsumed(consumed)
                        .setRow(row)
                        .build());
    }

    /** Makes the answer; the three have no common type. */
    private interface Response {
        MessageLite of(ConsumedCapacity consumed, ByteString row);
    }

    private static RowChange change(
            String table, OperationType type, ByteString row, Condition condition, ReturnContent returns)
            throws ServiceError {
        Limits.tableName(table);
        return RowChange.of(type, row, condition, returns);
    }

    static void noTransaction(boolean transaction) throws ServiceError {
        if (transaction) {
            throw ServiceError.unsupported("a row of a local transaction");
        }
    }

    private Call write(Instance instance, String operation, String table, RowChange change, Response response)
            throws ServiceError {
        if (change.dataSize() > Limits.REQUEST_BYTES) {
            throw tooLarge(operation, change.dataSize());
        }
        return Call.of(table, 1, failing -> {
            Table.Outcome outcome =
                    instance.table(table).write(List.of(change), clock.millis()).get(0);
            if (outcome.error() != null) {
                throw outcome.error();
            }
            byte[] row = outcome.row();
            return Call.Answer.of(response.of(
                    Capacity.write(change.dataSize(), outcome.readUnits()),
                    row == null ? ByteString.EMPTY : RowWriter.answer(row)));
        });
    }

    static ServiceError tooLarge(String operation, long size) {
        return ServiceError.parameter("The total data size of " + operation + " request exceeds the limit, limit size: "
                + Limits.REQUEST_BYTES + ", data size: " + size + ".");
    }
}
