package com.example.http;

import com.example.http.LineServer.Answer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.core.SinkDefinition;
import dev.sluice.testkit.conformance.Payload;
import dev.sluice.testkit.conformance.SinkUnderTest;
import dev.sluice.testkit.conformance.Stored;
import dev.sluice.testkit.conformance.Trouble;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;

/** The sink and its server, as the conformance kit wants them described. */
final class HttpSinkUnderTest implements SinkUnderTest {
    private final LineServer server = new LineServer();
    private final ObjectMapper json = new ObjectMapper();
    private boolean running = true;

    @Override
    public SinkDefinition<?, ?> definition() {
        return new HttpSink();
    }

    @Override
    public Map<String, String> config() {
        return Map.of(HttpSink.URL, server.url(), "topics", "conformance");
    }

    @Override
    public Duration settlesWithin() {
        return Duration.ofMillis(100);
    }

    @Override
    public Payload payload(String key, String value) {
        return new Payload(Schema.STRING_SCHEMA, key, Schema.STRING_SCHEMA, value);
    }

    @Override
    public Payload badPayload(String key, String text) {
        return payload(key, LineServer.POISON + text);
    }

    @Override
    public List<Stored> stored() {
        return server.lines().stream().map(this::stored).toList();
    }

    private Stored stored(String line) {
        try {
            JsonNode parsed = json.readTree(line);
            return new Stored(parsed.path("key").asText(), parsed.path("value").asText());
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + line, e);
        }
    }

    @Override
    public void trouble(Trouble trouble, int calls) {
        server.answer(
                calls,
                switch (trouble) {
                    case TRANSIENT -> new Answer(503, "");
                    case THROTTLED -> new Answer(429, "");
                    case FATAL -> new Answer(403, "");
                    case UNKNOWN -> new Answer(418, "");
                    case ANSWER_LOST -> LineServer.NONE;
                });
    }

    @Override
    public void stall() {
        server.stall();
    }

    @Override
    public void release() {
        server.release();
    }

    @Override
    public void stopDestination() {
        running = false;
        server.stop();
    }

    @Override
    public void startDestination() {
        if (!running) {
            server.start();
        }
        running = true;
    }

    @Override
    public void close() {
        server.close();
    }

    @Override
    public Map<String, String> wrongValues() {
        return Map.of(HttpSink.URL, "ftp://example.org", HttpSink.LINES, "0");
    }
}
