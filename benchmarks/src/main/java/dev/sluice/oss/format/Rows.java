package dev.sluice.oss.format;

import dev.sluice.core.mapping.RecordOrigin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;

/** Records of ten fields, made before anything is measured. */
final class Rows {
    static final Schema SCHEMA = schema();

    private Rows() {}

    private static Schema schema() {
        SchemaBuilder builder = SchemaBuilder.struct().name("Row");
        for (int i = 0; i < 4; i++) {
            builder.field("s" + i, Schema.STRING_SCHEMA);
        }
        for (int i = 0; i < 3; i++) {
            builder.field("i" + i, Schema.INT64_SCHEMA);
        }
        return builder.field("o", Schema.OPTIONAL_INT64_SCHEMA)
                .field("d", Schema.FLOAT64_SCHEMA)
                .field("b", Schema.BOOLEAN_SCHEMA)
                .build();
    }

    /** @param textLength letters in each of the four texts */
    static List<SinkRecord> records(int count, int textLength) {
        SplittableRandom random = new SplittableRandom(1);
        List<SinkRecord> records = new ArrayList<>(count);
        for (int number = 0; number < count; number++) {
            Struct value = new Struct(SCHEMA);
            for (int i = 0; i < 4; i++) {
                StringBuilder text = new StringBuilder();
                random.ints(textLength, 'a', 'z' + 1).forEach(text::appendCodePoint);
                value.put("s" + i, text.toString());
            }
            for (int i = 0; i < 3; i++) {
                value.put("i" + i, random.nextLong());
            }
            value.put("o", number % 3 == 0 ? null : (Long) (long) number)
                    .put("d", random.nextDouble())
                    .put("b", random.nextBoolean());
            records.add(new SinkRecord(
                    "t", 0, null, null, SCHEMA, value, number, 1_700_000_000_000L, TimestampType.CREATE_TIME));
        }
        return records;
    }

    static List<RecordOrigin> origins(List<SinkRecord> records) {
        return records.stream().map(RecordOrigin::of).toList();
    }

    static FormatOptions options(Map<String, String> config) {
        return FormatOptions.read(
                new AbstractConfig(FormatOptions.define(new ConfigDef()), new HashMap<>(config), false));
    }

    /** Counts what it gets, and keeps nothing. */
    static final class Counter implements ObjectOutput {
        long bytes;

        @Override
        public void append(byte[] content, int offset, int count) {
            bytes += count;
        }

        @Override
        public void holds(long held) {}
    }
}
