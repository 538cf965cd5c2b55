package dev.sluice.oss;

import dev.sluice.core.batch.Entry;
import dev.sluice.core.mapping.RecordOrigin;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;

/** Records, and what tests do with them. */
public final class Records {
    public static final long TIME = 1603779578478L;

    /** Made once, because reading a config takes long; used by one test at a time. */
    private static final ObjectNames USUAL = namesOf();

    private Records() {}

    public static SinkRecord record(String topic, int partition, long offset, Object key, Object value) {
        return record(topic, partition, offset, null, key, null, value, TIME);
    }

    public static SinkRecord record(
            String topic,
            int partition,
            long offset,
            Schema keySchema,
            Object key,
            Schema valueSchema,
            Object value,
            Long timestamp) {
        return new SinkRecord(
                topic,
                partition,
                keySchema,
                key,
                valueSchema,
                value,
                offset,
                timestamp,
                timestamp == null ? TimestampType.NO_TIMESTAMP_TYPE : TimestampType.CREATE_TIME);
    }

    public static SinkRecord at(String topic, int partition, long offset, Long timestamp) {
        return record(topic, partition, offset, null, null, null, "v" + offset, timestamp);
    }

    /** The same record, as a transform that renames its topic leaves it. */
    public static SinkRecord renamed(SinkRecord record, String topic) {
        return record.newRecord(
                topic,
                record.kafkaPartition(),
                record.keySchema(),
                record.key(),
                record.valueSchema(),
                record.value(),
                record.timestamp());
    }

    static Entry<SinkRecord> entry(SinkRecord record) {
        RecordOrigin origin = RecordOrigin.of(record);
        return new Entry<>(record, names().pathOf(record, origin.partition()), null, 0, 0, record, origin);
    }

    static String text(ObjectContent content) {
        return new String(bytes(content), StandardCharsets.UTF_8);
    }

    /** The whole content of an object that goes with one request. */
    static String finished(ObjectBatch object) {
        if (object.finish()) {
            throw new IllegalStateException("it goes in parts");
        }
        return text(object.content());
    }

    static byte[] bytes(ObjectContent content) {
        try (var stream = content.open(transfer())) {
            return stream.readAllBytes();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static RotationOptions everyRecord(int records) {
        return new RotationOptions(records, null, null, null, java.time.ZoneOffset.UTC, null);
    }

    static Rotation rotation(RotationOptions options) {
        return new Rotation(options, Long.MAX_VALUE, null);
    }

    /** With two threads, called c-0. */
    static Uploads uploads(ObjectStore store, long partBytes) {
        return new Uploads(
                store, new UploadPool("c-0", 2), partBytes, java.time.Duration.ofMinutes(1), InstantSource.system());
    }

    /** For objects that never leave. */
    static Uploads noUploads() {
        return uploads(new FakeStore(), Long.MAX_VALUE / Uploads.MOST_PARTS);
    }

    static Transfer transfer() {
        return new Transfer(InstantSource.system(), () -> false);
    }

    /** The layout that these options make. */
    static LayoutOptions layout(String... keysAndValues) {
        return OssOptions.read(config(keysAndValues)).layout();
    }

    /** Names of JSON objects with these options, at {@link #TIME}. */
    static ObjectNames names(String... keysAndValues) {
        return keysAndValues.length == 0 ? USUAL : namesOf(keysAndValues);
    }

    private static ObjectNames namesOf(String... keysAndValues) {
        return new ObjectNames(layout(keysAndValues), ".json", () -> Instant.ofEpochMilli(TIME));
    }

    /** The path of a topic's partition in the usual layout. */
    static ObjectPath path(String topic, int partition) {
        return path(topic, partition(topic, partition));
    }

    static ObjectPath path(String topic, TopicPartition origin) {
        return names().pathOf(record(topic, origin.partition(), 0, null, null), origin);
    }

    static TopicPartition partition(String topic, int partition) {
        return new TopicPartition(topic, partition);
    }

    public static Map<String, String> config(String... keysAndValues) {
        Map<String, String> config = new HashMap<>(Map.of(
                "name", "oss-sink",
                "connector.class", OssSinkConnector.class.getName(),
                "topics", "t",
                "oss.endpoint", "https://oss-cn-hangzhou.aliyuncs.com",
                "oss.bucket", "a-bucket",
                "oss.access.key.id", "an-id",
                "oss.access.key.secret", "a-secret"));
        for (int i = 0; i < keysAndValues.length; i += 2) {
            config.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return config;
    }

    /** No object of this config is finished because the machine's clock comes to a point of the schedule. */
    static Map<String, String> unscheduled(String... keysAndValues) {
        Map<String, String> config = config(keysAndValues);
        config.putIfAbsent("rotate.schedule.interval.ms", "-1");
        return config;
    }

    static <T> List<T> all(java.util.function.Supplier<T> next) {
        List<T> all = new ArrayList<>();
        for (T one = next.get(); one != null; one = next.get()) {
            all.add(one);
        }
        return all;
    }
}
