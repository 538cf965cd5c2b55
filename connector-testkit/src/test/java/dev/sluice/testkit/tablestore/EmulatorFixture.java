package dev.sluice.testkit.tablestore;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.TableStoreException;
import com.alicloud.openservices.tablestore.model.CapacityUnit;
import com.alicloud.openservices.tablestore.model.Column;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.CreateTableRequest;
import com.alicloud.openservices.tablestore.model.GetRowRequest;
import com.alicloud.openservices.tablestore.model.PrimaryKey;
import com.alicloud.openservices.tablestore.model.PrimaryKeyBuilder;
import com.alicloud.openservices.tablestore.model.PrimaryKeyType;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import com.alicloud.openservices.tablestore.model.PutRowRequest;
import com.alicloud.openservices.tablestore.model.ReservedThroughput;
import com.alicloud.openservices.tablestore.model.Row;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import com.alicloud.openservices.tablestore.model.SingleRowQueryCriteria;
import com.alicloud.openservices.tablestore.model.TableMeta;
import com.alicloud.openservices.tablestore.model.TableOptions;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** An emulator and an unmodified official client for each test. */
abstract class EmulatorFixture {
    static final String TABLE = "orders";
    /** As far from the service's clock as a version may be, for tests that choose versions. */
    static final long ANY_VERSION = Long.MAX_VALUE / 1_000_000;

    TableStoreEmulator emulator;
    SyncClient client;

    @BeforeEach
    void startEmulator() {
        // The client may take an answer that comes before it has looked away for a connection that was closed.
        emulator = configure(TableStoreEmulator.builder().latency(Duration.ofMillis(1)))
                .build();
        emulator.start();
        client = emulator.client();
    }

    @AfterEach
    void stopEmulator() {
        client.shutdown();
        emulator.close();
    }

    TableStoreEmulator.Builder configure(TableStoreEmulator.Builder builder) {
        return builder;
    }

    /** A table with the key (id STRING). */
    void createTable() {
        createTable(1);
    }

    void createTable(int maxVersions) {
        TableMeta meta = new TableMeta(TABLE);
        meta.addPrimaryKeyColumn("id", PrimaryKeyType.STRING);
        createTable(meta, maxVersions);
    }

    void createTable(TableMeta meta, int maxVersions) {
        client.createTable(new CreateTableRequest(
                meta, new TableOptions(-1, maxVersions, ANY_VERSION), new ReservedThroughput(new CapacityUnit(0, 0))));
    }

    static PrimaryKey key(String id) {
        return PrimaryKeyBuilder.createPrimaryKeyBuilder()
                .addPrimaryKeyColumn("id", PrimaryKeyValue.fromString(id))
                .build();
    }

    static RowPutChange put(String id, Column... columns) {
        RowPutChange change = new RowPutChange(TABLE, key(id));
        for (Column column : columns) {
            change.addColumn(column);
        }
        return change;
    }

    static Column column(String name, String value) {
        return new Column(name, ColumnValue.fromString(value));
    }

    static Column column(String name, long value) {
        return new Column(name, ColumnValue.fromLong(value));
    }

    static Column version(String name, String value, long version) {
        return new Column(name, ColumnValue.fromString(value), version);
    }

    void write(RowPutChange change) {
        client.putRow(new PutRowRequest(change));
    }

    /** The newest versions of a row, or null. */
    Row read(String id) {
        return read(id, 1);
    }

    Row read(String id, int maxVersions) {
        SingleRowQueryCriteria criteria = new SingleRowQueryCriteria(TABLE, key(id));
        criteria.setMaxVersions(maxVersions);
        return read(criteria);
    }

    Row read(SingleRowQueryCriteria criteria) {
        return client.getRow(new GetRowRequest(criteria)).getRow();
    }

    static TableStoreException refusal(ThrowingCallable call) {
        return catchThrowableOfType(TableStoreException.class, call);
    }
}
