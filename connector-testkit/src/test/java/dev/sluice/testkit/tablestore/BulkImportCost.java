package dev.sluice.testkit.tablestore;

import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.model.BulkImportRequest;
import com.alicloud.openservices.tablestore.model.CapacityUnit;
import com.alicloud.openservices.tablestore.model.Column;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.CreateTableRequest;
import com.alicloud.openservices.tablestore.model.PrimaryKeyType;
import com.alicloud.openservices.tablestore.model.ReservedThroughput;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import com.alicloud.openservices.tablestore.model.TableMeta;
import com.alicloud.openservices.tablestore.model.TableOptions;
import dev.sluice.testkit.ProcessorTime;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Prints what BulkImport of 200 rows with 10 columns costs: the processor time of the emulator's threads and of the
 * client's, in one process and one run. No test: it asserts nothing. An argument is the folder to keep tables in.
 */
final class BulkImportCost {
    private static final int ROUNDS = 8;
    private static final int REQUESTS = 250;
    private static final int ROWS = 200;
    private static final int COLUMNS = 10;

    private final ProcessorTime time = new ProcessorTime();

    private BulkImportCost() {}

    public static void main(String[] args) {
        TableStoreEmulator.Builder builder = TableStoreEmulator.builder();
        if (args.length > 0) {
            builder.folder(Path.of(args[0]));
        }
        try (TableStoreEmulator emulator = builder.build()) {
            emulator.start();
            SyncClient client = emulator.client();
            try {
                new BulkImportCost().run(client);
            } finally {
                client.shutdown();
            }
        }
    }

    private void run(SyncClient client) {
        TableMeta meta = new TableMeta(EmulatorFixture.TABLE);
        meta.addPrimaryKeyColumn("id", PrimaryKeyType.STRING);
        client.createTable(
                new CreateTableRequest(meta, new TableOptions(-1, 1), new ReservedThroughput(new CapacityUnit(0, 0))));
        for (int round = 1; round <= ROUNDS; round++) {
            time.spent();
            for (int request = 0; request < REQUESTS; request++) {
                if (!client.bulkImport(request(request)).isAllSucceed()) {
                    throw new IllegalStateException("a row was not written");
                }
            }
            ProcessorTime.Spent spent = time.spent();
            System.out.printf(
                    Locale.ROOT,
                    "round %d: emulator %.2f, client %.2f microseconds a row; ratio %.2f%n",
                    round,
                    micros(spent.emulator()),
                    micros(spent.client()),
                    (double) spent.emulator() / spent.client());
        }
    }

    private static double micros(long nanos) {
        return nanos / 1e3 / (REQUESTS * ROWS);
    }

    private static BulkImportRequest request(int number) {
        BulkImportRequest request = new BulkImportRequest(EmulatorFixture.TABLE);
        for (int i = 0; i < ROWS; i++) {
            RowPutChange row = EmulatorFixture.put("user-" + (number * ROWS + i));
            for (int column = 0; column < COLUMNS; column++) {
                row.addColumn(new Column("column_" + column, value(column, i)));
            }
            request.addRowChange(row);
        }
        return request;
    }

    private static ColumnValue value(int column, int row) {
        return switch (column % 3) {
            case 0 -> ColumnValue.fromLong((long) row * column);
            case 1 -> ColumnValue.fromString("some text of column " + column + " in row " + row);
            default -> ColumnValue.fromDouble(row * 0.5);
        };
    }
}
