package dev.sluice.oss;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * What is in Kafka, and the options of the sink: objects of two records, a directory for each key, a line for each record.
 */
final class ModelHistory {
    static final TopicPartition PARTITION = new TopicPartition("t", 0);

    final String name;
    final OssOptions options;
    final Map<String, String> config;
    final List<SinkRecord> records = new ArrayList<>();
    /** What is in an object for each record that is stored. */
    private final Map<String, Long> offsets = new HashMap<>();

    /**
     * @param records one for each letter: s is left out by the mapper, r is refused, and others are stored in the directory of
     *     that name
     */
    ModelHistory(String records, String... options) {
        name = records + (options.length == 0 ? "" : " with " + String.join(" ", options));
        config = Records.config(
                "delivery.guarantee", "exactly_once",
                "format", "text",
                "flush.size", "2",
                "rotate.idle.ms", "1000",
                "partitioner.class", "field",
                "partition.field.name", "key",
                "behavior.on.null.values", "ignore",
                "runtime.error.tolerance", "all");
        for (int i = 0; i < options.length; i += 2) {
            config.put(options[i], options[i + 1]);
        }
        this.options = OssOptions.read(config);
        for (int i = 0; i < records.length(); i++) {
            String key = records.substring(i, i + 1);
            Object value = "record " + i;
            if (key.equals("s")) {
                value = null;
            } else if (key.equals("r")) {
                value = Map.of("unknown", new Object());
            } else {
                offsets.put(value + "\n", (long) i);
            }
            this.records.add(Records.record("t", 0, i, key, value));
        }
    }

    int end() {
        return records.size();
    }

    boolean isStored(long offset) {
        return offsets.containsValue(offset);
    }

    boolean isRefused(long offset) {
        return "r".equals(records.get((int) offset).key());
    }

    /**
     * The records in an object.
     *
     * @throws IllegalArgumentException when it has anything but whole records
     */
    List<Long> read(byte[] content) {
        List<Long> read = new ArrayList<>();
        String text = new String(content, StandardCharsets.UTF_8);
        int begin = 0;
        while (begin < text.length()) {
            int end = text.indexOf('\n', begin);
            Long offset = end < 0 ? null : offsets.get(text.substring(begin, end + 1));
            if (offset == null) {
                throw new IllegalArgumentException("no record: " + text.substring(begin));
            }
            read.add(offset);
            begin = end + 1;
        }
        return read;
    }
}
