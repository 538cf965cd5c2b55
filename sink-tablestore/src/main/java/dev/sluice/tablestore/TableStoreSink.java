package dev.sluice.tablestore;

import com.alicloud.openservices.tablestore.AsyncClient;
import dev.sluice.core.ErrorMode;
import dev.sluice.core.SinkDefinition;
import dev.sluice.core.SinkEnvironment;
import dev.sluice.core.SinkParts;
import dev.sluice.core.batch.EntryBatch;
import dev.sluice.core.batch.SizeBoundedBatcher;
import dev.sluice.core.config.ConfigProblems;
import dev.sluice.core.config.ConfigValues;
import dev.sluice.core.credentials.CredentialsProvider;
import dev.sluice.core.mapping.RecordMapper;
import java.util.List;
import org.apache.kafka.common.config.ConfigDef;

/** The parts of the sink, put together. */
final class TableStoreSink implements SinkDefinition<RowWrite, EntryBatch<RowWrite>> {
    static final TableStoreSink DEFINITION = new TableStoreSink();

    private TableStoreSink() {}

    @Override
    public ConfigDef define(ConfigDef frameworkOptions) {
        return TableStoreOptions.define(frameworkOptions);
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
    public SinkParts<RowWrite, EntryBatch<RowWrite>> open(SinkEnvironment environment) {
        TableStoreOptions options = TableStoreOptions.read(environment.config());
        TableSpecs specs = options.tables();
        RecordMapper<RowWrite> mapper = options.mapper(specs, environment.clock(), environment.config());
        CredentialsProvider credentials = options.connection()
                .credentials()
                .start(environment.clock(), environment.connector() + "-" + environment.task());
        AsyncClient client =
                Clients.open(options.connection(), credentials, options.flow().maxInFlightRequests());
        TableStoreFailures failures = new TableStoreFailures();
        Tables tables = new Tables(client, options.create());
        try {
            new StartCheck(tables, failures)
                    .run(options.topics().stream()
                            .filter(options.routing().router()::hasOneTable)
                            .map(specs::ofTopic)
                            .distinct()
                            .toList());
        } catch (RuntimeException | java.lang.Error e) {
            credentials.close();
            Clients.close(client);
            throw e;
        }
        return new SinkParts<>(
                mapper,
                new SizeBoundedBatcher<>(options.write().batch()),
                new TableStoreWriter(
                        client, credentials, tables, options.write().api()),
                failures);
    }
}
