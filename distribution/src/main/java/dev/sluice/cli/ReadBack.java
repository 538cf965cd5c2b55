package dev.sluice.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.sluice.cli.BucketObjects.Envelope;
import dev.sluice.cli.Producing.Sent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Reads table and bucket with the official SDKs and holds them against what was produced. */
final class ReadBack {

    /**
     * What the bucket has.
     *
     * @param objects how many
     * @param records what is in them
     */
    record Bucket(int objects, Comparison.Result records) {}

    private final Emulators emulators;
    private final Workload workload;
    private final Screen screen;

    ReadBack(Emulators emulators, Workload workload, Screen screen) {
        this.emulators = emulators;
        this.workload = workload;
        this.screen = screen;
    }

    /** Compares every row of a table, and shows the row of the first message. */
    Comparison.Result table(String table, Map<Position, Sent> produced) {
        Comparison<Sent, Map<String, Object>> comparison =
                new Comparison<>(produced, (position, sent) -> workload.columns(sent.number()));
        try (TableRows rows = new TableRows(emulators, table)) {
            rows.forEach((position, columns) -> {
                comparison.found(position, columns);
                Sent sent = produced.get(position);
                if (sent != null && sent.number() == 0) {
                    screen.say("A row of table " + table + ": topic and partition '" + position.topic() + "_"
                            + position.partition() + "', offset " + position.offset() + ", columns " + columns);
                }
            });
        }
        return comparison.result();
    }

    /** Compares every record of every object, and shows the beginning of an object. */
    Bucket bucket(Map<Position, Sent> produced) {
        Comparison<Sent, Envelope> comparison = new Comparison<>(produced, (position, sent) -> envelope(sent));
        try (BucketObjects objects = new BucketObjects(emulators)) {
            List<String> keys = objects.keys();
            keys.forEach(key -> objects.forEach(key, comparison::found));
            if (!keys.isEmpty()) {
                show(keys.get(0), objects);
            }
            return new Bucket(keys.size(), comparison.result());
        }
    }

    private Envelope envelope(Sent sent) {
        String value = workload.value(sent.number());
        return new Envelope(
                workload.key(sent.number()),
                value,
                sent.timestamp(),
                false,
                value.getBytes(StandardCharsets.UTF_8).length);
    }

    private void show(String key, BucketObjects objects) {
        var array = objects.read(key);
        ObjectMapper pretty = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        try {
            screen.say("Object " + key + " holds " + Screen.number(array.size()) + " records; the first one:");
            screen.say(pretty.writeValueAsString(array.path(0)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A JSON tree could not be written", e);
        }
    }
}
