package dev.sluice.tablestore;

import dev.sluice.core.PipelineSinkConnector;
import dev.sluice.core.SinkDefinition;
import dev.sluice.core.config.Translation;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.connect.connector.Task;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Moves records into the tables of a Tablestore instance. Instantiated by Connect. */
public final class TableStoreSinkConnector extends PipelineSinkConnector {
    private static final Logger LOG = LoggerFactory.getLogger(TableStoreSinkConnector.class);

    @Override
    protected SinkDefinition<?, ?> definition() {
        return TableStoreSink.DEFINITION;
    }

    @Override
    public Class<? extends Task> taskClass() {
        return TableStoreSinkTask.class;
    }

    @Override
    public void start(Map<String, String> props) {
        super.start(props);
        ReferenceKeys.translate(props, variable -> null).warnings().forEach(LOG::warn);
    }

    /** Without the worker's variables: it is the task that needs them. */
    @Override
    public Config validate(Map<String, String> props) {
        Translation translation = ReferenceKeys.translate(props, variable -> null);
        return translation.onWrittenNames(super.validate(translation.config()));
    }
}
