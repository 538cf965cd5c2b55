package dev.sluice.testkit.tablestore;

import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.ComputeSplitPointsBySizeRequest;
import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.ComputeSplitPointsBySizeResponse;
import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.ComputeSplitPointsBySizeResponse.SplitLocation;
import com.aliyun.ots.thirdparty.com.google.protobuf.ByteString;
import com.aliyun.ots.thirdparty.com.google.protobuf.InvalidProtocolBufferException;
import java.util.List;

/** ComputeSplitPointsBySize: where a table can be cut into parts of about one size. */
final class SplitCall {
    private static final long DEFAULT_UNIT_BYTES = 100L * 1024 * 1024;
    /** An emulator has one machine, and it has no name that a client could use. */
    private static final String LOCATION = "";

    private SplitCall() {}

    static Call split(Instance instance, ByteString body) throws ServiceError, InvalidProtocolBufferException {
        ComputeSplitPointsBySizeRequest request = ComputeSplitPointsBySizeRequest.parseFrom(body);
        Limits.tableName(request.getTableName());
        long unit = request.hasSplitSizeUnitInByte() ? request.getSplitSizeUnitInByte() : DEFAULT_UNIT_BYTES;
        if (request.getSplitSize() <= 0 || unit <= 0 || request.getSplitSize() > Long.MAX_VALUE / unit) {
            throw ServiceError.parameter("The split size must be greater than 0.");
        }
        int limit = request.hasSplitPointLimit() ? request.getSplitPointLimit() : Integer.MAX_VALUE;
        if (limit <= 0) {
            throw ServiceError.parameter("The split point limit must be greater than 0.");
        }
        return Call.of(request.getTableName(), 0, failing -> {
            Table table = instance.table(request.getTableName());
            List<StoredRow> points = table.splitPoints(request.getSplitSize() * unit, limit);
            ComputeSplitPointsBySizeResponse.Builder response = ComputeSplitPointsBySizeResponse.newBuilder()
                    .setConsumed(Capacity.read(0))
                    .addAllSchema(table.schema().meta().getPrimaryKeyList())
                    .addLocations(
                            SplitLocation.newBuilder().setLocation(LOCATION).setRepeat(points.size() + 1L));
            for (StoredRow point : points) {
                response.addSplitPoints(
                        RowWriter.answer(RowWriter.row(point.decode().key(), List.of())));
            }
            return Call.Answer.of(response.build());
        });
    }
}
