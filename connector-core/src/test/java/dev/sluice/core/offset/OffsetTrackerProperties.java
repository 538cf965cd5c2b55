package dev.sluice.core.offset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.mapping.RecordOrigin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.kafka.common.TopicPartition;

class OffsetTrackerProperties {

    /** The same thing kept record by record. */
    private static final class Model {
        final Map<TopicPartition, Long> next = new HashMap<>();
        final Map<OffsetTracker.Hold, Set<RecordOrigin>> unsafe = new HashMap<>();

        long safe(TopicPartition partition) {
            long first = next.get(partition);
            for (Set<RecordOrigin> origins : unsafe.values()) {
                for (RecordOrigin origin : origins) {
                    if (origin.partition().equals(partition)) {
                        first = Math.min(first, origin.offset());
                    }
                }
            }
            return first;
        }
    }

    @Property(tries = 500)
    void safeIsTheFirstOffsetThatSomethingStillCovers(
            @ForAll Random random, @ForAll @IntRange(min = 1, max = 200) int steps) {
        OffsetTracker tracker = new OffsetTracker();
        Model model = new Model();
        List<TopicPartition> partitions =
                List.of(new TopicPartition("a", 0), new TopicPartition("a", 1), new TopicPartition("b", 0));
        partitions.forEach(tracker::open);
        List<OffsetTracker.Hold> holds = new ArrayList<>();
        for (int i = 0; i < steps; i++) {
            int dice = random.nextInt(10);
            if (dice < 6) {
                TopicPartition partition = partitions.get(random.nextInt(3));
                long offset = model.next.getOrDefault(partition, (long) random.nextInt(5)) + random.nextInt(2);
                RecordOrigin origin = new RecordOrigin(partition, offset);
                tracker.accepted(origin);
                model.next.put(partition, offset + 1);
                if (dice < 5) {
                    if (holds.isEmpty() || random.nextInt(3) == 0) {
                        holds.add(tracker.hold());
                    }
                    OffsetTracker.Hold hold = holds.get(random.nextInt(holds.size()));
                    hold.cover(origin);
                    model.unsafe.computeIfAbsent(hold, h -> new HashSet<>()).add(origin);
                }
            } else if (dice < 9 && !holds.isEmpty()) {
                OffsetTracker.Hold hold = holds.remove(random.nextInt(holds.size()));
                hold.release();
                model.unsafe.remove(hold);
            } else {
                TopicPartition partition = partitions.get(random.nextInt(3));
                tracker.close(partition);
                tracker.open(partition);
                model.next.remove(partition);
                model.unsafe.values().forEach(o -> o.removeIf(x -> x.partition().equals(partition)));
            }
            Map<TopicPartition, Long> expected = new HashMap<>();
            model.next.keySet().forEach(p -> expected.put(p, model.safe(p)));
            assertThat(tracker.safeOffsets()).isEqualTo(expected);
        }
    }
}
