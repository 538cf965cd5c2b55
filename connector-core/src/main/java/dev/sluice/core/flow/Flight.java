package dev.sluice.core.flow;

import dev.sluice.core.batch.Batch;
import dev.sluice.core.offset.OffsetTracker;
import dev.sluice.core.write.WriteCompletion;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** A closed batch on its way: ready, in flight, or waiting for its next attempt. Task thread only. */
final class Flight<B extends Batch<?>> {
    final B batch;
    final OffsetTracker.Hold hold;
    /** Counted from 1; the attempt that is under way or comes next. */
    int attempt = 1;
    /** When the first attempt failed; null while none has. */
    @Nullable
    Instant failingSince;
    /** Sent only when this one is settled to the last entry; null when nothing waits for it. */
    @Nullable
    Flight<B> next;
    /** Partitions that were given up while the batch was in flight: their entries' outcomes count for nothing. */
    final Set<TopicPartition> revoked = new HashSet<>(0);
    /** Given up as a whole, or replaced by a flight with the rest of it: it is never sent. */
    boolean gone;
    /** The window's number of the attempt under way. */
    long request;
    /** When an attempt under way counts as failed, because nobody answered. */
    Instant answerDue = Instant.MAX;
    /** Takes the answer to the attempt under way; null before the first one. */
    @Nullable
    WriteCompletion answer;

    Flight(B batch, OffsetTracker.Hold hold) {
        this.batch = batch;
        this.hold = hold;
    }

    Flight(B batch, OffsetTracker.Hold hold, Flight<B> before) {
        this(batch, hold);
        this.attempt = before.attempt;
        this.failingSince = before.failingSince;
    }
}
