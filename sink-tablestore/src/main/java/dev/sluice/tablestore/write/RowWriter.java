package dev.sluice.tablestore.write;

import com.alicloud.openservices.tablestore.AsyncClient;
import com.alicloud.openservices.tablestore.model.BatchWriteRowRequest;
import com.alicloud.openservices.tablestore.model.BatchWriteRowResponse;
import com.alicloud.openservices.tablestore.model.BulkImportRequest;
import com.alicloud.openservices.tablestore.model.BulkImportResponse;
import com.alicloud.openservices.tablestore.model.RowChange;
import dev.sluice.core.batch.EntryBatch;
import dev.sluice.core.credentials.CredentialsProvider;
import dev.sluice.core.write.BatchWriter;
import dev.sluice.core.write.WriteCompletion;
import dev.sluice.core.write.WriteResult;
import dev.sluice.tablestore.client.Answer;
import dev.sluice.tablestore.client.Clients;
import dev.sluice.tablestore.row.RowWrite;
import dev.sluice.tablestore.table.TableSpec;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Sends each batch as one request, row results included in the answer. A row may be written twice with the same content
 * when an answer is lost; with an auto-increment column that makes a second row, unless the config says otherwise.
 */
public final class RowWriter implements BatchWriter<EntryBatch<RowWrite>> {
    private final AsyncClient client;
    private final CredentialsProvider credentials;
    private final Tables tables;
    private final WriteOptions options;
    private final Superseded superseded;

    /**
     * @param client closed with the writer
     * @param credentials of the client; closed with the writer
     * @param tables sees to it that a table is there
     * @param options how rows are written
     * @param superseded closed with the writer
     */
    public RowWriter(
            AsyncClient client,
            CredentialsProvider credentials,
            Tables tables,
            WriteOptions options,
            Superseded superseded) {
        this.client = client;
        this.credentials = credentials;
        this.tables = tables;
        this.options = options;
        this.superseded = superseded;
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
        RowResults results = new RowResults(
                table.keys(), options.ambiguous(), options.fence().on() ? superseded : null);
        CompletableFuture<WriteResult> sent =
                table.bulk() ? bulk(table.name(), rows, results) : batch(table.name(), rows, results);
        return sent.exceptionallyCompose(error -> results.ofRequest(rows.size(), error));
    }

    private CompletableFuture<WriteResult> bulk(String table, List<RowChange> rows, RowResults results) {
        BulkImportRequest request = new BulkImportRequest(table);
        request.addRowChanges(rows);
        return Answer.to(client::bulkImport, request)
                .thenApply(response ->
                        response.isAllSucceed() && response.getRowResults().size() == rows.size()
                                ? WriteResult.WRITTEN
                                : results.of(
                                        rows.size(),
                                        response.getRowResults(),
                                        BulkImportResponse.RowResult::isSucceed,
                                        BulkImportResponse.RowResult::getError));
    }

    private CompletableFuture<WriteResult> batch(String table, List<RowChange> rows, RowResults results) {
        BatchWriteRowRequest request = new BatchWriteRowRequest();
        rows.forEach(request::addRowChange);
        return Answer.to(client::batchWriteRow, request).thenApply(response -> {
            List<BatchWriteRowResponse.RowResult> rowResults =
                    response.getRowStatus().getOrDefault(table, List.of());
            return response.isAllSucceed() && rowResults.size() == rows.size()
                    ? WriteResult.WRITTEN
                    : results.of(
                            rows.size(),
                            rowResults,
                            BatchWriteRowResponse.RowResult::isSucceed,
                            BatchWriteRowResponse.RowResult::getError);
        });
    }

    /** Requests under way are cut off; the client never answers them. */
    @Override
    public void close() {
        superseded.close();
        credentials.close();
        Clients.close(client);
    }
}
