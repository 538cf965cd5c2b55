package dev.sluice.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigTransformer;
import org.apache.kafka.common.config.provider.ConfigProvider;
import org.apache.kafka.common.config.provider.DirectoryConfigProvider;
import org.apache.kafka.common.config.provider.EnvVarConfigProvider;
import org.apache.kafka.common.config.provider.FileConfigProvider;

/** A connector's config as it lies on disk: properties, or JSON as it is posted to Connect. */
final class ConnectorFile {
    /** Only where the service is and how to sign in; a template of keys has other words in such brackets. */
    private static final Pattern NEEDED = Pattern.compile("name|(oss|aliyun)\\..*|topics\\.dir");

    private static final Pattern FILLED_IN_BY_A_WORKER = Pattern.compile("\\$\\{[^}]+:[^}]+\\}");

    private ConnectorFile() {}

    /**
     * Reads it. What a worker would fill in from the environment, a file or a directory is filled in, when its providers have
     * the names that Kafka's documentation gives them: env, file and dir.
     *
     * @throws CommandFailure when it cannot be read; says no value
     */
    static Map<String, String> read(Path file) {
        Map<String, String> written = parsed(file);
        Map<String, String> config = filledIn(file, written);
        config.forEach((key, value) -> {
            if (NEEDED.matcher(key).matches()
                    && FILLED_IN_BY_A_WORKER.matcher(value).find()) {
                throw new CommandFailure(file + ": a config provider of the worker fills in " + key
                        + ", and only env, file and dir are known here. Write the value into a copy of the file.");
            }
        });
        return config;
    }

    private static Map<String, String> parsed(Path file) {
        try (Reader text = Files.newBufferedReader(file)) {
            Map<String, String> config = new LinkedHashMap<>();
            if (file.toString().endsWith(".json")) {
                JsonNode json = new ObjectMapper().readTree(text);
                if (json.path("name").isTextual()) {
                    config.put("name", json.path("name").asText());
                }
                (json.path("config").isObject() ? json.path("config") : json)
                        .properties()
                        .forEach(entry ->
                                config.put(entry.getKey(), entry.getValue().asText()));
            } else {
                Properties properties = new Properties();
                properties.load(text);
                properties.stringPropertyNames().forEach(key -> config.put(key, properties.getProperty(key)));
            }
            return config;
        } catch (NoSuchFileException e) {
            throw new CommandFailure("There is no file " + file + ".", e);
        } catch (JsonProcessingException e) {
            // Its message may show a piece of the file.
            throw new CommandFailure(
                    file + " is no JSON: line " + e.getLocation().getLineNr() + ".");
        } catch (IOException | IllegalArgumentException e) {
            throw new CommandFailure(file + " cannot be read: " + e.getClass().getSimpleName() + ".", e);
        }
    }

    private static Map<String, String> filledIn(Path file, Map<String, String> config) {
        Map<String, ConfigProvider> providers = Map.of(
                "env",
                new EnvVarConfigProvider(),
                "file",
                new FileConfigProvider(),
                "dir",
                new DirectoryConfigProvider());
        providers.values().forEach(provider -> provider.configure(Map.of()));
        try {
            return new ConfigTransformer(providers).transform(config).data();
        } catch (RuntimeException e) {
            throw new CommandFailure(file + " refers to something that cannot be read: " + e.getMessage(), e);
        }
    }
}
