package dev.sluice.testkit.tablestore;

import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.Direction;
import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.GetRangeRequest;
import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.GetRangeResponse;
import com.alicloud.openservices.tablestore.core.protocol.PlainBufferConsts;
import com.aliyun.ots.thirdparty.com.google.protobuf.ByteString;
import com.aliyun.ots.thirdparty.com.google.protobuf.InvalidProtocolBufferException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** GetRange: rows between two keys, cut where the service cuts. */
final class RangeCall {
    private final InstantSource clock;

    RangeCall(InstantSource clock) {
        this.clock = clock;
    }

    Call range(Instance instance, ByteString body) throws ServiceError, InvalidProtocolBufferException {
        GetRangeRequest request = GetRangeRequest.parseFrom(body);
        WriteCalls.noTransaction(request.hasTransactionId());
        Limits.tableName(request.getTableName());
        ReadCalls.noToken(request.getToken());
        if (request.hasLimit() && request.getLimit() <= 0) {
            throw ServiceError.parameter("The limit must be greater than 0.");
        }
        ReadSpec spec = new ReadSpec.Builder()
                .columns(request.getColumnsToGetList())
                .maxVersions(request.hasMaxVersions(), request.getMaxVersions())
                .timeRange(request.hasTimeRange(), request.getTimeRange())
                .columnRange(request.getStartColumn(), request.getEndColumn())
                .filter(request.getFilter())
                .build();
        List<Cell> start = end(request.getInclusiveStartPrimaryKey());
        List<Cell> end = end(request.getExclusiveEndPrimaryKey());
        boolean forward = request.getDirection() == Direction.FORWARD;
        int limit = request.hasLimit() ? request.getLimit() : Integer.MAX_VALUE;
        return Call.of(request.getTableName(), 0, failing -> {
            Table table = instance.table(request.getTableName());
            table.schema().checkKey(start);
            table.schema().checkKey(end);
            RowKey from = RowKey.of(start);
            RowKey to = RowKey.of(end);
            int order = from.compareTo(to);
            if (forward ? order >= 0 : order <= 0) {
                throw ServiceError.parameter(
                        forward
                                ? "Begin key must less than end key in FORWARD"
                                : "Begin key must more than end key in BACKWARD");
            }
            // One more than can be answered: its key is where the next call starts.
            List<StoredRow> rows = table.range(from, to, forward, Limits.RANGE_ROWS + 1);
            return Call.Answer.of(answer(rows, spec, limit, table.settings(), clock.millis()));
        });
    }

    private static GetRangeResponse answer(
            List<StoredRow> rows, ReadSpec spec, int limit, TableSettings settings, long now) {
        int versionsOfTable = settings.options().getMaxVersions();
        long oldest = settings.oldestVersion(now);
        List<byte[]> selected = new ArrayList<>(rows.size());
        long scanned = 0;
        StoredRow next = null;
        for (int i = 0; i < rows.size(); i++) {
            StoredRow row = rows.get(i);
            if (i == Limits.RANGE_ROWS
                    || selected.size() == limit
                    || (i > 0 && scanned + row.dataSize() > Limits.RANGE_BYTES)) {
                next = row;
                break;
            }
            scanned += row.dataSize();
            StoredRow left = row.since(oldest);
            byte[] wire = left == null ? null : spec.select(left, versionsOfTable);
            if (wire != null) {
                selected.add(wire);
            }
        }
        GetRangeResponse.Builder response = GetRangeResponse.newBuilder()
                .setConsumed(Capacity.read(scanned))
                .setRows(RowWriter.answer(selected));
        ByteString nextStart = start(next);
        if (nextStart != null) {
            response.setNextStartPrimaryKey(nextStart);
        }
        return response.build();
    }

    private static @Nullable ByteString start(@Nullable StoredRow row) {
        return row == null ? null : RowWriter.answer(RowWriter.row(row.decode().key(), List.of()));
    }

    /** One end of the range: a key that may have INF_MIN and INF_MAX. */
    private static List<Cell> end(ByteString field) throws ServiceError {
        List<Cell> key = RowReader.request(field).key();
        for (Cell cell : key) {
            RowChange.checkKeyCell(cell);
            if (cell.type() == PlainBufferConsts.VT_AUTO_INCREMENT) {
                throw ServiceError.parameter("PKAutoIncr can't be used for read operations.");
            }
        }
        return key;
    }
}
