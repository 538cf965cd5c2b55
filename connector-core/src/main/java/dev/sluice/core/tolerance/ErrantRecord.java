package dev.sluice.core.tolerance;

import dev.sluice.core.failure.Failure;
import dev.sluice.core.mapping.RecordOrigin;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * A record that is not stored, and why: one that the destination will never take, or one that the config wants reported.
 *
 * @param record as the worker delivered it; holds content, so it is never logged
 * @param origin where it was read
 * @param stage who refused it
 * @param failure why; its message holds no content
 */
public record ErrantRecord(SinkRecord record, RecordOrigin origin, Stage stage, Failure failure) {

    /** Where in the flow a record is refused. */
    public enum Stage {
        /** The mapper cannot make an entry of it. */
        MAPPING,
        /** The batch cannot take its entry: it cannot be encoded, or breaks a limit. */
        BATCHING,
        /** The destination refused its entry. */
        WRITING
    }

    /**
     * For log lines and messages.
     *
     * @return topic, partition, offset and reason; no content
     */
    public String describe() {
        return origin.describe() + ": " + failure.describe();
    }
}
