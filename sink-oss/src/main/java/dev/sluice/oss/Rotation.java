package dev.sluice.oss;

import dev.sluice.core.batch.BatchTrigger;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Says when an object is finished. Pure: looks at one object and never at another. */
final class Rotation {
    private final RotationOptions options;
    private final @Nullable WallClock wallClock;
    private final long mostBytes;
    private final @Nullable Duration longestUpload;

    /**
     * @param mostBytes what the service takes as one object
     * @param longestUpload longest time that an object may be open after its first part has left; null for ever
     */
    Rotation(RotationOptions options, long mostBytes, @Nullable Duration longestUpload) {
        this.options = options;
        this.wallClock = options.schedule() == null ? null : new WallClock(options.schedule(), options.timezone());
        this.mostBytes = options.maxBytes() == null ? mostBytes : Math.min(mostBytes, options.maxBytes());
        this.longestUpload = longestUpload;
    }

    /** The first point of the schedule at which an object opened now is finished; null without a schedule. */
    @Nullable
    Instant scheduledAfter(Instant openedAt) {
        return wallClock == null ? null : wallClock.next(openedAt);
    }

    /** When the object is finished if no record comes; {@link Instant#MAX} for never. */
    Instant deadline(ObjectBatch object) {
        Instant first = object.scheduledAt == null ? Instant.MAX : object.scheduledAt;
        Instant idle = idleAt(object);
        if (idle != null && idle.isBefore(first)) {
            first = idle;
        }
        Instant uploadEnds = uploadEndsAt(object);
        return uploadEnds != null && uploadEnds.isBefore(first) ? uploadEnds : first;
    }

    /** When an object of which parts have left must be finished; null for never. */
    @Nullable
    Instant uploadEndsAt(ObjectBatch object) {
        Instant begun = object.uploadBegunAt();
        return longestUpload == null || begun == null ? null : begun.plus(longestUpload);
    }

    /** When the object has waited long enough for another record; null for never. */
    @Nullable
    Instant idleAt(ObjectBatch object) {
        Duration idle = options.idle();
        return idle == null ? null : object.lastAddedAt().plus(idle);
    }

    /** Why the record must not join the object; null when it may. */
    @Nullable
    BatchTrigger before(SinkRecord record, ObjectBatch object) {
        Long first = object.firstTimestamp();
        Long timestamp = record.timestamp();
        Duration span = options.recordTime();
        // Subtracting could overflow with a hostile timestamp.
        boolean later = span != null
                && first != null
                && timestamp != null
                && timestamp > first
                && Long.compareUnsigned(timestamp - first, span.toMillis()) >= 0;
        return later ? BatchTrigger.RECORD_TIME : null;
    }

    /** Why the object is full; null when it is not. */
    @Nullable
    BatchTrigger after(ObjectBatch object) {
        Integer most = options.maxRecords();
        if (most != null && object.size() >= most) {
            return BatchTrigger.RECORDS;
        }
        return object.length() >= mostBytes ? BatchTrigger.BYTES : null;
    }
}
