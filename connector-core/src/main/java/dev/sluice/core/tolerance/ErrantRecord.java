package dev.sluice.core.tolerance;

import dev.sluice.core.failure.Failure;
import dev.sluice.core.mapping.RecordOrigin;
import org.apache.kafka.connect.sink.SinkRecord;

/** A record that the destination will never take, and why. */
public record ErrantRecord(SinkRecord record, RecordOrigin origin, Failure failure) {

    /** Topic, partition, offset and reason; no content. */
    public String describe() {
        return origin.describe() + ": " + failure.describe();
    }
}
