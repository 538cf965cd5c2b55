package com.example.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.sink.SinkConnector;
import org.junit.jupiter.api.Test;

class HttpSinkConnectorTest {

    private static List<String> errors(String key, Map<String, String> config) {
        return new HttpSinkConnector()
                .validate(config).configValues().stream()
                        .filter(value -> value.name().equals(key))
                        .map(ConfigValue::errorMessages)
                        .findFirst()
                        .orElseThrow();
    }

    @Test
    void aWorkerFindsIt() {
        assertThat(ServiceLoader.load(SinkConnector.class)).hasAtLeastOneElementOfType(HttpSinkConnector.class);
    }

    @Test
    void theUrlIsRequiredAndMustBeOne() {
        assertThat(errors(HttpSink.URL, Map.of())).hasSize(1);
        assertThat(errors(HttpSink.URL, Map.of(HttpSink.URL, "ftp://example.org/")))
                .containsExactly("Invalid value for http.url: must begin with http:// or https:// and name a host");
        assertThat(errors(HttpSink.URL, Map.of(HttpSink.URL, "https://example.org/lines")))
                .isEmpty();
    }

    @Test
    void aRequestHasAtLeastOneLine() {
        assertThat(errors(HttpSink.LINES, Map.of(HttpSink.URL, "http://h", HttpSink.LINES, "0")))
                .containsExactly("Invalid value for http.batch.lines: must be 1 or more");
        assertThat(errors(HttpSink.LINES, Map.of(HttpSink.URL, "http://h"))).isEmpty();
    }

    @Test
    void theWholeSinkHasFewerThan200Lines() throws IOException {
        long lines = 0;
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                lines += Files.readAllLines(file).size();
            }
        }
        assertThat(lines).isBetween(1L, 199L);
    }
}
