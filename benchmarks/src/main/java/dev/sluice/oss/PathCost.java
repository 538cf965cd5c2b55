package dev.sluice.oss;

import dev.sluice.benchmarks.SideBySide;
import dev.sluice.core.SinkParts;
import dev.sluice.core.failure.Failure;
import dev.sluice.core.flow.FlowControl;
import dev.sluice.core.flow.MemoryBudget;
import dev.sluice.core.flow.PipelineOptions;
import dev.sluice.core.flow.SinkPipeline;
import dev.sluice.core.metrics.PipelineCounters;
import dev.sluice.core.retry.ExponentialBackoff;
import dev.sluice.core.tolerance.ErrorTolerance;
import dev.sluice.core.write.WriteResult;
import dev.sluice.oss.commit.PreparedObject;
import dev.sluice.oss.commit.UploadedPart;
import dev.sluice.oss.format.FormatOptions.JsonLayout;
import dev.sluice.oss.format.FormatOptions.NullValues;
import dev.sluice.oss.format.JsonArrayFormat;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * What a record costs in the OSS sink without the service, from mapping to the bytes of a finished object, while the number
 * of open objects grows. Records go round all paths, which is the worst order. The goal is flat: at most 1.2 times. It is reached up to
 * 1,000 open objects; with 10,000 the caches and what the collector copies remain (docs/adr/0016).
 *
 * <pre>
 * mvn -q -B -DskipTests -pl benchmarks -am package
 * java -cp 'benchmarks/target/classes:benchmarks/target/lib/*' dev.sluice.oss.PathCost
 * </pre>
 */
public final class PathCost {
    private static final int POLL = 500;
    private static final int POLLS_A_ROUND = 400;
    private static final int RECORDS_AN_OBJECT = 20;

    private PathCost() {}

    public static void main(String[] args) {
        for (int bytes : new int[] {1000, 100}) {
            SideBySide.compare(
                    "cost of a record of " + bytes + " bytes, by paths of a field",
                    List.of(
                            new Growth(1, true, bytes),
                            new Growth(100, true, bytes),
                            new Growth(1000, true, bytes),
                            new Growth(10_000, true, bytes)));
            SideBySide.compare(
                    "nothing but memory: a record of " + bytes + " bytes copied into one of as many growing arrays",
                    List.of(
                            new Memory(1, bytes),
                            new Memory(100, bytes),
                            new Memory(1000, bytes),
                            new Memory(10_000, bytes)));
            SideBySide.compare(
                    "cost of a record of " + bytes + " bytes, by partitions",
                    List.of(
                            new Growth(1, false, bytes),
                            new Growth(100, false, bytes),
                            new Growth(1000, false, bytes),
                            new Growth(10_000, false, bytes)));
        }
    }

    /**
     * What no sink can do without: each path has an array that grows as an object's buffer does and is given up after as many
     * records. What this costs more with many paths is the processor's caches and the garbage collector, not the sink.
     */
    private static final class Memory implements SideBySide.Alternative {
        /** About what the envelope adds. */
        private static final int ENVELOPE = 100;

        private final byte[] record;
        private final ByteArrayOutputStream[] open;
        private long number;

        Memory(int paths, int bytes) {
            this.record = new byte[bytes + ENVELOPE];
            this.open = new ByteArrayOutputStream[paths];
            for (int i = 0; i < paths; i++) {
                open[i] = new ByteArrayOutputStream(1 << 10);
            }
        }

        @Override
        public String name() {
            return open.length + " arrays";
        }

        @Override
        public long round() {
            for (int i = 0; i < POLL * POLLS_A_ROUND; i++) {
                int path = (int) (number % open.length);
                open[path].write(record, 0, record.length);
                if (number++ / open.length % RECORDS_AN_OBJECT == RECORDS_AN_OBJECT - 1) {
                    open[path] = new ByteArrayOutputStream(1 << 10);
                }
            }
            return (long) POLL * POLLS_A_ROUND;
        }
    }

    private static final class Growth implements SideBySide.Alternative, FlowControl {
        private final int paths;
        private final boolean byField;
        private final String value;
        private final SinkPipeline<SinkRecord, ObjectBatch> pipeline;
        private long number;

        Growth(int paths, boolean byField, int bytes) {
            this.paths = paths;
            this.byField = byField;
            this.value = "x".repeat(bytes);
            InstantSource clock = InstantSource.system();
            MemoryBudget budget = new MemoryBudget(1L << 40);
            OssOptions options = OssOptions.read(config());
            JsonArrayFormat format = new JsonArrayFormat(JsonLayout.COMPACT, 0);
            ObjectNames names = new ObjectNames(options.layout(), ".json", clock);
            Uploads uploads =
                    new Uploads(new NoStore(), new UploadPool("cost", 1), 1L << 30, Duration.ofMinutes(1), clock);
            this.pipeline = new SinkPipeline<>(
                    new SinkParts<>(
                            new OssRecordMapper(NullValues.FAIL, names, format),
                            new RotatingBatcher(
                                    new Rotation(options.rotation(), Long.MAX_VALUE, null),
                                    format,
                                    names,
                                    budget,
                                    uploads),
                            (batch, completion) -> {
                                batch.finish();
                                batch.stored();
                                completion.complete(WriteResult.WRITTEN);
                            },
                            Failure::unknown),
                    ErrorTolerance.none(),
                    new PipelineOptions(
                            new ExponentialBackoff(
                                    Duration.ofMillis(100), Duration.ofSeconds(5), Duration.ofMinutes(10)),
                            8,
                            Duration.ZERO,
                            Duration.ofMinutes(2),
                            clock,
                            new SplittableRandom(1)),
                    budget,
                    new PipelineCounters(clock),
                    this);
            for (int i = 0; i < (byField ? 1 : paths); i++) {
                pipeline.open(List.of(new TopicPartition("t", i)));
            }
        }

        private Map<String, String> config() {
            Map<String, String> config = new HashMap<>(Map.of(
                    "oss.endpoint", "http://127.0.0.1",
                    "oss.bucket", "a-bucket",
                    "oss.access.key.id", "i",
                    "oss.access.key.secret", "s",
                    "flush.size", Integer.toString(RECORDS_AN_OBJECT)));
            if (byField) {
                config.put("partitioner.class", "field");
                config.put("partition.field.name", "key");
            }
            return config;
        }

        @Override
        public String name() {
            return paths + " open objects";
        }

        @Override
        public long round() {
            for (int i = 0; i < POLLS_A_ROUND; i++) {
                List<SinkRecord> records = new ArrayList<>(POLL);
                for (int r = 0; r < POLL; r++) {
                    int path = (int) (number % paths);
                    // A new text each time, as a converter makes it: the key of a record is never what was long out of
                    // the caches.
                    records.add(new SinkRecord(
                            "t",
                            byField ? 0 : path,
                            null,
                            byField ? "path-" + path : "key",
                            null,
                            value,
                            number++,
                            1_700_000_000_000L,
                            TimestampType.CREATE_TIME));
                }
                pipeline.put(records);
            }
            return (long) POLL * POLLS_A_ROUND;
        }

        @Override
        public void pause(Set<TopicPartition> partitions) {}

        @Override
        public void resume(Set<TopicPartition> partitions) {}

        @Override
        public void seek(TopicPartition partition, long offset) {}

        @Override
        public void wakeWithin(Duration time) {}
    }

    /** Nothing gets so far. */
    private static final class NoStore implements ObjectStore {
        @Override
        public void put(ObjectHead head, ObjectContent content, Transfer transfer) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String begin(ObjectHead head) {
            throw new UnsupportedOperationException();
        }

        @Override
        public UploadedPart sendPart(
                String key, String uploadId, int number, ObjectContent content, Transfer transfer) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean publish(PreparedObject object) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean append(String key, long position, byte[] bytes) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Tail tail(String key, int atMost) {
            throw new UnsupportedOperationException();
        }

        @Override
        public byte[] read(String key, long position) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<String> keys(String prefix) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void abort(String key, String uploadId) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<PendingUpload> pendingUploads(String prefix) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void probe(String key) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void cutConnections() {}

        @Override
        public void close() {}
    }
}
