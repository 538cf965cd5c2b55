package dev.sluice.oss.format;

import dev.sluice.core.mapping.RecordOrigin;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.sink.SinkRecord;

/** Records written with the format that a config asks for: one object for each lane, as the sink would have them. */
final class Written {
    final RecordFormat format;
    final Map<Lane, Bytes> objects = new LinkedHashMap<>();
    private final Map<Lane, ObjectEncoder> open = new HashMap<>();

    Written(RecordFormat format) {
        this.format = format;
    }

    /** The options of a config of keys and values. */
    static FormatOptions options(String... keysAndValues) {
        Map<String, String> config = new HashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            config.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return FormatOptions.read(new AbstractConfig(FormatOptions.define(new ConfigDef()), config, false));
    }

    static Written with(String... keysAndValues) {
        return new Written(options(keysAndValues).open());
    }

    Written add(SinkRecord... records) {
        return add(Arrays.asList(records));
    }

    Written add(List<SinkRecord> records) {
        for (SinkRecord record : records) {
            Lane lane = format.laneOf(record);
            open.computeIfAbsent(lane, l -> format.open(objects.computeIfAbsent(l, none -> new Bytes()), l))
                    .encode(record, RecordOrigin.of(record));
        }
        return this;
    }

    /** What all encoders hold now. */
    long held() {
        return objects.values().stream().mapToLong(Bytes::held).sum();
    }

    Written finish() {
        open.values().forEach(ObjectEncoder::finish);
        open.clear();
        return this;
    }

    /** The only object. */
    byte[] bytes() {
        finish();
        if (objects.size() != 1) {
            throw new AssertionError("expected one object, found " + objects.size());
        }
        return objects.values().iterator().next().toArray();
    }

    String text() {
        return new String(bytes(), java.nio.charset.StandardCharsets.UTF_8);
    }
}
