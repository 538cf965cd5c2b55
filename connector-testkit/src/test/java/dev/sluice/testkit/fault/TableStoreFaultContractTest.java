package dev.sluice.testkit.fault;

import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.TableStoreException;
import com.alicloud.openservices.tablestore.model.CapacityUnit;
import com.alicloud.openservices.tablestore.model.CreateTableRequest;
import com.alicloud.openservices.tablestore.model.GetRangeRequest;
import com.alicloud.openservices.tablestore.model.PrimaryKey;
import com.alicloud.openservices.tablestore.model.PrimaryKeyBuilder;
import com.alicloud.openservices.tablestore.model.PrimaryKeyType;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import com.alicloud.openservices.tablestore.model.PutRowRequest;
import com.alicloud.openservices.tablestore.model.RangeRowQueryCriteria;
import com.alicloud.openservices.tablestore.model.ReservedThroughput;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import com.alicloud.openservices.tablestore.model.TableMeta;
import com.alicloud.openservices.tablestore.model.TableOptions;
import dev.sluice.testkit.Emulator;
import dev.sluice.testkit.tablestore.TableStoreEmulator;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class TableStoreFaultContractTest extends FaultContract {
    private static final String TABLE = "table";

    private final TableStoreEmulator tables = TableStoreEmulator.builder().build();
    private final AtomicInteger row = new AtomicInteger();
    private SyncClient client;

    @BeforeEach
    void open() {
        client = tables.client();
        TableMeta meta = new TableMeta(TABLE);
        meta.addPrimaryKeyColumn("id", PrimaryKeyType.INTEGER);
        client.createTable(
                new CreateTableRequest(meta, new TableOptions(-1, 1), new ReservedThroughput(new CapacityUnit(0, 0))));
    }

    @AfterEach
    void shutdown() {
        client.shutdown();
    }

    @Override
    Emulator<?> emulator() {
        return tables;
    }

    @Override
    String operation() {
        return "PutRow";
    }

    @Override
    void call() {
        client.putRow(new PutRowRequest(new RowPutChange(TABLE, key(PrimaryKeyValue.fromLong(row.incrementAndGet())))));
    }

    private static PrimaryKey key(PrimaryKeyValue id) {
        return PrimaryKeyBuilder.createPrimaryKeyBuilder()
                .addPrimaryKeyColumn("id", id)
                .build();
    }

    @Override
    int effects() {
        RangeRowQueryCriteria all = new RangeRowQueryCriteria(TABLE);
        all.setInclusiveStartPrimaryKey(key(PrimaryKeyValue.INF_MIN));
        all.setExclusiveEndPrimaryKey(key(PrimaryKeyValue.INF_MAX));
        all.setMaxVersions(1);
        return client.getRange(new GetRangeRequest(all)).getRows().size();
    }

    @Override
    String codeOf(Throwable refusal) {
        return refusal instanceof TableStoreException service ? service.getErrorCode() : refusal.toString();
    }

    @Override
    String throttleCode() {
        return "OTSServerBusy";
    }

    @Override
    String expiredCode() {
        return "OTSAuthFailed";
    }
}
