package dev.sluice.tablestore;

import com.alicloud.openservices.tablestore.AsyncClient;
import com.alicloud.openservices.tablestore.model.BatchWriteRowRequest;
import com.alicloud.openservices.tablestore.model.BatchWriteRowResponse;
import com.alicloud.openservices.tablestore.model.BulkImportRequest;
import com.alicloud.openservices.tablestore.model.BulkImportResponse;
import com.alicloud.openservices.tablestore.model.Error;
import com.alicloud.openservices.tablestore.model.RowChange;
import dev.sluice.core.batch.EntryBatch;
import dev.sluice.core.credentials.CredentialsProvider;
import dev.sluice.core.write.BatchWriter;
import dev.sluice.core.write.EntryOutcome;
import dev.sluice.core.write.WriteCompletion;
import dev.sluice.core.write.WriteResult;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Sends each batch as one request, row results included in the answer. A row may be written twice with the same content
 * when an answer is lost; with an auto-increment column that makes a second row.
 */
final class TableStoreWriter implements BatchWriter<EntryBatch<RowWrite>> {
    private final AsyncClient client;
    private final CredentialsProvider credentials;
    private final Tables tables;
    private final WriteApi api;

    /** @param credentials of the client; closed with the writer */
    TableStoreWriter(AsyncClient client, CredentialsProvider credentials, Tables tables, WriteApi api) {
        this.client = client;
        this.credentials = credentials;
        this.tables = tables;
        this.api = api;
    }

    @Override
    public void write(EntryBatch<RowWrite> batch, WriteCompletion completion) {
        TableSpec table = batch.entries().get(0).value().table();
        // Copied here: what follows may run on another thread when the table has to be looked at first.
        List<RowChange> rows =
                batch.entries().stream().map(entry -> entry.value().change()).toList();
        CompletableFuture<WriteResult> sent = tables.ready(table).thenCompose(ready -> send(table, rows));
        CompletableFuture<WriteResult> unused = sent.whenComplete((result, error) -> {
            if (error == null) {
                completion.complete(result);
            } else {
                completion.fail(error);
            }
        });
    }

    private CompletableFuture<WriteResult> send(TableSpec table, List<RowChange> rows) {
        return api.isBulk(table.keys()) ? bulk(table.name(), rows) : batch(table.name(), rows);
    }

    private CompletableFuture<WriteResult> bulk(String table, List<RowChange> rows) {
        BulkImportRequest request = new BulkImportRequest(table);
        request.addRowChanges(rows);
        return Answer.to(client::bulkImport, request)
                .thenApply(response ->
                        response.isAllSucceed() && response.getRowResults().size() == rows.size()
                                ? WriteResult.WRITTEN
                                : perRow(
                                        rows.size(),
                                        response.getRowResults(),
                                        BulkImportResponse.RowResult::isSucceed,
                                        BulkImportResponse.RowResult::getError));
    }

    private CompletableFuture<WriteResult> batch(String table, List<RowChange> rows) {
        BatchWriteRowRequest request = new BatchWriteRowRequest();
        rows.forEach(request::addRowChange);
        return Answer.to(client::batchWriteRow, request).thenApply(response -> {
            List<BatchWriteRowResponse.RowResult> results =
                    response.getRowStatus().getOrDefault(table, List.of());
            return response.isAllSucceed() && results.size() == rows.size()
                    ? WriteResult.WRITTEN
                    : perRow(
                            rows.size(),
                            results,
                            BatchWriteRowResponse.RowResult::isSucceed,
                            BatchWriteRowResponse.RowResult::getError);
        });
    }

    /** The results are in the order of the rows. */
    private static <R> WriteResult perRow(int rows, List<R> results, Predicate<R> succeeded, Function<R, Error> error) {
        if (results.size() != rows) {
            throw new IllegalStateException(
                    "the service answered " + results.size() + " rows of a request with " + rows);
        }
        return new WriteResult.PerEntry(results.stream()
                .map(result -> succeeded.test(result)
                        ? EntryOutcome.WRITTEN
                        : new EntryOutcome.Failed(TableStoreFailures.of(
                                error.apply(result).getCode(),
                                error.apply(result).getMessage(),
                                null,
                                null)))
                .toList());
    }

    /** Requests under way are cut off; the client never answers them. */
    @Override
    public void close() {
        credentials.close();
        Clients.close(client);
    }
}
