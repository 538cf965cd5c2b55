package dev.sluice.tablestore;

import com.alicloud.openservices.tablestore.AsyncClient;
import com.alicloud.openservices.tablestore.AsyncTimeseriesClient;
import dev.sluice.core.ErrorMode;
import dev.sluice.core.SinkDefinition;
import dev.sluice.core.SinkEnvironment;
import dev.sluice.core.SinkParts;
import dev.sluice.core.batch.BatchLimits;
import dev.sluice.core.batch.EntryBatch;
import dev.sluice.core.batch.SizeBoundedBatcher;
import dev.sluice.core.config.ConfigProblems;
import dev.sluice.core.config.ConfigValues;
import dev.sluice.core.credentials.CredentialsProvider;
import dev.sluice.core.mapping.RecordMapper;
import dev.sluice.tablestore.client.Clients;
import dev.sluice.tablestore.client.Failures;
import dev.sluice.tablestore.client.StartCheck;
import dev.sluice.tablestore.column.RecordColumns;
import dev.sluice.tablestore.row.RowWrite;
import dev.sluice.tablestore.row.TableSpecs;
import dev.sluice.tablestore.series.SeriesMapper;
import dev.sluice.tablestore.series.SeriesSpec;
import dev.sluice.tablestore.series.SeriesSpecs;
import dev.sluice.tablestore.series.SeriesTables;
import dev.sluice.tablestore.series.SeriesWrite;
import dev.sluice.tablestore.series.SeriesWriter;
import dev.sluice.tablestore.table.TableSpec;
import dev.sluice.tablestore.table.TableWrite;
import dev.sluice.tablestore.write.RowWriter;
import dev.sluice.tablestore.write.Superseded;
import dev.sluice.tablestore.write.Tables;
import java.util.List;
import org.apache.kafka.common.config.ConfigDef;

/** The parts of the sink, put together. */
final class TableStoreSink implements SinkDefinition<TableWrite, EntryBatch<TableWrite>> {
    static final TableStoreSink DEFINITION = new TableStoreSink();

    private TableStoreSink() {}

    @Override
    public ConfigDef define(ConfigDef frameworkOptions) {
        return TableStoreOptions.define(frameworkOptions);
    }

    @Override
    public int requestsInFlight() {
        return TableStoreOptions.REQUESTS_IN_FLIGHT;
    }

    @Override
    public void check(ConfigValues values, ConfigProblems problems) {
        new CrossChecks(values, problems).run();
    }

    @Override
    public List<ErrorMode> errorModes() {
        return List.of(new TableErrorMode());
    }

    @Override
    public SinkParts<TableWrite, EntryBatch<TableWrite>> open(SinkEnvironment environment) {
        TableStoreOptions options = TableStoreOptions.read(environment.config());
        CredentialsProvider credentials = options.connection()
                .credentials()
                .start(environment.clock(), environment.connector() + "-" + environment.task());
        try {
            return options.series().on()
                    ? anyWrite(openSeries(options, environment, credentials))
                    : anyWrite(openRows(options, environment, credentials));
        } catch (RuntimeException | java.lang.Error e) {
            credentials.close();
            throw e;
        }
    }

    private static SinkParts<RowWrite, EntryBatch<RowWrite>> openRows(
            TableStoreOptions options, SinkEnvironment environment, CredentialsProvider credentials) {
        TableSpecs specs = options.tables();
        RecordMapper<RowWrite> mapper = options.mapper(specs, environment.clock(), environment.config());
        AsyncClient client =
                Clients.open(options.connection(), credentials, options.flow().maxInFlightRequests());
        Tables tables = new Tables(
                client, options.create(), options.connection().readiness(environment.clock(), options.create()));
        Failures failures = new Failures();
        try {
            new StartCheck(failures)
                    .run(options.topicsWithOneTable().map(specs::ofTopic), TableSpec::name, tables::ready);
        } catch (RuntimeException | java.lang.Error e) {
            Clients.close(client);
            throw e;
        }
        return new SinkParts<>(
                mapper,
                new SizeBoundedBatcher<>(options.write().batchOfRows(TableSpecs.BYTES_AROUND_ROWS)),
                new RowWriter(
                        client,
                        credentials,
                        tables,
                        options.write(),
                        options.write().fence().on()
                                ? Superseded.register(environment.connector(), environment.task())
                                : Superseded.unseen()),
                failures);
    }

    private static SinkParts<SeriesWrite, EntryBatch<SeriesWrite>> openSeries(
            TableStoreOptions options, SinkEnvironment environment, CredentialsProvider credentials) {
        SeriesSpecs specs = options.seriesTables();
        AsyncTimeseriesClient client = Clients.openSeries(
                options.connection(), credentials, options.flow().maxInFlightRequests());
        SeriesTables tables = new SeriesTables(
                client, options.create(), options.connection().readiness(environment.clock(), options.create()));
        Failures failures = new Failures();
        try {
            new StartCheck(failures)
                    .run(options.topicsWithOneTable().map(specs::ofTopic), SeriesSpec::name, tables::ready);
        } catch (RuntimeException | java.lang.Error e) {
            Clients.close(client::shutdown);
            throw e;
        }
        BatchLimits limits = options.write().batch();
        return new SinkParts<>(
                new SeriesMapper(specs, new RecordColumns(options.mapping())),
                new SizeBoundedBatcher<>(new BatchLimits(
                        Math.min(limits.maxEntries(), options.series().maxRows()),
                        limits.maxBytes(),
                        limits.linger(),
                        // Rows of one series share requests; the writer keeps apart what must not.
                        true)),
                new SeriesWriter(client, credentials, tables),
                failures);
    }

    /** The pipeline hands on what the mapper makes and never looks into it, so its type is between mapper and writer. */
    @SuppressWarnings("unchecked")
    private static <E extends TableWrite> SinkParts<TableWrite, EntryBatch<TableWrite>> anyWrite(
            SinkParts<E, EntryBatch<E>> parts) {
        return (SinkParts<TableWrite, EntryBatch<TableWrite>>) (SinkParts<?, ?>) parts;
    }
}
