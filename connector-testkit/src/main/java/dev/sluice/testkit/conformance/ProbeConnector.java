package dev.sluice.testkit.conformance;

import dev.sluice.core.PipelineSinkConnector;
import dev.sluice.core.SinkDefinition;
import org.apache.kafka.connect.connector.Task;

/** What a worker would ask about the config. */
final class ProbeConnector extends PipelineSinkConnector {
    private final SinkDefinition<?, ?> definition;

    ProbeConnector(SinkDefinition<?, ?> definition) {
        this.definition = definition;
    }

    @Override
    protected SinkDefinition<?, ?> definition() {
        return definition;
    }

    @Override
    public Class<? extends Task> taskClass() {
        throw new UnsupportedOperationException("it is only asked about its config");
    }
}
