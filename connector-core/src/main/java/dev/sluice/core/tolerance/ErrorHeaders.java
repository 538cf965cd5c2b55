package dev.sluice.core.tolerance;

import dev.sluice.core.mapping.RecordOrigin;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;

/**
 * What a report says about its record, as headers with text in UTF-8, behind the record's own. Where Connect's dead letter
 * queue has a header of that meaning its name is used, so one reader does for both; see docs/errors.md. None holds content.
 */
final class ErrorHeaders {
    private static final String CONNECT = "__connect.errors.";
    private static final String OWN = "__sluice.errors.";

    private final String connector;
    private final int task;

    ErrorHeaders(String connector, int task) {
        this.connector = connector;
        this.task = task;
    }

    void add(Headers headers, ErrantRecord errant, String encoding) {
        RecordOrigin origin = errant.origin();
        add(headers, CONNECT + "topic", origin.partition().topic());
        add(headers, CONNECT + "partition", Integer.toString(origin.partition().partition()));
        add(headers, CONNECT + "offset", Long.toString(origin.offset()));
        add(headers, CONNECT + "connector.name", connector);
        add(headers, CONNECT + "task.id", Integer.toString(task));
        add(headers, CONNECT + "stage", errant.stage().name());
        add(headers, CONNECT + "exception.message", errant.failure().message());
        add(headers, OWN + "code", errant.failure().code());
        add(headers, OWN + "encoding", encoding);
        Long timestamp = errant.record().timestamp();
        if (timestamp != null) {
            add(headers, OWN + "timestamp", timestamp.toString());
        }
    }

    private static void add(Headers headers, String name, String text) {
        headers.add(name, text.getBytes(StandardCharsets.UTF_8));
    }
}
