package dev.sluice.core.flow;

import dev.sluice.core.failure.Failure;
import dev.sluice.core.failure.FailureClassifier;
import dev.sluice.core.mapping.RecordOrigin;
import dev.sluice.core.metrics.PipelineCounters;
import dev.sluice.core.offset.OffsetSet;
import dev.sluice.core.offset.OffsetTracker;
import dev.sluice.core.offset.ProgressLog;
import dev.sluice.core.retry.RetryDecision;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions whose {@link ProgressLog} is being asked, which take no record meanwhile, and what it said of the others as
 * long as that matters. Task thread only; answers come as mail.
 */
final class PartitionRecovery {
    private static final Logger LOG = LoggerFactory.getLogger(PartitionRecovery.class);

    /** One of done and error is there. */
    private record Letter(
            Opening opening,
            AtomicBoolean attempt,
            @Nullable OffsetSet done,
            @Nullable Throwable error) {}

    /** A partition that is not ready yet. */
    private static final class Opening {
        final TopicPartition partition;
        int attempt = 1;

        @Nullable
        Instant failingSince;
        /** When the next attempt begins; null while one is under way. */
        @Nullable
        Instant retryAt;
        /** When the attempt under way counts as failed. */
        Instant answerDue = Instant.MAX;
        /** Set when the attempt under way is answered, by whomever. */
        AtomicBoolean answered = new AtomicBoolean();
        /** Where the worker has to go on when the destination does not know; unknown for where it stands. */
        long again = OffsetSet.UNKNOWN;

        Opening(TopicPartition partition) {
            this.partition = partition;
        }
    }

    private final ProgressLog log;
    private final OffsetTracker tracker;
    private final FailureClassifier classifier;
    private final PipelineOptions options;
    private final PipelineCounters counters;
    private final FlowControl control;
    private final CompletionQueue<Letter> answers = new CompletionQueue<>();
    private final Map<TopicPartition, Opening> opening = new HashMap<>();
    /** What is done, until a record comes that is behind all of it. */
    private final Map<TopicPartition, OffsetSet> done = new HashMap<>();

    PartitionRecovery(
            ProgressLog log,
            OffsetTracker tracker,
            FailureClassifier classifier,
            PipelineOptions options,
            PipelineCounters counters,
            FlowControl control) {
        this.log = log;
        this.tracker = tracker;
        this.classifier = classifier;
        this.options = options;
        this.counters = counters;
        this.control = control;
    }

    /**
     * Begins to ask about these partitions. The answers are acted on in {@link #settle} alone, however early they come: one that
     * came in the middle of a delivery would leave the records behind it in their old places.
     *
     * @return those that have to wait for the answer
     */
    Collection<TopicPartition> open(Collection<TopicPartition> partitions, Instant now) {
        if (log == ProgressLog.NONE) {
            return List.of();
        }
        for (TopicPartition partition : partitions) {
            Opening next = new Opening(partition);
            done.remove(partition);
            opening.put(partition, next);
            ask(next, now);
        }
        return partitions;
    }

    void close(Collection<TopicPartition> partitions) {
        log.close(partitions);
        opening.keySet().removeAll(partitions);
        done.keySet().removeAll(partitions);
    }

    /** Whether an answer may come at any moment. */
    boolean isUnderWay() {
        return opening.values().stream().anyMatch(which -> which.retryAt == null);
    }

    boolean isOpening(TopicPartition partition) {
        return opening.containsKey(partition);
    }

    private void ask(Opening which, Instant now) {
        AtomicBoolean answered = new AtomicBoolean();
        which.answered = answered;
        which.retryAt = null;
        which.answerDue = now.plus(options.writeTimeout());
        log.open(which.partition, new ProgressLog.Completion() {
            @Override
            public void complete(OffsetSet done) {
                post(new Letter(which, answered, done, null));
            }

            @Override
            public void fail(Throwable error) {
                post(new Letter(which, answered, null, error));
            }

            private void post(Letter letter) {
                if (answered.compareAndSet(false, true)) {
                    answers.post(letter);
                }
            }
        });
    }

    /**
     * Acts on the answers that have come or are overdue, and asks again what failed.
     *
     * @return the partitions that may take records from now on
     * @throws ConnectException when asking again does not help
     */
    Set<TopicPartition> settle(Instant now) {
        if (opening.isEmpty()) {
            return Set.of();
        }
        for (Opening which : List.copyOf(opening.values())) {
            if (which.retryAt != null && !now.isBefore(which.retryAt)) {
                ask(which, now);
            } else if (which.retryAt == null
                    && !now.isBefore(which.answerDue)
                    && which.answered.compareAndSet(false, true)) {
                failed(which, FlightDeck.noAnswer(options.writeTimeout()), now);
            }
        }
        Set<TopicPartition> ready = new HashSet<>();
        Letter letter;
        while ((letter = answers.poll()) != null) {
            Opening which = letter.opening();
            if (opening.get(which.partition) != which || which.answered != letter.attempt()) {
                continue;
            }
            if (letter.done() != null) {
                opening.remove(which.partition);
                recovered(which, letter.done());
                ready.add(which.partition);
            } else if (letter.error() != null) {
                failed(which, classifier.classify(letter.error()), now);
            }
        }
        return ready;
    }

    private void recovered(Opening which, OffsetSet known) {
        if (known.next() != OffsetSet.UNKNOWN) {
            LOG.info("{} goes on from what the destination has: offsets {}", which.partition, known);
            control.seek(which.partition, known.next());
            tracker.begin(which.partition, known.next());
        } else if (which.again != OffsetSet.UNKNOWN) {
            control.seek(which.partition, which.again);
        }
        if (known.end() != OffsetSet.UNKNOWN) {
            done.put(which.partition, known);
        }
    }

    private void failed(Opening which, Failure failure, Instant now) {
        if (which.failingSince == null) {
            which.failingSince = now;
        }
        String what = "What the destination has of " + which.partition + " could not be found out";
        if (!failure.isRetriable()) {
            throw new ConnectException(what + ": " + failure.describe(), failure.cause());
        }
        RetryDecision decision = options.retryPolicy()
                .decide(failure, which.attempt, Duration.between(which.failingSince, now), options.random());
        if (decision instanceof RetryDecision.GiveUp giveUp) {
            throw new ConnectException(what + ": " + giveUp.reason() + "; " + failure.describe(), failure.cause());
        }
        Duration delay = ((RetryDecision.RetryIn) decision).delay();
        if (Integer.bitCount(which.attempt) == 1) {
            LOG.warn(
                    "{} at attempt {}, next one in {} ms: {}",
                    what,
                    which.attempt,
                    delay.toMillis(),
                    failure.describe());
        }
        which.attempt++;
        which.retryAt = now.plus(delay);
        counters.retry(failure.kind());
    }

    /** When something is due although no answer comes; null while all are ready. */
    @Nullable
    Instant nextDue() {
        Instant next = null;
        for (Opening which : opening.values()) {
            Instant due = which.retryAt == null ? which.answerDue : which.retryAt;
            if (next == null || due.isBefore(next)) {
                next = due;
            }
        }
        return next;
    }

    /** Records of a partition that is not ready have to come again from this offset on, if the destination knows no better. */
    void awaitAgain(TopicPartition partition, long offset) {
        Opening which = opening.get(partition);
        if (which != null && which.again == OffsetSet.UNKNOWN) {
            which.again = offset;
        }
    }

    /**
     * Whether the record is done already.
     *
     * @throws ConnectException when it comes from before the point that the partition was asked to go on from
     */
    boolean isDone(RecordOrigin origin) {
        if (done.isEmpty()) {
            return false;
        }
        OffsetSet known = done.get(origin.partition());
        if (known == null) {
            return false;
        }
        if (origin.offset() < known.next()) {
            throw new ConnectException("The destination has all records of " + origin.partition() + " below offset "
                    + known.next() + ", but Kafka has no such offset any more and goes on at " + origin.offset()
                    + ": the topic was probably deleted and created again under the same name. Stop the connector, set the"
                    + " offset of this partition with a PATCH of the connector's offsets in Connect's REST API ("
                    + origin.offset() + " stores what the topic has now), and start it again");
        }
        if (origin.offset() >= known.end()) {
            done.remove(origin.partition());
            return false;
        }
        return known.contains(origin.offset());
    }
}
