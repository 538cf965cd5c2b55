package dev.sluice.testkit.assertions;

import dev.sluice.testkit.connect.ConnectRest;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions on the offsets that a sink connector has committed, as a worker says them. What
 * {@link dev.sluice.testkit.connect.ConnectRest} throws comes through.
 */
public final class OffsetsAssert extends AbstractAssert<OffsetsAssert, String> {
    private final ConnectRest rest;
    private Duration patience = Duration.ZERO;

    OffsetsAssert(ConnectRest rest, String connector) {
        super(connector, OffsetsAssert.class);
        this.rest = rest;
    }

    /**
     * What is asserted after this may take so long to come true; without it, it must be true already.
     *
     * @param time real time. The workers of a {@code ConnectCluster} commit twice a second; others once a minute,
     *     unless {@code offset.flush.interval.ms} says otherwise.
     * @return this
     */
    public OffsetsAssert within(Duration time) {
        patience = time;
        return this;
    }

    /**
     * The connector has committed exactly this offset of the partition. Waits no longer once it is that far.
     *
     * @param topic as it was read from Kafka
     * @param partition from 0
     * @param offset the one that it would go on with: one more than that of the last record that is safe
     * @return this
     */
    public OffsetsAssert hasCommitted(String topic, int partition, long offset) {
        TopicPartition wanted = new TopicPartition(topic, partition);
        Map<TopicPartition, Long> committed =
                rest.awaitCommittedOffsets(actual, found -> found.getOrDefault(wanted, -1L) >= offset, patience);
        if (committed.getOrDefault(wanted, -1L) != offset) {
            throw failure(
                    "Expecting connector %s to have committed %d of %s%s, but it has committed %s",
                    actual, offset, wanted, patience.isZero() ? "" : " within " + patience, committed);
        }
        return this;
    }

    /**
     * The connector has committed nothing of this partition. Never waits: it is true before anything happens.
     *
     * @param topic as it was read from Kafka
     * @param partition from 0
     * @return this
     */
    public OffsetsAssert hasCommittedNothing(String topic, int partition) {
        Map<TopicPartition, Long> committed = rest.committedOffsets(actual);
        if (committed.containsKey(new TopicPartition(topic, partition))) {
            throw failure(
                    "Expecting connector %s to have committed nothing of %s-%d, but it has committed %s",
                    actual, topic, partition, committed);
        }
        return this;
    }
}
