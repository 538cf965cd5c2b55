package dev.sluice.oss;

import com.google.common.hash.Hashing;
import dev.sluice.core.mapping.RecordOrigin;
import dev.sluice.oss.KeyTemplate.Literal;
import dev.sluice.oss.KeyTemplate.Piece;
import dev.sluice.oss.KeyTemplate.Variable;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * The keys of objects: a function of path and first offset alone, so records that are read again from the same offset go
 * to the same key (except where a path follows the clock on the wall). Different origins and offsets never give the same
 * key, whatever topics and values are like. Task thread only.
 */
final class ObjectNames {
    /** <a href="https://www.alibabacloud.com/help/en/oss/user-guide/object-naming-conventions">The service's limit.</a> */
    static final int MAX_KEY_BYTES = 1023;

    static final int LONGEST_OFFSET = 19;
    static final int LONGEST_PARTITION = 10;
    static final int LONGEST_EXTENSION = 16;

    /** Makes a part of the key of a record's object. */
    private interface Part {
        void append(SinkRecord record, TopicPartition origin, StringBuilder key);
    }

    private final LayoutOptions layout;
    private final String extension;
    private final List<Part> parts = new ArrayList<>();
    /** Whether the path depends on topic and origin alone. */
    private final boolean constant;

    /** The latest path of each origin, where it is constant. */
    private final Map<TopicPartition, Known> known = new HashMap<>();

    private final Map<TopicPartition, TopicPartition> origins = new HashMap<>();
    private TopicPartition recent = new TopicPartition("", -1);

    private record Known(String topic, ObjectPath path) {}

    /** @param extension with its dot */
    ObjectNames(LayoutOptions layout, String extension, InstantSource clock) {
        this.layout = layout;
        this.extension = extension;
        TimeSource time = switch (layout.partition().clock()) {
            case WALLCLOCK -> TimeSource.wallclock(clock);
            case RECORD -> TimeSource.ofRecord();
            case RECORDFIELD ->
                TimeSource.ofField(
                        layout.partition().timeField(), layout.partition().timezone());
        };
        KeyTemplate template = layout.template();
        this.constant = template == null
                ? layout.partition().partitioner() == PartitionOptions.Partitioner.DEFAULT
                : !template.has(KeyTemplate.Kind.FIELD) && !template.has(KeyTemplate.Kind.TIMESTAMP);
        if (template == null) {
            parts.add((record, origin, key) -> key.append(KeyText.escaped(record.topic(), KeyText.LONGEST_TOPIC))
                    .append(directory()));
            addDirectories(time);
            parts.add(this::appendFile);
        } else {
            template.pieces().forEach(piece -> parts.add(partOf(piece, time)));
        }
    }

    private String directory() {
        return layout.directoryDelimiter();
    }

    private void addDirectories(TimeSource time) {
        PartitionOptions options = layout.partition();
        if (options.partitioner() == PartitionOptions.Partitioner.DEFAULT) {
            parts.add((record, origin, key) ->
                    key.append("partition=").append(origin.partition()).append(directory()));
        } else if (options.partitioner().isByTime()) {
            parts.add(timestamp(options.pathFormat(), directory(), time));
            parts.add((record, origin, key) -> key.append(directory()));
        } else {
            for (FieldPath field : options.fields()) {
                String name = options.namesFields() ? KeyText.escaped(field.name()) + "=" : "";
                parts.add((record, origin, key) -> key.append(name)
                        .append(KeyText.escaped(field.text(record), KeyText.LONGEST_VALUE))
                        .append(directory()));
            }
        }
    }

    /** The origin, not the routed topic: two topics may be routed to one directory, and their offsets overlap. */
    private void appendFile(SinkRecord record, TopicPartition origin, StringBuilder key) {
        key.append(KeyText.escaped(origin.topic()))
                .append(layout.fileDelimiter())
                .append(origin.partition())
                .append(layout.fileDelimiter())
                .append(ObjectPath.OFFSET);
    }

    private Part timestamp(String pattern, String directory, TimeSource time) {
        PartitionOptions options = layout.partition();
        PathFormat format =
                new PathFormat(pattern, options.timezone(), options.locale(), directory, options.duration());
        return (record, origin, key) -> key.append(format.format(time.millis(record)));
    }

    private Part partOf(Piece piece, TimeSource time) {
        if (piece instanceof Literal literal) {
            return (record, origin, key) -> key.append(literal.text());
        }
        Variable variable = (Variable) piece;
        return switch (variable.kind()) {
            case TOPIC -> (record, origin, key) -> key.append(KeyText.escaped(record.topic(), KeyText.LONGEST_TOPIC));
            case ORIGIN_TOPIC -> (record, origin, key) -> key.append(KeyText.escaped(origin.topic()));
            case PARTITION -> (record, origin, key) -> key.append(origin.partition());
            case OFFSET -> (record, origin, key) -> key.append(ObjectPath.OFFSET);
            case TIMESTAMP -> timestamp(String.valueOf(variable.argument()), "/", time);
            case FIELD -> {
                FieldPath field = variable.field();
                if (field == null) {
                    throw new IllegalStateException("a field without a path");
                }
                yield (record, origin, key) -> key.append(KeyText.escaped(field.text(record), KeyText.LONGEST_VALUE));
            }
        };
    }

    /**
     * Which object the record belongs to.
     *
     * @throws org.apache.kafka.connect.errors.DataException when the record lacks what names its object
     */
    ObjectPath pathOf(SinkRecord record, TopicPartition origin) {
        if (!constant) {
            return newPath(record, origin);
        }
        Known latest = known.get(origin);
        if (latest == null || !latest.topic.equals(record.topic())) {
            latest = new Known(record.topic(), newPath(record, origin));
            known.put(origin, latest);
        }
        return latest.path;
    }

    private ObjectPath newPath(SinkRecord record, TopicPartition origin) {
        StringBuilder key = new StringBuilder(96);
        for (Part part : parts) {
            part.append(record, origin, key);
        }
        return new ObjectPath(ReservedDirectories.escaped(key.toString(), directory()), ownCopy(origin));
    }

    /** Equal origins of paths are the same object, so that comparing them reads none of it. */
    private TopicPartition ownCopy(TopicPartition origin) {
        if (!origin.equals(recent)) {
            recent = origins.computeIfAbsent(origin, o -> o);
        }
        return recent;
    }

    /** The key of the object that begins with this offset. May be longer than {@link #MAX_KEY_BYTES}. */
    String keyOf(ObjectPath path, long firstOffset) {
        return complete(path.key().replace(String.valueOf(ObjectPath.OFFSET), padded(firstOffset)), extension);
    }

    /**
     * The key of a value that is stored apart from its record; of the record's place in Kafka alone, whatever the layout is.
     *
     * @throws DataException when the service takes no key so long
     */
    String keyOfValue(RecordOrigin record, String extension) {
        TopicPartition origin = record.partition();
        String topic = KeyText.escaped(origin.topic());
        String key = complete(
                ReservedDirectories.VALUES + directory() + topic + directory() + "partition=" + origin.partition()
                        + directory() + topic
                        + layout.fileDelimiter() + origin.partition() + layout.fileDelimiter()
                        + padded(record.offset()),
                extension);
        if (!fits(key)) {
            throw new DataException(
                    "the key of a value that is stored apart would be longer than the service's limit of "
                            + MAX_KEY_BYTES + " bytes; shorten " + LayoutOptions.TOPICS_DIR);
        }
        return key;
    }

    private String padded(long offset) {
        String digits = Long.toString(offset);
        return "0".repeat(Math.max(0, layout.offsetPadding() - digits.length())) + digits;
    }

    private String complete(String rest, String extension) {
        StringBuilder key = new StringBuilder(rest.length() + 64).append(layout.prefix());
        if (layout.hashDigits() > 0) {
            String hash = Hashing.murmur3_32_fixed()
                    .hashString(rest, StandardCharsets.UTF_8)
                    .toString();
            key.append(hash, 0, layout.hashDigits()).append(directory());
        }
        return key.append(rest).append(extension).toString();
    }

    /** Whether the service takes a key of this length. */
    static boolean fits(String key) {
        return key.getBytes(StandardCharsets.UTF_8).length <= MAX_KEY_BYTES;
    }
}
