package dev.sluice.oss;

import static dev.sluice.oss.Records.TIME;
import static dev.sluice.oss.Records.all;
import static dev.sluice.oss.Records.at;
import static dev.sluice.oss.Records.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.batch.Admission;
import dev.sluice.core.batch.BatchTrigger;
import dev.sluice.core.flow.MemoryBudget;
import dev.sluice.oss.format.FormatOptions.JsonLayout;
import dev.sluice.oss.format.JsonArrayFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

class RotatingBatcherTest {
    private final MemoryBudget budget = new MemoryBudget(1L << 30);
    private Instant now = Instant.parse("2024-01-01T00:01:00Z");

    @Test
    void anObjectIsFullAfterFlushSizeRecords() {
        RotatingBatcher batcher = batcher(Records.everyRecord(2));
        add(batcher, at("t", 0, 0, TIME));
        add(batcher, at("t", 1, 0, TIME));
        assertThat(batcher.poll(now)).isNull();

        add(batcher, at("t", 0, 1, TIME));

        ObjectBatch full = batcher.poll(now);
        assertThat(full.trigger()).isEqualTo(BatchTrigger.RECORDS);
        assertThat(full.objectKey()).isEqualTo("topics/t/partition=0/t+0+0000000000.json");
        assertThat(full.size()).isEqualTo(2);
        assertThat(batcher.poll(now)).as("the neighbour stays open").isNull();
        assertThat(batcher.held()).hasSize(1);
    }

    @Test
    void theNextObjectBeginsWithTheNextOffset() {
        RotatingBatcher batcher = batcher(Records.everyRecord(2));
        for (int offset = 10; offset < 14; offset++) {
            add(batcher, at("t", 0, offset, TIME));
        }

        assertThat(all(() -> batcher.poll(now)))
                .extracting(ObjectBatch::objectKey)
                .containsExactly(
                        "topics/t/partition=0/t+0+0000000010.json", "topics/t/partition=0/t+0+0000000012.json");
    }

    @Test
    void aRecordThatIsLaterByTheIntervalStartsTheNextObject() {
        RotatingBatcher batcher = batcher(rotation(null, Duration.ofMinutes(1), null, null));
        add(batcher, at("t", 0, 0, TIME));
        add(batcher, at("t", 1, 0, TIME));
        add(batcher, at("t", 0, 1, TIME + 59_999));
        add(batcher, at("t", 0, 2, TIME - 3_600_000));
        add(batcher, at("t", 0, 3, null));
        assertThat(batcher.poll(now)).isNull();

        add(batcher, at("t", 0, 4, TIME + 60_000));

        ObjectBatch rotated = batcher.poll(now);
        assertThat(rotated.trigger()).isEqualTo(BatchTrigger.RECORD_TIME);
        assertThat(rotated.size()).isEqualTo(4);
        assertThat(batcher.poll(now)).isNull();
        assertThat(batcher.nextDeadline()).as("record time has no deadline").isNull();
    }

    @Test
    void hostileTimestampsDoNotBreakTheSpan() {
        RotatingBatcher batcher = batcher(rotation(null, Duration.ofMinutes(1), null, null));
        add(batcher, at("t", 0, 0, 0L));
        add(batcher, at("t", 0, 1, Long.MAX_VALUE));
        add(batcher, at("t", 0, 2, 1L));

        assertThat(batcher.poll(now).size()).isEqualTo(1);
        assertThat(batcher.poll(now)).isNull();
    }

    @Test
    void anObjectOfSoManyBytesRotatesByItself() {
        RotatingBatcher batcher = batcher(new RotationOptions(null, 20_000L, null, null, ZoneOffset.UTC, null));
        add(batcher, at("t", 1, 0, TIME));
        for (int i = 0; batcher.poll(now) == null; i++) {
            assertThat(i).isLessThan(25);
            add(batcher, Records.record("t", 0, i, null, "v".repeat(1_000)));
            ObjectBatch due = batcher.poll(now);
            if (due != null) {
                assertThat(i).isBetween(15, 20);
                assertThat(due.trigger()).isEqualTo(BatchTrigger.BYTES);
                assertThat(due.length()).isBetween(20_000L, 21_200L);
                break;
            }
        }
        assertThat(batcher.held()).as("the neighbour stays").hasSize(1);
    }

    @Test
    void theWallClockRotatesWhatWasOpenedBeforeThePoint() {
        RotatingBatcher batcher = batcher(rotation(null, null, Duration.ofMinutes(5), null));
        add(batcher, at("t", 0, 0, TIME));
        assertThat(batcher.nextDeadline()).isEqualTo("2024-01-01T00:05:00Z");
        now = Instant.parse("2024-01-01T00:04:59.999Z");
        assertThat(batcher.poll(now)).isNull();

        now = Instant.parse("2024-01-01T00:05:00Z");

        assertThat(batcher.poll(now).trigger()).isEqualTo(BatchTrigger.WALL_CLOCK);
        assertThat(batcher.nextDeadline()).isNull();
    }

    @Test
    void aRecordThatComesAfterThePointGoesToTheNextObject() {
        RotatingBatcher batcher = batcher(rotation(null, null, Duration.ofMinutes(5), null));
        add(batcher, at("t", 0, 0, TIME));
        now = Instant.parse("2024-01-01T00:05:00.001Z");
        add(batcher, at("t", 0, 1, TIME));

        assertThat(batcher.poll(now).size()).isEqualTo(1);
        assertThat(batcher.nextDeadline()).isEqualTo("2024-01-01T00:10:00Z");
    }

    @Test
    void anIdleObjectRotatesAndABusyOneDoesNot() {
        RotatingBatcher batcher = batcher(rotation(null, null, null, Duration.ofSeconds(10)));
        add(batcher, at("t", 0, 0, TIME));
        add(batcher, at("t", 1, 0, TIME));
        now = now.plusSeconds(8);
        add(batcher, at("t", 1, 1, TIME));
        now = now.plusSeconds(2);

        ObjectBatch idle = batcher.poll(now);
        assertThat(idle.key()).isEqualTo(Records.path("t", 0));
        assertThat(idle.trigger()).isEqualTo(BatchTrigger.IDLE);
        assertThat(batcher.poll(now)).isNull();
        assertThat(batcher.nextDeadline()).isEqualTo(now.plusSeconds(8));
    }

    @Test
    void theFirstOfTwoDeadlinesCounts() {
        RotatingBatcher batcher = batcher(rotation(null, null, Duration.ofMinutes(5), Duration.ofMinutes(2)));
        add(batcher, at("t", 0, 0, TIME));
        assertThat(batcher.nextDeadline()).isEqualTo("2024-01-01T00:03:00Z");
        now = Instant.parse("2024-01-01T00:04:00Z");
        batcher = batcher(rotation(null, null, Duration.ofMinutes(5), Duration.ofMinutes(2)));
        add(batcher, at("t", 0, 0, TIME));
        now = Instant.parse("2024-01-01T00:06:00Z");

        assertThat(batcher.poll(now).trigger()).isEqualTo(BatchTrigger.WALL_CLOCK);
    }

    @Test
    void theLargestIsClosedFirst() {
        RotatingBatcher batcher = batcher(Records.everyRecord(1000));
        add(batcher, Records.record("t", 0, 0, null, "a".repeat(5_000)));
        add(batcher, Records.record("t", 1, 0, null, "a".repeat(50_000)));
        add(batcher, Records.record("t", 2, 0, null, "a".repeat(500)));
        for (int i = 0; i < 30; i++) {
            add(batcher, Records.record("t", 3, i, null, "a".repeat(5_000)));
        }

        assertThat(batcher.closeLargest()).isTrue();
        assertThat(batcher.closeLargest()).isTrue();

        List<ObjectBatch> closed = all(() -> batcher.poll(now));
        assertThat(closed)
                .extracting(object -> ((ObjectPath) object.key()).origin().partition())
                .containsExactly(3, 1);
        assertThat(closed).extracting(ObjectBatch::trigger).containsOnly(BatchTrigger.MEMORY);
        batcher.closeLargest();
        batcher.closeLargest();
        assertThat(batcher.closeLargest()).as("nothing is open any more").isFalse();
    }

    @Test
    void aCommitClosesNothing() {
        RotatingBatcher batcher = batcher(Records.everyRecord(10));
        add(batcher, at("t", 0, 0, TIME));

        batcher.drain();

        assertThat(batcher.poll(now)).isNull();
        assertThat(batcher.held()).hasSize(1);
    }

    @Test
    void theBudgetIsChargedForOpenObjectsAndGetsAllBack() {
        RotatingBatcher batcher = batcher(Records.everyRecord(10));
        add(batcher, Records.record("t", 0, 0, null, "a".repeat(5_000)));
        add(batcher, Records.record("t", 1, 0, null, "a".repeat(5_000)));
        assertThat(budget.used()).isGreaterThan(10_000);

        for (ObjectBatch object : List.copyOf(batcher.held())) {
            batcher.forget(object);
            object.discard();
            object.discard();
        }

        assertThat(budget.used()).isZero();
        assertThat(batcher.held()).isEmpty();
        assertThat(batcher.closeLargest()).isFalse();
        assertThat(batcher.nextDeadline()).isNull();
    }

    @Test
    void aRecordThatCannotBeEncodedIsRefusedAlone() {
        RotatingBatcher batcher = batcher(Records.everyRecord(2));
        SinkRecord bad = Records.record("t", 0, 0, "k", Map.of("k", UUID.randomUUID()));
        assertThat(offer(batcher, bad)).isInstanceOf(Admission.Refused.class);
        assertThat(budget.used()).as("no object is opened for it").isZero();
        add(batcher, at("t", 0, 1, TIME));
        assertThat(offer(batcher, Records.record("t", 0, 2, "k", Map.of("k", UUID.randomUUID()))))
                .isInstanceOfSatisfying(
                        Admission.Refused.class,
                        refused -> assertThat(refused.failure().describe()).contains("java.util.UUID"));
        add(batcher, at("t", 0, 3, TIME));

        ObjectBatch object = batcher.poll(now);
        assertThat(object.objectKey()).endsWith("+0000000001.json");
        assertThat(Envelopes.parse(Records.finished(object)))
                .extracting("offset")
                .containsExactly(1L, 3L);
        assertThat(object.head().metadata())
                .containsOnly(
                        Map.entry("sluice-first-offset", "1"),
                        Map.entry("sluice-last-offset", "3"),
                        Map.entry("sluice-records", "2"));
    }

    @Test
    void aRecordWhoseKeyWouldBeTooLongIsRefusedWithTheLimit() {
        RotatingBatcher batcher = new RotatingBatcher(
                Records.rotation(Records.everyRecord(2)),
                new JsonArrayFormat(JsonLayout.PRETTY, 0),
                Records.names("topics.dir", "x".repeat(1000)),
                budget,
                Records.noUploads());

        Admission<ObjectBatch> admission = offer(batcher, at("t", 0, 0, TIME));

        assertThat(admission)
                .isInstanceOfSatisfying(
                        Admission.Refused.class,
                        refused -> assertThat(refused.failure().describe())
                                .startsWith("ObjectKeyTooLong")
                                .contains("1023"));
        assertThat(budget.used()).isZero();
    }

    @Test
    void finishingTwiceGivesTheSameBytes() {
        RotatingBatcher batcher = batcher(Records.everyRecord(1));
        add(batcher, at("t", 0, 0, TIME));
        ObjectBatch object = batcher.poll(now);

        assertThat(Records.finished(object)).isEqualTo(Records.finished(object)).endsWith("}\n]");
    }

    @Test
    void objectsThatCloseEarlyLeaveNothingBehind() {
        RotatingBatcher batcher = batcher(rotation(1, null, Duration.ofDays(1), Duration.ofDays(1)));
        for (int i = 0; i < 1000; i++) {
            add(batcher, at("t", 0, i, TIME));
            assertThat(batcher.poll(now)).isNotNull();
        }

        assertThat(batcher.held()).isEmpty();
        assertThat(batcher.nextDeadline()).isNull();
    }

    private RotatingBatcher batcher(RotationOptions rotation) {
        return new RotatingBatcher(
                Records.rotation(rotation),
                new JsonArrayFormat(JsonLayout.PRETTY, 0),
                Records.names(),
                budget,
                Records.noUploads());
    }

    private static RotationOptions rotation(Integer records, Duration recordTime, Duration schedule, Duration idle) {
        return new RotationOptions(records, null, recordTime, schedule, ZoneOffset.UTC, idle);
    }

    private void add(RotatingBatcher batcher, SinkRecord record) {
        assertThat(offer(batcher, record)).isInstanceOf(Admission.Joined.class);
    }

    private Admission<ObjectBatch> offer(RotatingBatcher batcher, SinkRecord record) {
        batcher.makeRoom(entry(record), now);
        return batcher.add(entry(record), now);
    }
}
