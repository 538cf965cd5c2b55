package dev.sluice.oss;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.batch.Admission;
import dev.sluice.core.batch.Entry;
import dev.sluice.core.flow.MemoryBudget;
import dev.sluice.core.mapping.Mapping;
import dev.sluice.core.mapping.RecordOrigin;
import dev.sluice.oss.format.FormatOptions;
import dev.sluice.oss.format.Lane;
import dev.sluice.oss.format.RecordFormat;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** Objects of one partition and one path that are open at once, because the schemas of their records differ. */
class SideBySideProperties {
    private static final List<Schema> SCHEMAS = List.of(
            SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).build(),
            SchemaBuilder.struct()
                    .field("id", Schema.INT64_SCHEMA)
                    .field("note", Schema.OPTIONAL_STRING_SCHEMA)
                    .build(),
            SchemaBuilder.struct()
                    .field("id", Schema.INT64_SCHEMA)
                    .field("other", Schema.STRING_SCHEMA)
                    .build());

    private static final ObjectNames NAMES = new ObjectNames(Records.layout(), ".csv", () -> Instant.EPOCH);

    private static final class Run {
        private final MemoryBudget budget = new MemoryBudget(1L << 30);
        private final RecordFormat format;
        private final OssRecordMapper mapper;
        private final RotatingBatcher batcher;

        Run(int recordsPerObject, String compatibility) {
            FormatOptions options = OssOptions.read(Records.config(
                            "format", "csv", "format.csv.line.end", "lf", "schema.compatibility", compatibility))
                    .format();
            format = options.open();
            mapper = new OssRecordMapper(options.nullValues(), NAMES, format);
            batcher = new RotatingBatcher(
                    Records.rotation(Records.everyRecord(recordsPerObject)),
                    format,
                    NAMES,
                    budget,
                    Records.noUploads());
        }

        Entry<SinkRecord> entry(SinkRecord record) {
            Mapping.Mapped<SinkRecord> mapped = (Mapping.Mapped<SinkRecord>) mapper.map(record);
            return new Entry<>(record, mapped.batchKey(), null, 0, 0, record, RecordOrigin.of(record));
        }

        /** The objects that this record completes, by their keys with the offsets in them. */
        Map<String, List<Long>> add(SinkRecord record) {
            assertThat(batcher.add(entry(record), Instant.EPOCH)).isInstanceOf(Admission.Joined.class);
            return completed();
        }

        Map<String, List<Long>> completed() {
            Map<String, List<Long>> objects = new HashMap<>();
            for (ObjectBatch object : Records.all(() -> batcher.poll(Instant.EPOCH))) {
                List<Long> offsets = new ArrayList<>();
                List<String> lines = Records.finished(object).lines().toList();
                lines.subList(1, lines.size()).forEach(line -> offsets.add(Long.parseLong(line.split(",")[0])));
                assertThat(objects.put(object.objectKey(), offsets)).isNull();
                object.stored();
            }
            return objects;
        }

        Map<String, List<Long>> rest() {
            while (batcher.closeLargest()) {
                // Until none is open.
            }
            return completed();
        }
    }

    private static SinkRecord record(long offset, int schema) {
        Schema with = SCHEMAS.get(schema);
        Struct value = new Struct(with).put("id", offset);
        if (schema == 2) {
            value.put("other", "x");
        }
        return Records.record("t", 0, offset, null, null, with, value, Records.TIME);
    }

    @Test
    void twoSchemasOfAPartitionHaveAnObjectEachThatIsNamedByItsFirstRecord() {
        Run run = new Run(2, "none");

        assertThat(run.add(record(0, 0))).isEmpty();
        assertThat(run.add(record(1, 1))).isEmpty();
        assertThat(run.add(record(2, 0))).isEqualTo(Map.of("topics/t/partition=0/t+0+0000000000.csv", List.of(0L, 2L)));
        assertThat(run.add(record(3, 1))).isEqualTo(Map.of("topics/t/partition=0/t+0+0000000001.csv", List.of(1L, 3L)));
        assertThat(run.budget.used()).isZero();
    }

    @Test
    void aLogTellsTwoSchemasApartAndHoldsNoNames() {
        Run run = new Run(2, "none");
        String one = run.entry(record(0, 0)).batchKey().toString();
        String other = run.entry(record(1, 1)).batchKey().toString();

        assertThat(one).startsWith("t-0 ").isNotEqualTo(other).doesNotContain("id");
        assertThat(run.entry(record(2, 0)).batchKey())
                .hasToString(one)
                .isEqualTo(run.entry(record(0, 0)).batchKey())
                .isNotEqualTo(run.entry(record(1, 1)).batchKey());
        assertThat(Records.path("t", 0).in(Lane.ANY)).isSameAs(Records.path("t", 0));
    }

    /**
     * A key is used once; a task that dies and begins again at the lowest offset that it has not stored leaves no record out;
     * and what is stored again under a key is the same object.
     */
    @Property(tries = 300)
    void afterReadingAgainEveryRecordIsThereAndAKeyMeansTheSameObject(@ForAll long seed) {
        Random random = new Random(seed);
        live(random, 1 + random.nextInt(5), "none", true);
    }

    /** Which schema an object has may change with what was seen before, so a key may hold less than it did; nothing is lost. */
    @Property(tries = 300)
    void afterReadingAgainEveryRecordIsThereWhenSchemasShareObjectsToo(@ForAll long seed) {
        Random random = new Random(seed);
        live(
                random,
                1 + random.nextInt(5),
                List.of("backward", "forward", "full").get(random.nextInt(3)),
                false);
    }

    private static void live(Random random, int recordsPerObject, String compatibility, boolean sameObjects) {
        int[] schemas = random.ints(60, 0, SCHEMAS.size()).toArray();
        Map<String, List<Long>> bucket = new HashMap<>();
        int committed = 0;
        while (committed < schemas.length) {
            Run run = new Run(recordsPerObject, compatibility);
            Map<String, List<Long>> stored = new HashMap<>();
            int dies = committed + 1 + random.nextInt(2 * schemas.length);
            for (int offset = committed; offset < Math.min(dies, schemas.length); offset++) {
                storeOnce(run.add(record(offset, schemas[offset])), stored);
            }
            if (sameObjects) {
                stored.forEach((key, offsets) ->
                        assertThat(bucket.getOrDefault(key, offsets)).isEqualTo(offsets));
            }
            if (dies > schemas.length) {
                storeOnce(run.rest(), stored);
            }
            bucket.putAll(stored);
            committed = lowestMissing(stored, committed);
        }
        assertThat(lowestMissing(bucket, 0)).isEqualTo(schemas.length);
    }

    private static void storeOnce(Map<String, List<Long>> objects, Map<String, List<Long>> stored) {
        objects.forEach((key, offsets) -> {
            assertThat(key).endsWith(String.format("+%010d.csv", offsets.get(0)));
            assertThat(stored.put(key, offsets)).as("a key is used once").isNull();
        });
    }

    private static int lowestMissing(Map<String, List<Long>> objects, int from) {
        Set<Long> stored = new HashSet<>();
        objects.values().forEach(stored::addAll);
        int missing = from;
        while (stored.contains((long) missing)) {
            missing++;
        }
        return missing;
    }
}
