package dev.sluice.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.mapping.RecordOrigin;
import dev.sluice.core.offset.OffsetTracker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class OffsetProgressTest {
    private static final TopicPartition P = new TopicPartition("t", 0);
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final OffsetTracker tracker = new OffsetTracker();
    private final OffsetProgress progress = new OffsetProgress();

    private OffsetTracker.Hold accept(long offset, int second) {
        progress.accepting(at(second));
        RecordOrigin origin = new RecordOrigin(P, offset);
        OffsetTracker.Hold hold = tracker.hold();
        hold.cover(origin);
        tracker.accepted(origin);
        progress.noteSometimes(tracker, at(second));
        return hold;
    }

    private static Instant at(int second) {
        return START.plusSeconds(second);
    }

    @Test
    void theOldestRecordThatIsNotSafeTellsTheAge() {
        OffsetTracker.Hold first = accept(10, 0);
        OffsetTracker.Hold second = accept(11, 5);
        assertThat(progress.waitingSince()).isEqualTo(at(0));
        first.release();
        progress.note(tracker, at(6));
        assertThat(progress.waitingSince()).isEqualTo(at(5));
        assertThat(progress.position(P)).isEqualTo(new OffsetProgress.Position(11, 12, at(5)));
        second.release();
        progress.note(tracker, at(7));
        assertThat(progress.waitingSince()).isNull();
    }

    @Test
    void aLongSilenceBeforeARecordIsNotItsAge() {
        accept(10, 0).release();
        progress.note(tracker, at(1));
        assertThat(accept(11, 600).partitions()).containsExactly(P);
        assertThat(progress.waitingSince()).isEqualTo(at(600));
    }

    @Test
    void withinASecondNothingIsNotedAgainAndTheAgeIsTheOlderOne() {
        accept(10, 0).release();
        progress.accepting(at(0).plusMillis(200));
        RecordOrigin origin = new RecordOrigin(P, 11);
        tracker.hold().cover(origin);
        tracker.accepted(origin);
        progress.noteSometimes(tracker, at(0).plusMillis(300));
        assertThat(progress.position(P).next()).isEqualTo(11);
        progress.noteSometimes(tracker, at(2));
        assertThat(progress.waitingSince()).isEqualTo(at(0).plusMillis(200));
    }

    @Test
    void manyHoursOfWaitingTakeBoundedMemoryAndTheAgeIsNeverTooLow() {
        List<OffsetTracker.Hold> holds = new java.util.ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            holds.add(accept(i, i));
        }
        assertThat(progress.waitingSince()).isEqualTo(at(0));
        for (int i = 0; i < 4000; i++) {
            holds.get(i).release();
        }
        progress.note(tracker, at(5001));
        assertThat(Duration.between(progress.waitingSince(), at(5001)))
                .isBetween(Duration.ofSeconds(1001), Duration.ofSeconds(1350));
    }

    @Test
    void afterARewindTheAgeStartsAnew() {
        assertThat(accept(10, 0).partitions()).containsExactly(P);
        tracker.close(P);
        tracker.open(P);
        assertThat(accept(5, 60).partitions()).containsExactly(P);
        assertThat(progress.waitingSince()).isEqualTo(at(60));
        progress.forget(List.of(P));
        assertThat(progress.partitions()).isEmpty();
    }
}
