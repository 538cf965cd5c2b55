package dev.sluice.core.offset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.mapping.RecordOrigin;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class OffsetTrackerTest {
    private static final TopicPartition P0 = new TopicPartition("t", 0);

    private final OffsetTracker tracker = new OffsetTracker();

    @Test
    void aPartitionThatBeginsSomewhereIsSafeUpToThereWithoutARecord() {
        tracker.open(P0);
        tracker.begin(P0, 40);
        assertThat(tracker.safeOffset(P0)).isEqualTo(40);
        assertThat(tracker.isRewound(new RecordOrigin(P0, 39))).isTrue();
        assertThat(tracker.isRewound(new RecordOrigin(P0, 40))).isFalse();
    }

    @Test
    void aHoldOfTheFirstRecordKeepsTheBeginning() {
        tracker.open(P0);
        tracker.begin(P0, 40);
        RecordOrigin first = new RecordOrigin(P0, 42);
        tracker.accepted(first);
        OffsetTracker.Hold hold = tracker.hold();
        hold.cover(first);
        assertThat(tracker.safeOffset(P0)).isEqualTo(42);
        hold.release();
        assertThat(tracker.safeOffset(P0)).isEqualTo(43);
    }

    @Test
    void aPartitionThatIsOpenedAgainForgetsWhereItBegan() {
        tracker.open(P0);
        tracker.begin(P0, 40);
        tracker.open(P0);
        assertThat(tracker.safeOffset(P0)).isEqualTo(-1);
        assertThat(tracker.safeOffsets()).isEmpty();
    }
}
