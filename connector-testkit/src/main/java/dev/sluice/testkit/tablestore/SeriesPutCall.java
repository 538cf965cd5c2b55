package dev.sluice.testkit.tablestore;

import com.alicloud.openservices.tablestore.core.protocol.timeseries.Timeseries.FailedRowInfo;
import com.alicloud.openservices.tablestore.core.protocol.timeseries.Timeseries.MetaUpdateMode;
import com.alicloud.openservices.tablestore.core.protocol.timeseries.Timeseries.MetaUpdateStatus;
import com.alicloud.openservices.tablestore.core.protocol.timeseries.Timeseries.PutTimeseriesDataRequest;
import com.alicloud.openservices.tablestore.core.protocol.timeseries.Timeseries.PutTimeseriesDataResponse;
import com.alicloud.openservices.tablestore.core.protocol.timeseries.Timeseries.RowsSerializeType;
import com.alicloud.openservices.tablestore.core.protocol.timeseries.Timeseries.TimeseriesRows;
import com.aliyun.ots.thirdparty.com.google.protobuf.ByteString;
import com.aliyun.ots.thirdparty.com.google.protobuf.InvalidProtocolBufferException;
import dev.sluice.testkit.fault.Fault;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * PutTimeseriesData. What cannot be read or is too much refuses the whole request; a name, tag, time or value that the
 * service does not take fails its row alone.
 */
final class SeriesPutCall {
    private final InstantSource clock;

    SeriesPutCall(InstantSource clock) {
        this.clock = clock;
    }

    Call put(Instance instance, ByteString body) throws ServiceError, InvalidProtocolBufferException {
        PutTimeseriesDataRequest request = PutTimeseriesDataRequest.parseFrom(body);
        SeriesLimits.tableName(request.getTableName());
        TimeseriesRows rows = request.getRowsData();
        if (rows.getType() != RowsSerializeType.RST_FLAT_BUFFER) {
            throw ServiceError.unsupported("PutTimeseriesData with rows that are no FlatBuffer");
        }
        if (rows.hasFlatbufferCrc32C() && rows.getFlatbufferCrc32C() != crc(rows.getRowsData())) {
            throw ServiceError.parameter("The checksum of flat buffer rows is mismatch.");
        }
        List<SeriesRowReader.Entry> entries = SeriesRowReader.read(rows.getRowsData());
        boolean updateMeta = request.getMetaUpdateMode() == MetaUpdateMode.MUM_NORMAL;
        return Call.of(
                request.getTableName(),
                entries.size(),
                failing -> put(instance.seriesTable(request.getTableName()), entries, updateMeta, failing));
    }

    private Call.Answer put(
            SeriesTable table,
            List<SeriesRowReader.Entry> entries,
            boolean updateMeta,
            Fault.@Nullable FailRows failing) {
        PutTimeseriesDataResponse.Builder response = PutTimeseriesDataResponse.newBuilder();
        List<SeriesRow> rows = new ArrayList<>(entries.size());
        List<Integer> indexes = new ArrayList<>(entries.size());
        for (int i = 0; i < entries.size(); i++) {
            SeriesRow row = entries.get(i).row();
            ServiceError error = failing != null && failing.rows().contains(i)
                    ? Injected.error(0, failing.code())
                    : entries.get(i).error();
            if (row == null || error != null) {
                response.addFailedRows(failed(i, error == null ? ServiceError.parameter("Invalid row.") : error));
            } else {
                rows.add(row);
                indexes.add(i);
            }
        }
        long now = micros(clock);
        List<Boolean> updated = table.put(rows, now, updateMeta);
        MetaUpdateStatus.Builder status = MetaUpdateStatus.newBuilder();
        for (int i = 0; i < updated.size(); i++) {
            if (updated.get(i)) {
                status.addRowIds(indexes.get(i)).addMetaUpdateTimes((int) (now / 1_000_000));
            }
        }
        response.setMetaUpdateStatus(status);
        return new Call.Answer(response.build(), response.getFailedRowsCount());
    }

    static FailedRowInfo failed(int index, ServiceError error) {
        return FailedRowInfo.newBuilder()
                .setRowIndex(index)
                .setErrorCode(error.code())
                .setErrorMessage(error.text())
                .build();
    }

    static long micros(InstantSource clock) {
        return clock.millis() * 1000;
    }

    private static int crc(ByteString data) {
        CRC32C crc = new CRC32C();
        crc.update(data.asReadOnlyByteBuffer());
        return (int) crc.getValue();
    }
}
