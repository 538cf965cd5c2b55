package dev.sluice.oss;

import dev.sluice.core.PipelineSinkTask;
import dev.sluice.core.SinkDefinition;
import java.util.Map;
import org.apache.kafka.connect.sink.SinkRecord;

/** The task of {@link OssSinkConnector}. Public because Connect creates it by name; not for use in code. */
public final class OssSinkTask extends PipelineSinkTask<SinkRecord, ObjectBatch> {

    @Override
    protected SinkDefinition<SinkRecord, ObjectBatch> definition() {
        return new OssSinkDefinition();
    }

    /** The config as Connect stores it keeps the names that were written. */
    @Override
    public void start(Map<String, String> props) {
        super.start(OtherConnectors.translate(props).config());
    }
}
