package dev.sluice.oss;

import dev.sluice.core.PipelineSinkConnector;
import dev.sluice.core.SinkDefinition;
import org.apache.kafka.connect.connector.Task;

/** Stores the records of Kafka topics as objects in a bucket of Alibaba Cloud OSS. */
public final class OssSinkConnector extends PipelineSinkConnector {

    @Override
    public Class<? extends Task> taskClass() {
        return OssSinkTask.class;
    }

    @Override
    protected SinkDefinition<?, ?> definition() {
        return new OssSinkDefinition();
    }
}
