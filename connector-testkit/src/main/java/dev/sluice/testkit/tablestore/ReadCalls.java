package dev.sluice.testkit.tablestore;

import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.BatchGetRowRequest;
import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.BatchGetRowResponse;
import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.Error;
import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.GetRowRequest;
import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.GetRowResponse;
import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.RowInBatchGetRowResponse;
import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.TableInBatchGetRowRequest;
import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.TableInBatchGetRowResponse;
import com.aliyun.ots.thirdparty.com.google.protobuf.ByteString;
import com.aliyun.ots.thirdparty.com.google.protobuf.InvalidProtocolBufferException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The calls that read rows by key. */
final class ReadCalls {
    private static final byte[] NO_ROW = {};

    private final InstantSource clock;

    ReadCalls(InstantSource clock) {
        this.clock = clock;
    }

    private record TableRead(String table, List<List<Cell>> keys, ReadSpec spec) {}

    /** @param wire empty when there is nothing to answer */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Found(byte[] wire, int dataSize) {}

    Call get(Instance instance, ByteString body) throws ServiceError, InvalidProtocolBufferException {
        GetRowRequest request = GetRowRequest.parseFrom(body);
        WriteCalls.noTransaction(request.hasTransactionId());
        Limits.tableName(request.getTableName());
        noToken(request.getToken());
        List<Cell> key = key(request.getPrimaryKey());
        ReadSpec spec = new ReadSpec.Builder()
                .columns(request.getColumnsToGetList())
                .maxVersions(request.hasMaxVersions(), request.getMaxVersions())
                .timeRange(request.hasTimeRange(), request.getTimeRange())
                .columnRange(request.getStartColumn(), request.getEndColumn())
                .filter(request.getFilter())
                .build();
        return Call.of(request.getTableName(), 1, failing -> {
            Found found = read(instance.table(request.getTableName()), key, spec);
            return Call.Answer.of(GetRowResponse.newBuilder()
                    .setConsumed(Capacity.read(found.dataSize()))
                    .setRow(answer(found))
                    .build());
        });
    }

    Call batchGet(Instance instance, ByteString body) throws ServiceError, InvalidProtocolBufferException {
        BatchGetRowRequest request = BatchGetRowRequest.parseFrom(body);
        List<TableRead> tables = new ArrayList<>();
        Set<String> names = new HashSet<>();
        int rows = 0;
        for (TableInBatchGetRowRequest table : request.getTablesList()) {
            Limits.tableName(table.getTableName());
            if (!names.add(table.getTableName())) {
                throw ServiceError.parameter("Duplicated table name: '" + table.getTableName() + "'.");
            }
            rows += table.getPrimaryKeyCount();
            if (rows > Limits.BATCH_GET_ROWS) {
                throw ServiceError.parameter("Rows count exceeds the upper limit: " + Limits.BATCH_GET_ROWS + ".");
            }
            for (ByteString token : table.getTokenList()) {
                noToken(token);
            }
            List<List<Cell>> keys = new ArrayList<>();
            for (ByteString key : table.getPrimaryKeyList()) {
                keys.add(key(key));
            }
            tables.add(new TableRead(table.getTableName(), keys, spec(table)));
        }
        if (rows == 0) {
            throw ServiceError.parameter("No row specified in the request of BatchGetRow.");
        }
        return Call.of(String.join(",", names), rows, failing -> batchGet(instance, tables));
    }

    private static ReadSpec spec(TableInBatchGetRowRequest table) throws ServiceError {
        return new ReadSpec.Builder()
                .columns(table.getColumnsToGetList())
                .maxVersions(table.hasMaxVersions(), table.getMaxVersions())
                .timeRange(table.hasTimeRange(), table.getTimeRange())
                .columnRange(table.getStartColumn(), table.getEndColumn())
                .filter(table.getFilter())
                .build();
    }

    private Call.Answer batchGet(Instance instance, List<TableRead> tables) {
        BatchGetRowResponse.Builder response = BatchGetRowResponse.newBuilder();
        int failed = 0;
        for (TableRead read : tables) {
            TableInBatchGetRowResponse.Builder answer =
                    TableInBatchGetRowResponse.newBuilder().setTableName(read.table());
            for (List<Cell> key : read.keys()) {
                RowInBatchGetRowResponse.Builder row = RowInBatchGetRowResponse.newBuilder();
                try {
                    Found found = read(instance.table(read.table()), key, read.spec());
                    row.setIsOk(true)
                            .setConsumed(Capacity.read(found.dataSize()))
                            .setRow(answer(found));
                } catch (ServiceError e) {
                    failed++;
                    row.setIsOk(false)
                            .setError(Error.newBuilder().setCode(e.code()).setMessage(e.text()));
                }
                answer.addRows(row);
            }
            response.addTables(answer);
        }
        return new Call.Answer(response.build(), failed);
    }

    private Found read(Table table, List<Cell> key, ReadSpec spec) throws ServiceError {
        table.schema().checkKey(key);
        StoredRow row = table.get(RowKey.of(key), clock.millis());
        byte[] wire =
                row == null ? null : spec.select(row, table.settings().options().getMaxVersions());
        return row == null ? new Found(NO_ROW, 0) : new Found(wire == null ? NO_ROW : wire, row.dataSize());
    }

    private static ByteString answer(Found found) {
        return found.wire().length == 0 ? ByteString.EMPTY : RowWriter.answer(found.wire());
    }

    private static List<Cell> key(ByteString field) throws ServiceError {
        RowReader.Row row = RowReader.request(field);
        if (!row.cells().isEmpty()) {
            throw ServiceError.parameter("Attribute column cannot be given while reading data.");
        }
        if (row.deleteMarker()) {
            throw ServiceError.parameter("Delete marker cannot be given.");
        }
        if (RowChange.checkKey(row.key())) {
            throw ServiceError.parameter("PKAutoIncr can't be used for read operations.");
        }
        return row.key();
    }

    /** A token continues a wide row that was answered in part; the emulator always answers the whole row. */
    static void noToken(ByteString token) throws ServiceError {
        if (!token.isEmpty()) {
            throw ServiceError.parameter("Invalid token.");
        }
    }
}
