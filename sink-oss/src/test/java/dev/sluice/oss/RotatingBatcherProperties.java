package dev.sluice.oss;

import static dev.sluice.oss.Records.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.batch.Admission;
import dev.sluice.core.flow.MemoryBudget;
import dev.sluice.oss.format.FormatOptions.JsonLayout;
import dev.sluice.oss.format.JsonArrayFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.connect.sink.SinkRecord;

class RotatingBatcherProperties {

    /** Every accepted record is in exactly one object, in order; keys are never used twice; the memory comes back. */
    @Property(tries = 300)
    void everyAcceptedRecordIsInExactlyOneObjectInOrder(@ForAll long seed) {
        Random random = new Random(seed);
        MemoryBudget budget = new MemoryBudget(1L << 30);
        RotatingBatcher batcher = new RotatingBatcher(
                Records.rotation(rotation(random)),
                new JsonArrayFormat(JsonLayout.COMPACT, 0),
                Records.names(),
                budget,
                Records.noUploads());
        int partitions = 1 + random.nextInt(5);
        long[] next = new long[partitions];
        Map<Integer, List<Long>> accepted = new HashMap<>();
        List<ObjectBatch> objects = new ArrayList<>();
        Instant now = Instant.ofEpochSecond(1_700_000_000);
        for (int step = 0; step < 400; step++) {
            switch (random.nextInt(12)) {
                case 0 -> now = now.plusMillis(random.nextInt(3000));
                case 1 -> batcher.closeLargest();
                case 2 -> batcher.drain();
                case 3 -> {
                    openDue(batcher, now, objects);
                    Instant deadline = batcher.nextDeadline();
                    if (deadline != null && deadline.isAfter(now)) {
                        assertThat(openDue(batcher, deadline.minusMillis(1), objects))
                                .isFalse();
                        now = deadline;
                        assertThat(openDue(batcher, now, objects)).isTrue();
                    }
                }
                default -> {
                    int partition = random.nextInt(partitions);
                    long offset = next[partition]++;
                    boolean bad = random.nextInt(10) == 0;
                    SinkRecord record = Records.record(
                            "t",
                            partition,
                            offset,
                            null,
                            null,
                            null,
                            bad ? UUID.randomUUID() : "v".repeat(random.nextInt(3000)),
                            random.nextInt(8) == 0 ? null : now.toEpochMilli() - random.nextInt(5000));
                    batcher.makeRoom(entry(record), now);
                    if (batcher.add(entry(record), now) instanceof Admission.Joined<ObjectBatch> joined) {
                        assertThat(bad).isFalse();
                        assertThat(joined.batch().size()).isPositive();
                        accepted.computeIfAbsent(partition, p -> new ArrayList<>())
                                .add(offset);
                    } else {
                        assertThat(bad).isTrue();
                    }
                    openDue(batcher, now, objects);
                }
            }
        }
        while (batcher.closeLargest()) {
            openDue(batcher, now, objects);
        }
        openDue(batcher, now, objects);

        Map<Integer, List<Long>> stored = new HashMap<>();
        Set<String> keys = new HashSet<>();
        for (ObjectBatch object : objects) {
            assertThat(keys.add(object.objectKey())).isTrue();
            assertThat(object.isOpen()).isFalse();
            List<Map<String, Object>> records = Envelopes.parse(Records.finished(object));
            assertThat(records).hasSize(object.size());
            int partition = ((ObjectPath) object.key()).origin().partition();
            for (Map<String, Object> record : records) {
                assertThat(record).containsEntry("partition", (long) partition);
                stored.computeIfAbsent(partition, p -> new ArrayList<>()).add((Long) record.get("offset"));
            }
            object.stored();
        }
        assertThat(stored).isEqualTo(accepted);
        assertThat(budget.used()).isZero();
    }

    private static boolean openDue(RotatingBatcher batcher, Instant now, List<ObjectBatch> into) {
        List<ObjectBatch> due = Records.all(() -> batcher.poll(now));
        into.addAll(due);
        return !due.isEmpty();
    }

    private static RotationOptions rotation(Random random) {
        return new RotationOptions(
                random.nextBoolean() ? null : 1 + random.nextInt(20),
                random.nextBoolean() ? null : 1L + random.nextInt(20_000),
                random.nextBoolean() ? null : Duration.ofMillis(1 + random.nextInt(5000)),
                random.nextBoolean() ? null : Duration.ofMillis(1 + random.nextInt(5000)),
                ZoneOffset.ofHoursMinutes(5, 45),
                random.nextBoolean() ? null : Duration.ofMillis(1 + random.nextInt(5000)));
    }
}
