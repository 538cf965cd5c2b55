package dev.sluice.testkit.tablestore;

import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.BatchWriteRowRequest;
import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.BatchWriteRowResponse;
import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.BulkImportRequest;
import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.BulkImportResponse;
import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.Error;
import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.ReturnContent;
import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.RowInBatchWriteRowRequest;
import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.RowInBatchWriteRowResponse;
import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.RowInBulkImportRequest;
import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.RowInBulkImportResponse;
import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.TableInBatchWriteRowRequest;
import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.TableInBatchWriteRowResponse;
import com.aliyun.ots.thirdparty.com.google.protobuf.ByteString;
import com.aliyun.ots.thirdparty.com.google.protobuf.InvalidProtocolBufferException;
import dev.sluice.testkit.fault.Fault;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The calls that write many rows. What is wrong without looking at a table (a name, a size, a count, an equal key)
 * refuses the whole request; what only the table can say (no such table, key mismatch, condition) fails its row alone.
 */
final class BatchCalls {
    private final InstantSource clock;

    BatchCalls(InstantSource clock) {
        this.clock = clock;
    }

    /** @param firstIndex of the table's first row, counted through the whole request */
    private record TableRows(String table, List<RowChange> changes, int firstIndex) {}

    Call batchWrite(Instance instance, ByteString body) throws ServiceError, InvalidProtocolBufferException {
        BatchWriteRowRequest request = BatchWriteRowRequest.parseFrom(body);
        WriteCalls.noTransaction(request.hasTransactionId());
        int rows = 0;
        Set<String> names = new HashSet<>();
        for (TableInBatchWriteRowRequest table : request.getTablesList()) {
            Limits.tableName(table.getTableName());
            if (!names.add(table.getTableName())) {
                throw ServiceError.parameter("Duplicated table name: '" + table.getTableName() + "'.");
            }
            if (table.getRowsCount() == 0) {
                throw noOperation(table.getTableName());
            }
            rows += table.getRowsCount();
        }
        if (rows == 0) {
            throw ServiceError.parameter("No row is specified in BatchWriteRow.");
        }
        checkCount(rows);
        List<TableRows> tables = new ArrayList<>(request.getTablesCount());
        long size = 0;
        int index = 0;
        for (TableInBatchWriteRowRequest table : request.getTablesList()) {
            List<RowChange> changes = new ArrayList<>(table.getRowsCount());
            for (RowInBatchWriteRowRequest row : table.getRowsList()) {
                RowChange change =
                        RowChange.of(row.getType(), row.getRowChange(), row.getCondition(), row.getReturnContent());
                size += change.dataSize();
                changes.add(change);
            }
            checkEqualKeys(changes);
            tables.add(new TableRows(table.getTableName(), changes, index));
            index += changes.size();
        }
        checkSize("BatchWriteRow", size);
        boolean atomic = request.getIsAtomic();
        if (atomic) {
            checkOnePartition(tables);
        }
        return Call.of(String.join(",", names), rows, failing -> batchWrite(instance, tables, atomic, failing));
    }

    private static void checkOnePartition(List<TableRows> tables) throws ServiceError {
        Set<RowKey> partitions = new HashSet<>();
        for (RowChange change : tables.get(0).changes()) {
            if (change.rowKey() == null) {
                throw ServiceError.unsupported("an atomic BatchWriteRow with an auto-increment key");
            }
            partitions.add(RowKey.of(change.key().subList(0, 1)));
        }
        if (tables.size() > 1 || partitions.size() > 1) {
            throw ServiceError.parameter("The rows of an atomic batch must have the same table and partition key.");
        }
    }

    private Call.Answer batchWrite(
            Instance instance, List<TableRows> tables, boolean atomic, Fault.@Nullable FailRows failing) {
        BatchWriteRowResponse.Builder response = BatchWriteRowResponse.newBuilder();
        int failed = 0;
        for (TableRows table : tables) {
            List<Table.Outcome> outcomes = write(instance, table, atomic, failing);
            TableInBatchWriteRowResponse.Builder answer =
                    TableInBatchWriteRowResponse.newBuilder().setTableName(table.table());
            for (int i = 0; i < outcomes.size(); i++) {
                Table.Outcome outcome = outcomes.get(i);
                RowInBatchWriteRowResponse.Builder row = RowInBatchWriteRowResponse.newBuilder();
                if (outcome.error() != null) {
                    failed++;
                    row.setIsOk(false).setError(error(outcome.error()));
                } else {
                    row.setIsOk(true)
                            .setConsumed(Capacity.write(table.changes().get(i).dataSize(), outcome.readUnits()));
                    if (outcome.row() != null) {
                        row.setRow(RowWriter.answer(outcome.row()));
                    }
                }
                answer.addRows(row);
            }
            response.addTables(answer);
        }
        return new Call.Answer(response.build(), failed);
    }

    Call bulkImport(Instance instance, ByteString body) throws ServiceError, InvalidProtocolBufferException {
        BulkImportRequest request = BulkImportRequest.parseFrom(body);
        Limits.tableName(request.getTableName());
        int rows = request.getRowsCount();
        if (rows == 0) {
            throw noOperation(request.getTableName());
        }
        checkCount(rows);
        List<RowChange> changes = new ArrayList<>(rows);
        long size = 0;
        for (RowInBulkImportRequest row : request.getRowsList()) {
            RowChange change =
                    RowChange.of(row.getType(), row.getRowChange(), null, ReturnContent.getDefaultInstance());
            size += change.dataSize();
            changes.add(change);
        }
        // No page says what BulkImport does with equal keys; refusing them keeps clients off undocumented ground.
        checkEqualKeys(changes);
        checkSize("BulkImport", size);
        TableRows table = new TableRows(request.getTableName(), changes, 0);
        return Call.of(request.getTableName(), rows, failing -> bulkImport(instance, table, failing));
    }

    private Call.Answer bulkImport(Instance instance, TableRows table, Fault.@Nullable FailRows failing) {
        List<Table.Outcome> outcomes = write(instance, table, false, failing);
        BulkImportResponse.Builder response = BulkImportResponse.newBuilder().setTableName(table.table());
        int failed = 0;
        for (int i = 0; i < outcomes.size(); i++) {
            ServiceError error = outcomes.get(i).error();
            RowInBulkImportResponse.Builder row = RowInBulkImportResponse.newBuilder();
            if (error != null) {
                failed++;
                row.setIsOk(false).setError(error(error));
            } else {
                row.setIsOk(true)
                        .setConsumed(Capacity.write(table.changes().get(i).dataSize(), 0));
            }
            response.addRows(row);
        }
        return new Call.Answer(response.build(), failed);
    }

    private List<Table.Outcome> write(
            Instance instance, TableRows rows, boolean atomic, Fault.@Nullable FailRows failing) {
        Table table = instance.find(rows.table());
        if (table == null) {
            Table.Outcome missing = new Table.Outcome(ServiceError.noTable(), null, 0);
            return Collections.nCopies(rows.changes().size(), missing);
        }
        if (failing == null) {
            return table.write(rows.changes(), clock.millis(), atomic);
        }
        if (atomic) {
            Table.Outcome injected = new Table.Outcome(Injected.error(0, failing.code()), null, 0);
            return Collections.nCopies(rows.changes().size(), injected);
        }
        List<RowChange> healthy = new ArrayList<>();
        for (int i = 0; i < rows.changes().size(); i++) {
            if (!failing.rows().contains(rows.firstIndex() + i)) {
                healthy.add(rows.changes().get(i));
            }
        }
        List<Table.Outcome> written = table.write(healthy, clock.millis());
        List<Table.Outcome> all = new ArrayList<>();
        Table.Outcome injected = new Table.Outcome(Injected.error(0, failing.code()), null, 0);
        int next = 0;
        for (int i = 0; i < rows.changes().size(); i++) {
            all.add(failing.rows().contains(rows.firstIndex() + i) ? injected : written.get(next++));
        }
        return all;
    }

    private static void checkCount(int rows) throws ServiceError {
        if (rows > Limits.BATCH_WRITE_ROWS) {
            throw ServiceError.parameter("Rows count exceeds the upper limit: " + Limits.BATCH_WRITE_ROWS + ".");
        }
    }

    private static void checkSize(String operation, long size) throws ServiceError {
        if (size > Limits.REQUEST_BYTES) {
            throw WriteCalls.tooLarge(operation, size);
        }
    }

    private static void checkEqualKeys(List<RowChange> changes) throws ServiceError {
        Set<RowKey> keys = new HashSet<>(changes.size() * 2);
        for (RowChange change : changes) {
            RowKey key = change.rowKey();
            if (key != null && !keys.add(key)) {
                throw ServiceError.parameter("Duplicate rows detected in MultiPut.");
            }
        }
    }

    private static ServiceError noOperation(String table) {
        return ServiceError.parameter("No operation is specified for table: '" + table + "'.");
    }

    private static Error error(ServiceError error) {
        return Error.newBuilder().setCode(error.code()).setMessage(error.text()).build();
    }
}
