package dev.sluice.benchmarks;

import com.alicloud.openservices.tablestore.AsyncClient;
import com.alicloud.openservices.tablestore.ClientConfiguration;
import com.alicloud.openservices.tablestore.DefaultTableStoreWriter;
import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.TableStoreCallback;
import com.alicloud.openservices.tablestore.core.auth.DefaultCredentials;
import com.alicloud.openservices.tablestore.model.BulkImportRequest;
import com.alicloud.openservices.tablestore.model.BulkImportResponse;
import com.alicloud.openservices.tablestore.model.CreateTableRequest;
import com.alicloud.openservices.tablestore.model.PrimaryKeySchema;
import com.alicloud.openservices.tablestore.model.PrimaryKeyType;
import com.alicloud.openservices.tablestore.model.RowChange;
import com.alicloud.openservices.tablestore.model.TableMeta;
import com.alicloud.openservices.tablestore.model.TableOptions;
import com.alicloud.openservices.tablestore.writer.RowWriteResult;
import com.alicloud.openservices.tablestore.writer.WriterConfig;
import com.alicloud.openservices.tablestore.writer.enums.BatchRequestType;
import com.alicloud.openservices.tablestore.writer.enums.WriteMode;
import dev.sluice.tablestore.TableStoreSinkTask;
import dev.sluice.testkit.harness.SinkTaskHarness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import org.apache.kafka.common.TopicPartition;

/**
 * Rows of ten fields into a Tablestore that takes 10 or 50 ms for each request, by the sink, by a bare loop around the
 * client, by the client's own writer, and in the way of the connector that the sink replaces. All have ten requests under
 * way at most, and the sink once more with twenty, which a latency that is all there is to wait for makes twice as fast. The processor time is this process's, without the emulator.
 *
 * <pre>
 * mvn -q -B -DskipTests -pl benchmarks -am package
 * java -cp 'benchmarks/target/classes:benchmarks/target/lib/*' dev.sluice.benchmarks.TableStoreThroughput
 * </pre>
 */
public final class TableStoreThroughput {
    private static final String TABLE = "rows";
    private static final int ROWS = 40_000;
    private static final int ROWS_A_REQUEST = 200;
    private static final int ROWS_A_PUT = 500;
    private static final int CONCURRENCY = 10;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private TableStoreThroughput() {}

    public static void main(String[] args) {
        for (Duration latency : List.of(Duration.ofMillis(10), Duration.ofMillis(50))) {
            try (SlowTableStore store = new SlowTableStore(latency)) {
                createTable(store);
                SideBySide.compare(
                        "a row of ten fields, requests take " + latency.toMillis() + " ms",
                        2,
                        7,
                        List.of(
                                new BareLoop(store),
                                new Sink(store, CONCURRENCY),
                                new Sink(store, 2 * CONCURRENCY),
                                new ClientsWriter(store, "the client's writer at its best", false),
                                new ClientsWriter(store, "the client's writer, flushed on every put", true)));
            }
        }
        System.exit(0); // The clients' threads are no daemons.
    }

    private static void createTable(SlowTableStore store) {
        SyncClient client =
                new SyncClient(store.endpoint(), SlowTableStore.KEY, SlowTableStore.SECRET, SlowTableStore.INSTANCE);
        TableMeta meta = new TableMeta(TABLE);
        meta.addPrimaryKeyColumn(new PrimaryKeySchema("id", PrimaryKeyType.STRING));
        client.createTable(new CreateTableRequest(meta, new TableOptions(-1, 1)));
        client.shutdown();
    }

    private static ClientConfiguration connections() {
        ClientConfiguration config = new ClientConfiguration();
        config.setMaxConnections(CONCURRENCY + 4);
        config.setIoThreadCount(2);
        return config;
    }

    private static final class BareLoop implements SideBySide.Alternative {
        private final AsyncClient client;

        BareLoop(SlowTableStore store) {
            client = new AsyncClient(
                    store.endpoint(),
                    SlowTableStore.KEY,
                    SlowTableStore.SECRET,
                    SlowTableStore.INSTANCE,
                    connections());
        }

        @Override
        public String name() {
            return "a bare loop around the client";
        }

        @Override
        public long round() {
            Semaphore window = new Semaphore(CONCURRENCY);
            CompletableFuture<Void> failure = new CompletableFuture<>();
            for (int number = 0; number < ROWS; ) {
                BulkImportRequest request = new BulkImportRequest(TABLE);
                for (int i = 0; i < ROWS_A_REQUEST; i++) {
                    request.addRowChange(TenFields.row(TABLE, number++));
                }
                window.acquireUninterruptibly();
                var unused =
                        client.bulkImport(request, new TableStoreCallback<BulkImportRequest, BulkImportResponse>() {
                            @Override
                            public void onCompleted(BulkImportRequest sent, BulkImportResponse response) {
                                window.release();
                            }

                            @Override
                            public void onFailed(BulkImportRequest sent, Exception error) {
                                failure.completeExceptionally(error);
                                window.release();
                            }
                        });
            }
            window.acquireUninterruptibly(CONCURRENCY);
            failure.getNow(null);
            return ROWS;
        }
    }

    private static final class Sink implements SideBySide.Alternative {
        private static final TopicPartition PARTITION = new TopicPartition(TABLE, 0);
        private final SinkTaskHarness harness =
                SinkTaskHarness.ofEach(TableStoreSinkTask::new).maxPollRecords(ROWS_A_PUT);

        private final int requests;

        Sink(SlowTableStore store, int requests) {
            this.requests = requests;
            harness.start(Map.ofEntries(
                    Map.entry("name", "bench-" + requests),
                    Map.entry("topics", TABLE),
                    Map.entry("tablestore.endpoint", store.endpoint()),
                    Map.entry("tablestore.instance.name", SlowTableStore.INSTANCE),
                    Map.entry("tablestore.access.key.id", SlowTableStore.KEY),
                    Map.entry("tablestore.access.key.secret", SlowTableStore.SECRET),
                    Map.entry("table.name.format", TABLE),
                    Map.entry("primarykey.mode", "record_key"),
                    Map.entry("tablestore." + TABLE + ".primarykey.name", "id"),
                    Map.entry("tablestore." + TABLE + ".primarykey.type", "string"),
                    Map.entry("max.in.flight.requests", Integer.toString(requests))));
            harness.assign(PARTITION);
        }

        @Override
        public String name() {
            return "the sink, " + requests + " requests under way";
        }

        /** The records are made in the round, as the rows of the others are. */
        @Override
        public long round() {
            for (int i = 0; i < ROWS; i++) {
                harness.produce(PARTITION, TenFields.KEY, TenFields.key(i), TenFields.VALUE, TenFields.value(i));
            }
            long end = harness.end(PARTITION);
            harness.pollUntil(() -> harness.position(PARTITION) == end, PATIENCE);
            harness.pollUntil(
                    () -> {
                        harness.commit();
                        return harness.committed(PARTITION) == end;
                    },
                    PATIENCE);
            return ROWS;
        }
    }

    private static final class ClientsWriter implements SideBySide.Alternative {
        private final String name;
        private final boolean flushEachPut;
        private final DefaultTableStoreWriter writer;

        /** @param flushEachPut as the replaced connector does: sequential, three buckets, and each put waits for its rows */
        ClientsWriter(SlowTableStore store, String name, boolean flushEachPut) {
            this.name = name;
            this.flushEachPut = flushEachPut;
            WriterConfig config = new WriterConfig();
            config.setConcurrency(CONCURRENCY);
            config.setMaxBatchRowsCount(ROWS_A_REQUEST);
            config.setBatchRequestType(BatchRequestType.BULK_IMPORT);
            config.setWriteMode(flushEachPut ? WriteMode.SEQUENTIAL : WriteMode.PARALLEL);
            config.setBucketCount(flushEachPut ? 3 : CONCURRENCY);
            writer = new DefaultTableStoreWriter(
                    store.endpoint(),
                    new DefaultCredentials(SlowTableStore.KEY, SlowTableStore.SECRET),
                    SlowTableStore.INSTANCE,
                    TABLE,
                    config,
                    connections(),
                    (TableStoreCallback<RowChange, RowWriteResult>) null);
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public long round() {
            for (int number = 0; number < ROWS; ) {
                List<RowChange> rows = new ArrayList<>(ROWS_A_PUT);
                for (int i = 0; i < ROWS_A_PUT; i++) {
                    rows.add(TenFields.row(TABLE, number++));
                }
                var written = writer.addRowChangeWithFuture(rows);
                if (flushEachPut) {
                    writer.flush();
                    try {
                        if (!written.get().isAllSucceed()) {
                            throw new IllegalStateException("rows were refused");
                        }
                    } catch (InterruptedException | ExecutionException e) {
                        throw new IllegalStateException(e);
                    }
                }
            }
            writer.flush();
            return ROWS;
        }
    }
}
