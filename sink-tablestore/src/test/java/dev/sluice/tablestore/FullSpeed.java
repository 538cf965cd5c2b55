package dev.sluice.tablestore;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;

/**
 * A process with one task that gets records as fast as it takes them. Says how much heap was in use after a garbage
 * collection, at most.
 */
final class FullSpeed {
    private static final TopicPartition PARTITION = new TopicPartition("test", 0);
    /** What a worker's consumer hands over at a time: 500 records, or one fetch of a partition. */
    private static final int POLL_RECORDS = 500;

    private static final int POLL_BYTES = 1 << 20;
    private static final int FIELDS = 10;
    private static final Schema SCHEMA = schema();
    /** A worker commits each minute; more often here, because a run takes seconds. */
    private static final Duration COMMITS = Duration.ofSeconds(1);

    private final TableStoreSinkTask task = new TableStoreSinkTask();
    private final Worker worker = new Worker();
    private final int records;
    private final String padding;

    private FullSpeed(int records, String padding) {
        this.records = records;
        this.padding = padding;
    }

    /** @param args number of records, characters of each, the character, then keys and values of the config */
    public static void main(String[] args) {
        Map<String, String> config = new HashMap<>();
        for (int i = 3; i < args.length; i += 2) {
            config.put(args[i], args[i + 1]);
        }
        AtomicLong used = new AtomicLong();
        watch(used);
        int characters = Integer.parseInt(args[1]);
        new FullSpeed(Integer.parseInt(args[0]), args[2].repeat(characters / FIELDS)).run(config, characters);
        System.out.println("used=" + used.get());
        System.exit(0);
    }

    private static Schema schema() {
        SchemaBuilder builder = SchemaBuilder.struct();
        for (int i = 0; i < FIELDS; i++) {
            builder.field("f" + i, Schema.STRING_SCHEMA);
        }
        return builder.build();
    }

    private void run(Map<String, String> config, int characters) {
        task.initialize(worker);
        task.start(config);
        task.open(Set.of(PARTITION));
        int poll = Math.max(1, Math.min(POLL_RECORDS, POLL_BYTES / characters));
        Instant nextCommit = Instant.now().plus(COMMITS);
        long safe = 0;
        for (int next = 0; safe < records; ) {
            List<SinkRecord> delivery = new ArrayList<>();
            while (!worker.paused && delivery.size() < poll && next < records) {
                delivery.add(record(next++));
            }
            task.put(delivery);
            if (next == records || Instant.now().isAfter(nextCommit)) {
                safe = task.preCommit(Map.of(PARTITION, new OffsetAndMetadata(next)))
                        .get(PARTITION)
                        .offset();
                nextCommit = Instant.now().plus(COMMITS);
            } else if (worker.paused) {
                LockSupport.parkNanos(1_000_000); // a worker's consumer waits as long as the task said, or less
            }
        }
        task.close(Set.of(PARTITION));
        task.stop();
    }

    private SinkRecord record(int number) {
        Struct value = new Struct(SCHEMA);
        for (int i = 0; i < FIELDS; i++) {
            value.put("f" + i, padding + number);
        }
        return new SinkRecord(PARTITION.topic(), PARTITION.partition(), null, null, SCHEMA, value, number);
    }

    /** Notes what is left in use after each collection. */
    private static void watch(AtomicLong most) {
        Set<String> heap = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getName)
                .collect(Collectors.toSet());
        ManagementFactory.getGarbageCollectorMXBeans()
                .forEach(collector -> ((NotificationEmitter) collector)
                        .addNotificationListener(
                                (notification, unused) -> most.accumulateAndGet(
                                        GarbageCollectionNotificationInfo.from(
                                                        (CompositeData) notification.getUserData())
                                                .getGcInfo()
                                                .getMemoryUsageAfterGc()
                                                .entrySet()
                                                .stream()
                                                .filter(pool -> heap.contains(pool.getKey()))
                                                .map(Map.Entry::getValue)
                                                .mapToLong(MemoryUsage::getUsed)
                                                .sum(),
                                        Math::max),
                                null,
                                null));
    }

    /** The worker's side of the task. */
    private static final class Worker implements SinkTaskContext {
        private boolean paused;

        @Override
        public Map<String, String> configs() {
            return Map.of();
        }

        @Override
        public void offset(Map<TopicPartition, Long> offsets) {
            throw new UnsupportedOperationException("the task does not rewind");
        }

        @Override
        public void offset(TopicPartition partition, long offset) {
            throw new UnsupportedOperationException("the task does not rewind");
        }

        @Override
        public void timeout(long timeoutMs) {}

        @Override
        public Set<TopicPartition> assignment() {
            return Set.of(PARTITION);
        }

        @Override
        public void pause(TopicPartition... partitions) {
            paused = true;
        }

        @Override
        public void resume(TopicPartition... partitions) {
            paused = false;
        }

        @Override
        public void requestCommit() {}
    }
}
