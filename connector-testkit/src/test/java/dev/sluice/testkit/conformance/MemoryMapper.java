package dev.sluice.testkit.conformance;

import dev.sluice.core.batch.BatchKey;
import dev.sluice.core.mapping.Mapping;
import dev.sluice.core.mapping.RecordMapper;
import dev.sluice.core.mapping.RecordOrigin;
import dev.sluice.testkit.conformance.MemoryStore.Item;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/** Key and value as they are, with room for defects. */
final class MemoryMapper implements RecordMapper<Stored> {
    /** More than most cases produce, and late enough for each of a few keys to have been there. */
    private static final long LATE = 45;

    private final MemoryStore store;
    private final Defect defect;
    private final boolean tolerant;
    private final Map<TopicPartition, Long> lastRead;
    private final Map<TopicPartition, Long> lastReadBefore;
    private final Map<TopicPartition, Long> last = new HashMap<>();
    private final Set<String> keys = new HashSet<>();

    /** @param lastRead what another task has left there; this one goes on with it */
    MemoryMapper(MemoryStore store, Defect defect, Map<String, String> config, Map<TopicPartition, Long> lastRead) {
        this.store = store;
        this.defect = defect;
        this.tolerant = "all".equals(config.get("runtime.error.tolerance"));
        this.lastRead = lastRead;
        this.lastReadBefore = Map.copyOf(lastRead);
    }

    @Override
    public Mapping<Stored> map(SinkRecord record) {
        Stored stored = new Stored((String) record.key(), (String) record.value());
        RecordOrigin origin = RecordOrigin.of(record);
        boolean isNewKey = keys.add(stored.key());
        boolean isSeen = origin.offset() < last.getOrDefault(origin.partition(), 0L);
        last.merge(origin.partition(), origin.offset(), Math::max);
        lastRead.put(origin.partition(), origin.offset());
        if (defect == Defect.SKIPS_A_RENAMED_TOPIC && !record.topic().equals("conformance")) {
            return new Mapping.Skipped<>("no such topic");
        }
        if (defect == Defect.IGNORES_TOLERANCE_NONE && !tolerant && MemorySink.isBad(stored)) {
            return new Mapping.Skipped<>("it is bad");
        }
        if (defect == Defect.SKIPS_WHAT_COMES_AGAIN && isSeen) {
            return new Mapping.Skipped<>("it was here");
        }
        if (defect == Defect.GOES_ON_AFTER_WHAT_A_KILLED_TASK_READ
                && origin.offset() <= lastReadBefore.getOrDefault(origin.partition(), -1L)) {
            return new Mapping.Skipped<>("another task has read it");
        }
        if (defect == Defect.STORES_BEHIND_THE_PIPELINES_BACK && origin.offset() == LATE && isNewKey) {
            store.put(List.of(new Item(origin, stored)));
            return new Mapping.Skipped<>("it is stored already");
        }
        return new Mapping.Mapped<>(
                stored,
                BatchKey.of("all"),
                defect == Defect.REORDERS_A_KEY ? null : stored.key(),
                defect == Defect.NEVER_PAUSES ? 0 : stored.value().length());
    }
}
