package dev.sluice.benchmarks;

import com.alicloud.openservices.tablestore.AsyncClient;
import com.alicloud.openservices.tablestore.ClientConfiguration;
import com.alicloud.openservices.tablestore.DefaultTableStoreWriter;
import com.alicloud.openservices.tablestore.TableStoreCallback;
import com.alicloud.openservices.tablestore.core.auth.DefaultCredentials;
import com.alicloud.openservices.tablestore.model.BulkImportRequest;
import com.alicloud.openservices.tablestore.model.BulkImportResponse;
import com.alicloud.openservices.tablestore.model.RowChange;
import com.alicloud.openservices.tablestore.writer.RowWriteResult;
import com.alicloud.openservices.tablestore.writer.WriterConfig;
import com.alicloud.openservices.tablestore.writer.enums.BatchRequestType;
import com.alicloud.openservices.tablestore.writer.enums.WriteMode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;

/** Ways to write rows of ten fields into a table without the sink. Each round makes its rows. */
final class RowLoops {
    /** As many rows as the service takes in a request. */
    private static final int ROWS_A_REQUEST = 200;
    /** As many records as a worker hands over at a time, by default. */
    static final int ROWS_A_PUT = 500;

    private RowLoops() {}

    private static ClientConfiguration connections(int requests) {
        ClientConfiguration config = new ClientConfiguration();
        config.setMaxConnections(requests + 4);
        config.setIoThreadCount(2);
        return config;
    }

    /** The least there is to do: full requests by the asynchronous client, so many at a time. */
    static SideBySide.Alternative bare(SlowTableStore store, String table, int rows, int requests) {
        AsyncClient client = new AsyncClient(
                store.endpoint(),
                SlowTableStore.KEY,
                SlowTableStore.SECRET,
                SlowTableStore.INSTANCE,
                connections(requests));
        return SideBySide.alternative("a bare loop around the client, " + requests + " requests", () -> {
            Semaphore window = new Semaphore(requests);
            CompletableFuture<Void> failure = new CompletableFuture<>();
            for (int number = 0; number < rows; ) {
                BulkImportRequest request = new BulkImportRequest(table);
                for (int i = 0; i < ROWS_A_REQUEST; i++) {
                    request.addRowChange(TenFields.row(table, number++));
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
            window.acquireUninterruptibly(requests);
            failure.getNow(null);
            return rows;
        });
    }

    /** The client's own writer, which sends what it is given in the background until it is flushed at the end. */
    static SideBySide.Alternative clientsWriter(
            SlowTableStore store, String table, int rows, String name, WriterConfig config) {
        DefaultTableStoreWriter writer = writer(store, table, config);
        return SideBySide.alternative(name, () -> {
            for (int number = 0; number < rows; number += ROWS_A_PUT) {
                var unused = writer.addRowChangeWithFuture(rows(table, number));
            }
            writer.flush();
            if (writer.getWriterStatistics().getTotalFailedRowsCount() > 0) {
                throw new IllegalStateException("rows were refused");
            }
            return rows;
        });
    }

    /**
     * The pattern of the connector that the sink replaces: sequential, three buckets, ten requests, and each put waits until
     * its rows are stored.
     */
    static SideBySide.Alternative flushedOnEachPut(SlowTableStore store, String table, int rows) {
        WriterConfig config = bulk(10, 3);
        config.setWriteMode(WriteMode.SEQUENTIAL);
        DefaultTableStoreWriter writer = writer(store, table, config);
        return SideBySide.alternative("the client's writer, flushed on each put, 10 requests", () -> {
            for (int number = 0; number < rows; number += ROWS_A_PUT) {
                var written = writer.addRowChangeWithFuture(rows(table, number));
                writer.flush();
                try {
                    if (!written.get().isAllSucceed()) {
                        throw new IllegalStateException("rows were refused");
                    }
                } catch (InterruptedException | ExecutionException e) {
                    throw new IllegalStateException(e);
                }
            }
            return rows;
        });
    }

    /** Parallel, in full requests of BulkImport. */
    static WriterConfig bulk(int requests, int buckets) {
        WriterConfig config = new WriterConfig();
        config.setConcurrency(requests);
        config.setBucketCount(buckets);
        config.setMaxBatchRowsCount(ROWS_A_REQUEST);
        config.setBatchRequestType(BatchRequestType.BULK_IMPORT);
        config.setWriteMode(WriteMode.PARALLEL);
        return config;
    }

    private static DefaultTableStoreWriter writer(SlowTableStore store, String table, WriterConfig config) {
        return new DefaultTableStoreWriter(
                store.endpoint(),
                new DefaultCredentials(SlowTableStore.KEY, SlowTableStore.SECRET),
                SlowTableStore.INSTANCE,
                table,
                config,
                connections(config.getConcurrency()),
                (TableStoreCallback<RowChange, RowWriteResult>) null);
    }

    private static List<RowChange> rows(String table, int first) {
        List<RowChange> rows = new ArrayList<>(ROWS_A_PUT);
        for (int i = 0; i < ROWS_A_PUT; i++) {
            rows.add(TenFields.row(table, first + i));
        }
        return rows;
    }
}
