package dev.sluice.testkit.harness;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

/** A connector that workers find, because it is listed for them. */
public class ListedConnector extends SinkConnector {
    private String greeting = "";

    @Override
    public String version() {
        return "1";
    }

    @Override
    public ConfigDef config() {
        return new ConfigDef().define("greeting", ConfigDef.Type.STRING, ConfigDef.Importance.HIGH, "What to say.");
    }

    @Override
    public void start(Map<String, String> props) {
        greeting = props.get("greeting");
    }

    @Override
    public Class<? extends Task> taskClass() {
        return PoliteTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return List.of(Map.of("greeting.of.task", greeting));
    }

    @Override
    public void stop() {}

    /** Takes everything, if its connector told it what to say. */
    public static final class PoliteTask extends SinkTask {
        @Override
        public String version() {
            return "1";
        }

        @Override
        public void start(Map<String, String> props) {
            if (!props.containsKey("greeting.of.task")) {
                throw new ConnectException("nobody said what to say");
            }
        }

        @Override
        public void put(Collection<SinkRecord> records) {}

        @Override
        public void stop() {}
    }

    /** One that works as well, and that nobody has listed. */
    public static final class Unlisted extends ListedConnector {}
}
