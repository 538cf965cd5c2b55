package dev.sluice.testkit.connect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a worker says of a connector and its tasks. A snapshot.
 *
 * @param name name of the connector
 * @param connector the connector itself; its {@code id} is -1
 * @param tasks its tasks, possibly none yet
 */
public record ConnectorStatus(String name, Part connector, List<Part> tasks) {

    /**
     * Takes a copy of the list.
     *
     * @param name name of the connector
     * @param connector the connector itself
     * @param tasks its tasks
     */
    public ConnectorStatus {
        tasks = List.copyOf(tasks);
    }

    /**
     * The state of a connector or of one task.
     *
     * @param id number of the task, -1 for the connector
     * @param state {@code RUNNING}, {@code PAUSED}, {@code STOPPED}, {@code FAILED}, {@code UNASSIGNED} or {@code RESTARTING}
     * @param workerId host and port of the worker that runs it
     * @param trace the stack trace of a failure, else empty
     */
    public record Part(int id, String state, String workerId, String trace) {

        private static Part of(JsonNode json) {
            return new Part(
                    json.path("id").asInt(-1),
                    json.path("state").asText(),
                    json.path("worker_id").asText(),
                    json.path("trace").asText(""));
        }
    }

    static ConnectorStatus of(JsonNode json) {
        List<Part> tasks = new ArrayList<>();
        json.path("tasks").forEach(task -> tasks.add(Part.of(task)));
        return new ConnectorStatus(json.path("name").asText(), Part.of(json.path("connector")), tasks);
    }

    /** {@return whether the connector runs with at least one task and all of its tasks run} */
    public boolean running() {
        return !tasks.isEmpty()
                && parts().stream().allMatch(part -> part.state().equals("RUNNING"));
    }

    /** {@return whether the connector or a task of it has failed} */
    public boolean failed() {
        return parts().stream().anyMatch(part -> part.state().equals("FAILED"));
    }

    /** {@return the stack traces of the connector and all tasks, one after the other; empty if nothing failed} */
    public String traces() {
        return parts().stream()
                .map(Part::trace)
                .filter(trace -> !trace.isEmpty())
                .collect(Collectors.joining("\n"));
    }

    private List<Part> parts() {
        List<Part> parts = new ArrayList<>(tasks);
        parts.add(connector);
        return parts;
    }
}
