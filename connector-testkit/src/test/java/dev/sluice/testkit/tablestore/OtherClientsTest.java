package dev.sluice.testkit.tablestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.CreateTableRequest;
import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.DescribeTableRequest;
import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.DescribeTableResponse;
import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.PrimaryKeyType;
import com.alicloud.openservices.tablestore.core.protocol.PlainBufferBuilder;
import com.alicloud.openservices.tablestore.core.protocol.timeseries.TimeseriesProtocolBuilder;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.timeseries.TimeseriesRow;
import com.aliyun.ots.thirdparty.com.google.protobuf.ByteString;
import com.google.common.cache.CacheBuilder;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What clients in other languages send or need, and the Java client does not. */
class OtherClientsTest {

    @Test
    void aDescribedTableHasItsStatus() throws Exception {
        Instance instance = new Instance(null);
        TableCalls calls = new TableCalls(InstantSource.fixed(Instant.EPOCH));
        CreateTableRequest.Builder create = CreateTableRequest.newBuilder();
        create.getTableMetaBuilder()
                .setTableName("orders")
                .addPrimaryKeyBuilder()
                .setName("id")
                .setType(PrimaryKeyType.STRING);
        create.getTableOptionsBuilder().setTimeToLive(-1).setMaxVersions(1);
        create.getReservedThroughputBuilder()
                .getCapacityUnitBuilder()
                .setRead(0)
                .setWrite(0);
        calls.create(instance, create.build().toByteString()).execute(null);

        ByteString describe =
                DescribeTableRequest.newBuilder().setTableName("orders").build().toByteString();
        byte[] answer =
                calls.describe(instance, describe).execute(null).message().toByteArray();

        assertThat(DescribeTableResponse.parseFrom(answer)
                        .getUnknownFields()
                        .getField(4)
                        .getVarintList())
                .containsExactly(1L);
    }

    @Test
    void zerosAfterARowAreNoError() throws Exception {
        byte[] key = PlainBufferBuilder.buildPrimaryKeyWithHeader(EmulatorFixture.key("1"));
        ByteString row = ByteString.copyFrom(key);

        assertThat(RowReader.request(row.concat(ByteString.copyFrom(new byte[2])))
                        .key())
                .hasSize(1);
        assertThat(broken(row.concat(ByteString.copyFrom(new byte[] {1})))).contains("has more data");
    }

    @Test
    void aDamagedRowIsAParameterErrorWhereverItIsDamaged() throws Exception {
        byte[] key = PlainBufferBuilder.buildPrimaryKeyWithHeader(EmulatorFixture.key("some key"));
        for (int at = 0; at < key.length; at++) {
            byte[] damaged = key.clone();
            damaged[at] ^= 0x40;
            assertThat(broken(ByteString.copyFrom(damaged))).isNotEmpty();
            assertThat(broken(ByteString.copyFrom(key, 0, at))).isNotEmpty();
        }
    }

    @Test
    void aDamagedFlatBufferIsReadOrIsAParameterError() {
        TimeseriesRow row = new TimeseriesRow(SeriesFixture.cpu("h1"), 1);
        row.addField("number", ColumnValue.fromLong(1));
        row.addField("text", ColumnValue.fromString("some text"));
        row.addField("blob", ColumnValue.fromBinary(new byte[] {1, 2, 3}));
        ByteBuffer buffer = TimeseriesProtocolBuilder.buildFlatbufferRows(
                List.of(row), "metrics", CacheBuilder.newBuilder().build());
        byte[] good = new byte[buffer.remaining()];
        buffer.get(good);
        for (int at = 0; at < good.length; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] damaged = good.clone();
                damaged[at] ^= (byte) (1 << bit);
                readOrRefused(ByteString.copyFrom(damaged));
            }
            readOrRefused(ByteString.copyFrom(good, 0, at));
        }
    }

    private static void readOrRefused(ByteString rows) {
        try {
            assertThat(SeriesRowReader.read(rows)).isNotEmpty();
        } catch (ServiceError e) {
            assertThat(e.code()).isEqualTo("OTSParameterInvalid");
        }
    }

    private static String broken(ByteString row) {
        ServiceError error = catchThrowableOfType(ServiceError.class, () -> RowReader.request(row));
        assertThat(error.code()).isEqualTo("OTSParameterInvalid");
        return error.text();
    }
}
