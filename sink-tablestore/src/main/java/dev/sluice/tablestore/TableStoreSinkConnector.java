package dev.sluice.tablestore;

import dev.sluice.core.PipelineSinkConnector;
import dev.sluice.core.SinkDefinition;
import org.apache.kafka.connect.connector.Task;

/** Moves records into the tables of a Tablestore instance. Instantiated by Connect. */
public final class TableStoreSinkConnector extends PipelineSinkConnector {

    @Override
    protected SinkDefinition<?, ?> definition() {
        return TableStoreSink.DEFINITION;
    }

    @Override
    public Class<? extends Task> taskClass() {
        return TableStoreSinkTask.class;
    }
}
