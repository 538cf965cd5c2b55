package dev.sluice.oss;

import dev.sluice.core.PipelineSinkConnector;
import dev.sluice.core.SinkDefinition;
import dev.sluice.core.config.Translation;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.connect.connector.Task;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stores the records of Kafka topics as objects in a bucket of Alibaba Cloud OSS. */
public final class OssSinkConnector extends PipelineSinkConnector {
    private static final Logger LOG = LoggerFactory.getLogger(OssSinkConnector.class);

    @Override
    public Class<? extends Task> taskClass() {
        return OssSinkTask.class;
    }

    @Override
    protected SinkDefinition<?, ?> definition() {
        return new OssSinkDefinition();
    }

    @Override
    public void start(Map<String, String> props) {
        super.start(props);
        OtherConnectors.translate(props).warnings().forEach(LOG::warn);
    }

    @Override
    public Config validate(Map<String, String> props) {
        Translation translation = OtherConnectors.translate(props);
        return translation.onWrittenNames(super.validate(translation.config()));
    }
}
