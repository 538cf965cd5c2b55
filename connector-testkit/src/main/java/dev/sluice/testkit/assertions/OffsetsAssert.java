package dev.sluice.testkit.assertions;

import dev.sluice.testkit.connect.ConnectRest;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.assertj.core.api.AbstractAssert;

/** Assertions on the offsets that a sink connector has committed. */
public final class OffsetsAssert extends AbstractAssert<OffsetsAssert, String> {
    private final ConnectRest rest;
    private Duration patience = Duration.ZERO;

    OffsetsAssert(ConnectRest rest, String connector) {
        super(connector, OffsetsAssert.class);
        this.rest = rest;
    }

    /** What is asserted after this may take so long to come true; without it, it must be true already. */
    public OffsetsAssert within(Duration time) {
        patience = time;
        return this;
    }

    /**
     * The connector has committed exactly this offset of the partition.
     *
     * @param offset the one that it would go on with: one more than that of the last record that is safe
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

    /** The connector has committed nothing of this partition. */
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
