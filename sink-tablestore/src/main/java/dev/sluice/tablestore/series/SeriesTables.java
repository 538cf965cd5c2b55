package dev.sluice.tablestore.series;

import com.alicloud.openservices.tablestore.AsyncTimeseriesClient;
import com.alicloud.openservices.tablestore.model.TimeseriesTableMeta;
import com.alicloud.openservices.tablestore.model.TimeseriesTableOptions;
import com.alicloud.openservices.tablestore.model.timeseries.CreateTimeseriesTableRequest;
import com.alicloud.openservices.tablestore.model.timeseries.DescribeTimeseriesTableRequest;
import dev.sluice.core.failure.Failure;
import dev.sluice.core.failure.FailureKind;
import dev.sluice.tablestore.client.Answer;
import dev.sluice.tablestore.client.Failures;
import dev.sluice.tablestore.client.Readiness;
import dev.sluice.tablestore.client.TableProblem;
import dev.sluice.tablestore.table.CreateOptions;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that a time series table is there before the first row is written to it. Called on the task thread and never
 * waits; the steps follow each other on the client's threads.
 */
public final class SeriesTables {
    private static final Logger LOG = LoggerFactory.getLogger(SeriesTables.class);

    private final AsyncTimeseriesClient client;
    private final CreateOptions creation;
    private final Readiness readiness;

    /**
     * @param client closed by others
     * @param creation whether missing tables are created, and for how long rows live there
     * @param readiness for these tables alone
     */
    public SeriesTables(AsyncTimeseriesClient client, CreateOptions creation, Readiness readiness) {
        this.client = client;
        this.creation = creation;
        this.readiness = readiness;
    }

    /**
     * Done when rows may be written; fails with a {@link TableProblem} or with what the client threw.
     *
     * @param table what the config says of it
     * @return done when rows may be written
     */
    public CompletableFuture<Void> ready(SeriesSpec table) {
        return readiness.of(
                table.name(),
                () -> Answer.to(client::describeTimeseriesTable, new DescribeTimeseriesTableRequest(table.name()))
                        .<Void>thenApply(found -> null)
                        .exceptionallyCompose(error -> Failures.isCode(error, Failures.OBJECT_NOT_EXIST)
                                ? missing(table.name())
                                : CompletableFuture.failedFuture(error)));
    }

    private CompletableFuture<Void> missing(String table) {
        if (!creation.auto()) {
            return CompletableFuture.failedFuture(new TableProblem(Failure.of(
                    FailureKind.FATAL,
                    Failures.OBJECT_NOT_EXIST,
                    "time series table " + table + " does not exist; create it, or set " + CreateOptions.AUTO_CREATE
                            + "=true")));
        }
        TimeseriesTableMeta meta = new TimeseriesTableMeta(table, new TimeseriesTableOptions(creation.ttlSeconds()));
        return Answer.to(client::createTimeseriesTable, new CreateTimeseriesTableRequest(meta))
                .thenAccept(created -> LOG.info("Created time series table {}", table))
                // Another task was faster, and all have nothing but the name in common anyway.
                .exceptionallyCompose(error -> Failures.isCode(error, Failures.OBJECT_ALREADY_EXIST)
                        ? CompletableFuture.completedFuture(null)
                        : CompletableFuture.failedFuture(error));
    }
}
