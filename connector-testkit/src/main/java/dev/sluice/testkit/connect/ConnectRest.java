package dev.sluice.testkit.connect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The REST interface of one Connect worker. Calls block; while the workers rebalance (409) or start (503) they are
 * repeated, by default for a minute. Safe for use by many threads.
 *
 * <p>Every method throws {@link ConnectRestException} for an answer that says no, and {@link UncheckedIOException} when
 * there is no answer.
 */
public final class ConnectRest {

    /** The worker itself gives up on a request after 90 s. */
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(95);

    private static final int CONFLICT = 409;
    private static final int UNAVAILABLE = 503;

    private final URI uri;
    private final Duration retryTimeout;
    private final Duration requestTimeout;
    private final HttpClient http;
    private final ObjectMapper json = new ObjectMapper();

    private ConnectRest(URI uri, Duration retryTimeout, Duration requestTimeout, HttpClient http) {
        this.uri = uri;
        this.retryTimeout = retryTimeout;
        this.requestTimeout = requestTimeout;
        this.http = http;
    }

    /**
     * Makes a client; nothing is sent yet. It need not be closed.
     *
     * @param worker address of a worker, such as {@code http://127.0.0.1:8083}
     * @return repeats calls for a minute
     */
    public static ConnectRest at(URI worker) {
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
        return new ConnectRest(worker, Duration.ofSeconds(60), REQUEST_TIMEOUT, http);
    }

    /**
     * The same client, repeating calls for another time while the workers rebalance or start.
     *
     * @param timeout zero for not at all
     * @return another client; this one stays as it is
     */
    public ConnectRest withRetryTimeout(Duration timeout) {
        return new ConnectRest(uri, timeout, requestTimeout, http);
    }

    /** The same client, asking once and waiting this long for the answer: for whoever is not sure who listens there. */
    ConnectRest askingOnce(Duration timeout) {
        return new ConnectRest(uri, Duration.ZERO, timeout, http);
    }

    /** {@return address of the worker} */
    public URI uri() {
        return uri;
    }

    /**
     * Creates a connector. A 409 that says that the name is taken is not repeated. The worker validates the config
     * first; tasks start later, see {@link ConnectCluster#awaitRunning(String)}.
     *
     * @param name of the connector; in a URL, but any characters will do
     * @param config without {@code name}
     */
    public void create(String name, Map<String, String> config) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", name);
        body.put("config", config);
        send("POST", "/connectors", body);
    }

    /**
     * Creates a connector or gives an existing one this config, which restarts its tasks.
     *
     * @param name of the connector
     * @param config all of it: what is not there is gone
     */
    public void putConfig(String name, Map<String, String> config) {
        send("PUT", connector(name) + "/config", config);
    }

    /**
     * Asks the worker to check a config, without creating anything.
     *
     * @param plugin class name of the connector, simple or full
     * @param config the config; {@code connector.class} is added if it is missing
     * @return the errors by the key that has them, keys in the order of the answer; empty if the config is valid
     */
    public Map<String, List<String>> validate(String plugin, Map<String, String> config) {
        Map<String, String> complete = new LinkedHashMap<>(config);
        complete.putIfAbsent("connector.class", plugin);
        JsonNode answer = send("PUT", "/connector-plugins/" + encode(plugin) + "/config/validate", complete);
        Map<String, List<String>> errors = new LinkedHashMap<>();
        for (JsonNode entry : answer.path("configs")) {
            JsonNode value = entry.path("value");
            List<String> messages = new ArrayList<>();
            value.path("errors").forEach(error -> messages.add(error.asText()));
            if (!messages.isEmpty()) {
                errors.put(value.path("name").asText(), List.copyOf(messages));
            }
        }
        return errors;
    }

    /**
     * The state of a connector and its tasks.
     *
     * @param name of the connector
     * @return of this moment, as far as this worker has heard
     */
    public ConnectorStatus status(String name) {
        return ConnectorStatus.of(get(connector(name) + "/status"));
    }

    /** {@return full class names of the connectors that the worker has found, in no particular order} */
    public List<String> plugins() {
        List<String> classes = new ArrayList<>();
        get("/connector-plugins")
                .forEach(plugin -> classes.add(plugin.path("class").asText()));
        return List.copyOf(classes);
    }

    /** {@return names of the connectors that exist, in no particular order} */
    public List<String> connectors() {
        List<String> names = new ArrayList<>();
        get("/connectors").forEach(name -> names.add(name.asText()));
        return List.copyOf(names);
    }

    /**
     * Deletes a connector. Its tasks end later; the offsets of its consumer group stay in Kafka.
     *
     * @param name of the connector
     */
    public void delete(String name) {
        send("DELETE", connector(name), null);
    }

    /**
     * Pauses a connector and its tasks; they keep their partitions. Takes effect later.
     *
     * @param name of the connector
     */
    public void pause(String name) {
        send("PUT", connector(name) + "/pause", null);
    }

    /**
     * Resumes a paused or stopped connector. Takes effect later.
     *
     * @param name of the connector
     */
    public void resume(String name) {
        send("PUT", connector(name) + "/resume", null);
    }

    /**
     * Stops a connector: its tasks end, its config and offsets stay. Takes effect later.
     *
     * @param name of the connector
     */
    public void stop(String name) {
        send("PUT", connector(name) + "/stop", null);
    }

    /**
     * Restarts a connector and all of its tasks, also those that run. Takes effect later.
     *
     * @param name of the connector
     */
    public void restart(String name) {
        send("POST", connector(name) + "/restart?includeTasks=true", null);
    }

    /**
     * The committed offsets of a connector, as the worker says them.
     *
     * @param name of the connector
     * @return the answer as it came: an object with the array {@code offsets}
     */
    public JsonNode offsets(String name) {
        return get(connector(name) + "/offsets");
    }

    /**
     * The offsets that a sink connector has committed, each the one that it would go on with.
     *
     * @param name of the connector
     * @return without partitions that nothing is committed of
     */
    public Map<TopicPartition, Long> committedOffsets(String name) {
        Map<TopicPartition, Long> committed = new LinkedHashMap<>();
        for (JsonNode entry : offsets(name).path("offsets")) {
            JsonNode partition = entry.path("partition");
            committed.put(
                    new TopicPartition(
                            partition.path("kafka_topic").asText(),
                            partition.path("kafka_partition").asInt()),
                    entry.path("offset").path("kafka_offset").asLong());
        }
        return committed;
    }

    /**
     * Asks for the committed offsets until they are as wanted or the time is up.
     *
     * @param name of the connector
     * @param wanted asked for each answer, on this thread
     * @param timeout longest wait; zero asks once
     * @return the last answer, as wanted or not
     */
    public Map<TopicPartition, Long> awaitCommittedOffsets(
            String name, Predicate<Map<TopicPartition, Long>> wanted, Duration timeout) {
        return Poll.untilOrLast(timeout, () -> committedOffsets(name), wanted);
    }

    /**
     * Alters the offsets of a stopped connector.
     *
     * @param name of the connector
     * @param offsets in the form that {@link #offsets} returns
     */
    public void alterOffsets(String name, JsonNode offsets) {
        send("PATCH", connector(name) + "/offsets", offsets);
    }

    /**
     * Resets the offsets of a stopped connector: it starts anew as its consumer's {@code auto.offset.reset} says.
     *
     * @param name of the connector
     */
    public void resetOffsets(String name) {
        send("DELETE", connector(name) + "/offsets", null);
    }

    /**
     * Any other question.
     *
     * @param path begins with a slash; may have a query
     * @return the answer; a null node when it is empty
     */
    public JsonNode get(String path) {
        return send("GET", path, null);
    }

    private JsonNode send(String method, String path, @Nullable Object body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri.resolve(path)).timeout(requestTimeout);
        request.header("Accept", "application/json");
        if (body == null) {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json");
            request.method(method, HttpRequest.BodyPublishers.ofString(write(body)));
        }
        HttpRequest built = request.build();
        Exchange last = new Exchange();
        return Poll.until(retryTimeout, () -> last.attempt(built), () -> last.refusal(built));
    }

    /** One call with its repetitions; keeps the last answer for the exception. */
    private final class Exchange {

        private int status;
        private String body = "";

        Optional<JsonNode> attempt(HttpRequest request) {
            exchange(request);
            if (status < 300) {
                return Optional.of(read(body));
            }
            if (status == UNAVAILABLE || (status == CONFLICT && !body.contains("already exists"))) {
                return Optional.empty();
            }
            throw refusal(request);
        }

        ConnectRestException refusal(HttpRequest request) {
            return new ConnectRestException(request.method() + " " + request.uri(), status, body);
        }

        private void exchange(HttpRequest request) {
            try {
                HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
                status = response.statusCode();
                body = response.body();
            } catch (IOException e) {
                throw new UncheckedIOException("No answer to " + request.method() + " " + request.uri(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted while waiting for a worker's answer", e);
            }
        }
    }

    private JsonNode read(String text) {
        try {
            return text.isEmpty() ? json.nullNode() : json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("A worker answered with what is not JSON", e);
        }
    }

    private String write(Object body) {
        try {
            return json.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("Cannot write a request as JSON", e);
        }
    }

    private static String connector(String name) {
        return "/connectors/" + encode(name);
    }

    private static String encode(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
