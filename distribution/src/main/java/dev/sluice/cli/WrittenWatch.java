package dev.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.testkit.connect.ConnectRest;
import dev.sluice.testkit.connect.ConnectorStatus;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Waits until connectors have written everything: until the offsets that they committed, which they only do for what the
 * destination has acknowledged, have reached the end of their topics.
 */
final class WrittenWatch {

    private static final Duration PAUSE = Duration.ofMillis(250);

    private record TopicPartition(String topic, int partition) {}

    private final ConnectRest rest;
    private final Duration patience;

    /**
     * Makes a watch.
     *
     * @param patience how long nothing at all may move before it gives up
     */
    WrittenWatch(ConnectRest rest, Duration patience) {
        this.rest = rest;
        this.patience = patience;
    }

    /**
     * Waits.
     *
     * @param connectors names of the connectors
     * @param produced every record that they are to write
     * @param progress is shown how many are written
     * @throws CommandFailure with the trace if a task fails, or when nothing moves any more
     */
    void await(List<String> connectors, List<Set<Position>> produced, Screen.Progress progress) {
        Map<TopicPartition, Long> ends = new HashMap<>();
        for (Set<Position> positions : produced) {
            positions.forEach(position -> ends.merge(
                    new TopicPartition(position.topic(), position.partition()), position.offset() + 1, Math::max));
        }
        long total = ends.values().stream().mapToLong(Long::longValue).sum();
        long best = -1;
        long movedAt = System.nanoTime();
        while (true) {
            long written = written(connectors, ends);
            progress.at(written);
            if (written >= total) {
                return;
            }
            if (written > best) {
                best = written;
                movedAt = System.nanoTime();
            }
            failIfOneFailed(connectors);
            if (System.nanoTime() - movedAt > patience.toNanos()) {
                throw new CommandFailure("Nothing was written for " + patience.toSeconds() + " s; "
                        + Screen.number(written) + " of " + Screen.number(total) + " records are written.");
            }
            pause();
        }
    }

    private long written(List<String> connectors, Map<TopicPartition, Long> ends) {
        long written = 0;
        for (String connector : connectors) {
            for (JsonNode entry : rest.offsets(connector).path("offsets")) {
                TopicPartition partition = new TopicPartition(
                        entry.at("/partition/kafka_topic").asText(),
                        entry.at("/partition/kafka_partition").asInt());
                long committed = entry.at("/offset/kafka_offset").asLong();
                written += Math.min(committed, ends.getOrDefault(partition, 0L));
            }
        }
        return written;
    }

    private void failIfOneFailed(List<String> connectors) {
        for (String connector : connectors) {
            ConnectorStatus status = rest.status(connector);
            if (status.failed()) {
                throw new CommandFailure("Connector " + connector + " failed:\n" + status.traces());
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("Interrupted while records were written.", e);
        }
    }
}
