package dev.sluice.testkit.tablestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.model.AddDefinedColumnRequest;
import com.alicloud.openservices.tablestore.model.CapacityUnit;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.CreateTableRequest;
import com.alicloud.openservices.tablestore.model.DefinedColumnType;
import com.alicloud.openservices.tablestore.model.DeleteRowRequest;
import com.alicloud.openservices.tablestore.model.DeleteTableRequest;
import com.alicloud.openservices.tablestore.model.DescribeTableRequest;
import com.alicloud.openservices.tablestore.model.DescribeTableResponse;
import com.alicloud.openservices.tablestore.model.GetRowRequest;
import com.alicloud.openservices.tablestore.model.PrimaryKeyType;
import com.alicloud.openservices.tablestore.model.PutRowRequest;
import com.alicloud.openservices.tablestore.model.ReservedThroughput;
import com.alicloud.openservices.tablestore.model.Row;
import com.alicloud.openservices.tablestore.model.RowDeleteChange;
import com.alicloud.openservices.tablestore.model.RowUpdateChange;
import com.alicloud.openservices.tablestore.model.SingleRowQueryCriteria;
import com.alicloud.openservices.tablestore.model.TableMeta;
import com.alicloud.openservices.tablestore.model.TableOptions;
import com.alicloud.openservices.tablestore.model.TimeseriesTableMeta;
import com.alicloud.openservices.tablestore.model.TimeseriesTableOptions;
import com.alicloud.openservices.tablestore.model.UpdateRowRequest;
import com.alicloud.openservices.tablestore.model.UpdateTableRequest;
import com.alicloud.openservices.tablestore.model.timeseries.CreateTimeseriesTableRequest;
import com.alicloud.openservices.tablestore.model.timeseries.DeleteTimeseriesMetaRequest;
import com.alicloud.openservices.tablestore.model.timeseries.PutTimeseriesDataRequest;
import com.alicloud.openservices.tablestore.model.timeseries.QueryTimeseriesMetaRequest;
import com.alicloud.openservices.tablestore.model.timeseries.TimeseriesMeta;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderTest {
    private static final String TABLE = EmulatorFixture.TABLE;

    @TempDir
    Path folder;

    @Test
    void tablesAndRowsAreThereAgain() {
        with(client -> {
            createTable(client);
            for (int i = 0; i < 300; i++) {
                put(client, "row" + i, i);
            }
            client.updateRow(new UpdateRowRequest(
                    new RowUpdateChange(TABLE, EmulatorFixture.key("row1")).put(EmulatorFixture.column("b", "x"))));
            client.deleteRow(new DeleteRowRequest(new RowDeleteChange(TABLE, EmulatorFixture.key("row2"))));
            UpdateTableRequest update = new UpdateTableRequest(TABLE);
            TableOptions options = new TableOptions();
            options.setMaxVersions(7);
            update.setTableOptionsForUpdate(options);
            client.updateTable(update);
            AddDefinedColumnRequest add = new AddDefinedColumnRequest();
            add.setTableName(TABLE);
            add.addDefinedColumn("amount", DefinedColumnType.DOUBLE);
            client.addDefinedColumn(add);
        });
        // Twice: what was read is written anew, and must be read as well.
        for (int i = 0; i < 2; i++) {
            with(client -> {
                DescribeTableResponse table = client.describeTable(new DescribeTableRequest(TABLE));
                assertThat(table.getTableOptions().getMaxVersions()).isEqualTo(7);
                assertThat(table.getTableMeta().getDefinedColumnsList()).hasSize(1);
                assertThat(read(client, "row299")
                                .getLatestColumn("a")
                                .getValue()
                                .asLong())
                        .isEqualTo(299);
                assertThat(read(client, "row1").getColumns()).hasSize(2);
                assertThat(read(client, "row2")).isNull();
            });
        }
    }

    @Test
    void aDeletedTableStaysDeletedAndMayComeBackEmpty() {
        with(client -> {
            createTable(client);
            put(client, "1", 1);
            client.deleteTable(new DeleteTableRequest(TABLE));
        });
        with(client -> {
            assertThat(client.listTable().getTableNames()).isEmpty();
            createTable(client);
        });
        with(client -> assertThat(read(client, "1")).isNull());
    }

    @Test
    void timeSeriesAreThereAgain() {
        with(client -> {
            client.asTimeseriesClient()
                    .createTimeseriesTable(new CreateTimeseriesTableRequest(
                            new TimeseriesTableMeta(SeriesFixture.SERIES, new TimeseriesTableOptions(100_000_000))));
            PutTimeseriesDataRequest put = new PutTimeseriesDataRequest(SeriesFixture.SERIES);
            long now = System.currentTimeMillis() * 1000;
            put.addRow(SeriesFixture.row(SeriesFixture.cpu("h1"), now, "load", ColumnValue.fromLong(5)));
            put.addRow(SeriesFixture.row(SeriesFixture.cpu("h2"), now));
            client.asTimeseriesClient().putTimeseriesData(put);
            DeleteTimeseriesMetaRequest delete = new DeleteTimeseriesMetaRequest(SeriesFixture.SERIES);
            delete.setTimeseriesKeys(List.of(SeriesFixture.cpu("h2")));
            client.asTimeseriesClient().deleteTimeseriesMeta(delete);
        });
        with(client -> {
            assertThat(client.asTimeseriesClient()
                            .getTimeseriesData(SeriesFixture.request(SeriesFixture.cpu("h1")))
                            .getRows())
                    .singleElement()
                    .satisfies(row -> assertThat(row.getFields()).containsEntry("load", ColumnValue.fromLong(5)));
            assertThat(client.asTimeseriesClient()
                            .queryTimeseriesMeta(new QueryTimeseriesMetaRequest(SeriesFixture.SERIES))
                            .getTimeseriesMetas())
                    .extracting(TimeseriesMeta::getTimeseriesKey)
                    .containsExactly(SeriesFixture.cpu("h1"));
        });
    }

    @Test
    void aRecordThatWasCutShortCostsNothingElse() throws IOException {
        with(client -> {
            createTable(client);
            put(client, "1", 1);
        });
        Path file = folder.resolve("test-instance").resolve(TABLE + ".rows");
        long whole = Files.size(file);
        with(client -> put(client, "2", 2));
        byte[] bytes = Files.readAllBytes(file);
        for (int length = (int) whole; length < bytes.length; length += 7) {
            Files.write(file, java.util.Arrays.copyOf(bytes, length));
            with(client -> {
                assertThat(read(client, "1")).isNotNull();
                assertThat(read(client, "2")).isNull();
                put(client, "3", 3);
            });
            with(client -> assertThat(read(client, "3")).isNotNull());
        }
        Files.write(file, new byte[] {1, 2, 3}, StandardOpenOption.APPEND);
        with(client -> assertThat(read(client, "3")).isNotNull());
    }

    @Test
    void anOutageKeepsEverythingWithoutReadingTheFolder() {
        try (TableStoreEmulator emulator =
                TableStoreEmulator.builder().folder(folder).build()) {
            emulator.start();
            SyncClient client = emulator.client();
            createTable(client);
            client.shutdown();
            emulator.stop();
            emulator.start();
            SyncClient later = emulator.client();
            assertThat(later.listTable().getTableNames()).containsExactly(TABLE);
            later.shutdown();
        }
    }

    @Test
    void oneEmulatorAtATimeHasAFolder() {
        try (TableStoreEmulator first =
                        TableStoreEmulator.builder().folder(folder).build();
                TableStoreEmulator second =
                        TableStoreEmulator.builder().folder(folder).build()) {
            first.start();
            assertThatThrownBy(second::start)
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("another emulator uses it");
            first.close();
            second.start();
        }
    }

    private void with(Consumer<SyncClient> use) {
        try (TableStoreEmulator emulator =
                TableStoreEmulator.builder().folder(folder).build()) {
            emulator.start();
            SyncClient client = emulator.client();
            try {
                use.accept(client);
            } finally {
                client.shutdown();
            }
        }
    }

    private static void createTable(SyncClient client) {
        TableMeta meta = new TableMeta(TABLE);
        meta.addPrimaryKeyColumn("id", PrimaryKeyType.STRING);
        client.createTable(
                new CreateTableRequest(meta, new TableOptions(-1, 1), new ReservedThroughput(new CapacityUnit(0, 0))));
    }

    private static void put(SyncClient client, String id, long value) {
        client.putRow(new PutRowRequest(EmulatorFixture.put(id, EmulatorFixture.column("a", value))));
    }

    private static Row read(SyncClient client, String id) {
        SingleRowQueryCriteria criteria = new SingleRowQueryCriteria(TABLE, EmulatorFixture.key(id));
        criteria.setMaxVersions(1);
        return client.getRow(new GetRowRequest(criteria)).getRow();
    }
}
