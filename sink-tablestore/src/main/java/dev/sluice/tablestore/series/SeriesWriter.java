package dev.sluice.tablestore.series;

import com.alicloud.openservices.tablestore.AsyncTimeseriesClient;
import com.alicloud.openservices.tablestore.model.timeseries.PutTimeseriesDataRequest;
import com.alicloud.openservices.tablestore.model.timeseries.PutTimeseriesDataResponse;
import com.alicloud.openservices.tablestore.model.timeseries.TimeseriesKey;
import com.alicloud.openservices.tablestore.model.timeseries.TimeseriesRow;
import dev.sluice.core.batch.EntryBatch;
import dev.sluice.core.credentials.CredentialsProvider;
import dev.sluice.core.write.BatchWriter;
import dev.sluice.core.write.EntryOutcome;
import dev.sluice.core.write.WriteCompletion;
import dev.sluice.core.write.WriteResult;
import dev.sluice.tablestore.client.Answer;
import dev.sluice.tablestore.client.Clients;
import dev.sluice.tablestore.client.Failures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Sends each batch as one request of rows of time series. Rows of one series and time are one row to the service, and it does
 * not say which of two in one request stays: those go one request after the other. A row that is written again is the
 * same row.
 */
public final class SeriesWriter implements BatchWriter<EntryBatch<SeriesWrite>> {
    private final AsyncTimeseriesClient client;
    private final CredentialsProvider credentials;
    private final SeriesTables tables;

    /**
     * @param client closed with the writer
     * @param credentials of the client; closed with the writer
     * @param tables sees to it that a table is there
     */
    public SeriesWriter(AsyncTimeseriesClient client, CredentialsProvider credentials, SeriesTables tables) {
        this.client = client;
        this.credentials = credentials;
        this.tables = tables;
    }

    private record Place(TimeseriesKey series, long micros) {}

    @Override
    public void write(EntryBatch<SeriesWrite> batch, WriteCompletion completion) {
        SeriesSpec table = batch.entries().get(0).value().table();
        // Copied here: what follows may run on another thread when the table has to be looked at first.
        List<TimeseriesRow> rows =
                batch.entries().stream().map(entry -> entry.value().row()).toList();
        EntryOutcome[] outcomes = new EntryOutcome[rows.size()];
        Arrays.fill(outcomes, EntryOutcome.WRITTEN);
        CompletableFuture<Void> sent = tables.ready(table);
        for (List<Integer> wave : waves(rows)) {
            sent = sent.thenCompose(before -> send(table.name(), rows, wave, outcomes));
        }
        CompletableFuture<Void> unused = sent.whenComplete((done, error) -> {
            if (error == null) {
                completion.complete(result(outcomes));
            } else {
                completion.fail(error);
            }
        });
    }

    private static WriteResult result(EntryOutcome[] outcomes) {
        return Arrays.stream(outcomes).allMatch(EntryOutcome.Written.class::isInstance)
                ? WriteResult.WRITTEN
                : new WriteResult.PerEntry(List.of(outcomes));
    }

    /** Indexes of rows, where no two of a list are the same row; nearly always one list. */
    private static List<List<Integer>> waves(List<TimeseriesRow> rows) {
        Map<Place, Integer> seen = new HashMap<>();
        List<List<Integer>> waves = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            TimeseriesRow row = rows.get(i);
            int wave = seen.merge(new Place(row.getTimeseriesKey(), row.getTimeInUs()), 1, Integer::sum) - 1;
            if (wave == waves.size()) {
                waves.add(new ArrayList<>());
            }
            waves.get(wave).add(i);
        }
        return waves;
    }

    private CompletableFuture<Void> send(
            String table, List<TimeseriesRow> rows, List<Integer> wave, EntryOutcome[] outcomes) {
        PutTimeseriesDataRequest request = new PutTimeseriesDataRequest(table);
        wave.forEach(index -> request.addRow(rows.get(index)));
        return Answer.to(client::putTimeseriesData, request).thenAccept(response -> {
            for (PutTimeseriesDataResponse.FailedRowResult failed : response.getFailedRows()) {
                outcomes[wave.get(failed.getIndex())] = new EntryOutcome.Failed(Failures.of(
                        failed.getError().getCode(), failed.getError().getMessage(), null, null));
            }
        });
    }

    /** Requests under way are cut off; the client never answers them. */
    @Override
    public void close() {
        credentials.close();
        Clients.close(client::shutdown);
    }
}
