package dev.sluice.tablestore;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.config.ConfigValue;

/** Connector configs for tests. */
public final class Configs {
    private Configs() {}

    /** The standalone worker's file of the documentation, as it stands there. */
    public static Map<String, String> seedProperties() {
        Properties properties = new Properties();
        try {
            properties.load(
                    new StringReader(new String(Records.text("seed/connector.properties"), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> config = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> config.put(name, properties.getProperty(name)));
        return config;
    }

    public static Map<String, String> with(Map<String, String> config, String... keysAndValues) {
        Map<String, String> changed = new HashMap<>(config);
        for (int i = 0; i < keysAndValues.length; i += 2) {
            changed.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return changed;
    }

    public static Map<String, String> without(Map<String, String> config, String key) {
        Map<String, String> changed = new HashMap<>(config);
        changed.remove(key);
        return changed;
    }

    /** What a worker's REST interface would answer: the errors, by key. */
    public static Map<String, List<String>> errors(Map<String, String> config) {
        Map<String, List<String>> errors = new LinkedHashMap<>();
        for (ConfigValue value : new TableStoreSinkConnector().validate(config).configValues()) {
            if (!value.errorMessages().isEmpty()) {
                errors.put(value.name(), value.errorMessages());
            }
        }
        return errors;
    }

    /** Keys in primarykey.mode=record_key or record_value for table test. */
    public static Map<String, String> keys(String mode, String names, String types) {
        return with(
                seedProperties(),
                "primarykey.mode",
                mode,
                "tablestore.test.primarykey.name",
                names,
                "tablestore.test.primarykey.type",
                types);
    }
}
