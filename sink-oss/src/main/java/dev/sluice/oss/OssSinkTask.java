package dev.sluice.oss;

import dev.sluice.core.PipelineSinkTask;
import dev.sluice.core.SinkDefinition;
import org.apache.kafka.connect.sink.SinkRecord;

/** The task of {@link OssSinkConnector}. Public because Connect creates it by name; not for use in code. */
public final class OssSinkTask extends PipelineSinkTask<SinkRecord, ObjectBatch> {

    @Override
    protected SinkDefinition<SinkRecord, ObjectBatch> definition() {
        return new OssSinkDefinition();
    }
}
