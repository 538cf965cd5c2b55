package dev.sluice.core.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.mapping.RecordOrigin;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

class SizeBoundedBatcherProperties {

    @Property(tries = 300)
    void eachEntryIsInOneBatchInOrderAndEveryLimitHolds(
            @ForAll Random random,
            @ForAll @IntRange(min = 1, max = 20) int maxEntries,
            @ForAll @LongRange(min = 1, max = 500) long maxBytes,
            @ForAll @IntRange(min = 0, max = 50) int lingerMs) {
        Duration linger = Duration.ofMillis(lingerMs);
        SizeBoundedBatcher<Integer> batcher =
                new SizeBoundedBatcher<>(new BatchLimits(maxEntries, maxBytes, linger, true));
        Instant now = Instant.EPOCH;
        List<EntryBatch<Integer>> polled = new ArrayList<>();
        Map<BatchKey, List<Integer>> expected = new HashMap<>();
        for (int i = 0; i < 200; i++) {
            Entry<Integer> entry = entry(i, "key" + random.nextInt(4), random.nextInt(200));
            batcher.makeRoom(entry, now);
            batcher.add(entry, now);
            expected.computeIfAbsent(entry.batchKey(), k -> new ArrayList<>()).add(i);
            now = now.plusMillis(random.nextInt(10));
            pollAll(batcher, now, polled);
            Instant deadline = batcher.nextDeadline();
            assertThat(deadline == null || deadline.isAfter(now))
                    .as("whatever is due was polled")
                    .isTrue();
            assertOpenOnesAreYoung(batcher, now, linger);
        }
        batcher.drain();
        pollAll(batcher, now, polled);
        assertThat(batcher.held()).isEmpty();
        Map<BatchKey, List<Integer>> actual = new HashMap<>();
        for (EntryBatch<Integer> batch : polled) {
            assertThat(batch.size()).isBetween(1, maxEntries);
            assertThat(batch.isOpen()).isFalse();
            if (batch.size() > 1) {
                assertThat(batch.sizeBytes()).isLessThanOrEqualTo(maxBytes);
            }
            batch.entries()
                    .forEach(e -> actual.computeIfAbsent(batch.key(), k -> new ArrayList<>())
                            .add(e.value()));
        }
        assertThat(actual).isEqualTo(expected);
    }

    private static void assertOpenOnesAreYoung(SizeBoundedBatcher<Integer> batcher, Instant now, Duration linger) {
        assertThat(batcher.held())
                .allMatch(batch -> batch.openedAt().plus(linger).isAfter(now));
    }

    private static void pollAll(SizeBoundedBatcher<Integer> batcher, Instant now, List<EntryBatch<Integer>> into) {
        EntryBatch<Integer> batch;
        while ((batch = batcher.poll(now)) != null) {
            into.add(batch);
        }
    }

    private static Entry<Integer> entry(int value, String key, long bytes) {
        return new Entry<>(
                value,
                BatchKey.of(key),
                null,
                bytes,
                bytes,
                new SinkRecord("t", 0, null, null, null, value, value),
                new RecordOrigin(new TopicPartition("t", 0), value));
    }
}
