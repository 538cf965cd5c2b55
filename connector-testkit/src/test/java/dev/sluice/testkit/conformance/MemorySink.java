package dev.sluice.testkit.conformance;

import dev.sluice.core.SinkDefinition;
import dev.sluice.core.SinkEnvironment;
import dev.sluice.core.SinkParts;
import dev.sluice.core.batch.BatchKey;
import dev.sluice.core.batch.EntryBatch;
import dev.sluice.core.config.ConfigProblems;
import dev.sluice.core.config.ConfigValues;
import dev.sluice.core.failure.Failure;
import dev.sluice.core.mapping.Mapping;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;

/** A sink that is right, or has one defect. */
final class MemorySink implements SinkUnderTest, SinkDefinition<Stored, EntryBatch<Stored>> {
    private static final String SECRET = "memory.secret";
    private static final String MODE = "memory.mode";

    private final MemoryStore store = new MemoryStore();
    private final Defect defect;

    MemorySink(Defect defect) {
        this.defect = defect;
    }

    @Override
    public ConfigDef define(ConfigDef def) {
        def.define(
                SECRET,
                defect == Defect.SHOWS_ITS_SECRET_OPTION ? Type.STRING : Type.PASSWORD,
                Importance.HIGH,
                "Opens the store.",
                "Memory",
                1,
                Width.SHORT,
                "Secret");
        return def.define(
                MODE,
                Type.STRING,
                "plain",
                Importance.LOW,
                defect == Defect.HAS_AN_UNDOCUMENTED_OPTION ? "" : "plain, which is all there is.",
                "Memory",
                2,
                Width.SHORT,
                "Mode");
    }

    @Override
    public void check(ConfigValues values, ConfigProblems problems) {
        if (defect == Defect.BLAMES_ANOTHER_KEY_TOO_WHEN_ONE_IS_MISSING
                && !values.raw().containsKey(SECRET)) {
            problems.add(MODE, "needs " + SECRET);
        }
        values.get(MODE, String.class)
                .filter(mode -> !mode.equals("plain"))
                .ifPresent(mode -> problems.add(
                        defect == Defect.BLAMES_ANOTHER_KEY ? SECRET : MODE, "must be plain, was " + mode));
    }

    @Override
    public SinkParts<Stored, EntryBatch<Stored>> open(SinkEnvironment environment) {
        boolean skipsBad = defect == Defect.IGNORES_TOLERANCE_NONE
                && !"all".equals(environment.config().get("runtime.error.tolerance"));
        MemoryBatcher batcher = new MemoryBatcher(defect);
        return new SinkParts<>(
                record -> map(record, skipsBad),
                batcher,
                new MemoryWriter(store, batcher, defect, environment.config().getOrDefault(SECRET, "")),
                Failure::unknown);
    }

    private Mapping<Stored> map(SinkRecord record, boolean skipsBad) {
        String key = (String) record.key();
        String value = (String) record.value();
        if (defect == Defect.SKIPS_A_RENAMED_TOPIC && !record.topic().equals("conformance")) {
            return new Mapping.Skipped<>("no such topic");
        }
        if (skipsBad && value.startsWith("bad:")) {
            return new Mapping.Skipped<>("it is bad");
        }
        return new Mapping.Mapped<>(
                new Stored(key, value),
                BatchKey.of("all"),
                defect == Defect.REORDERS_A_KEY ? null : key,
                defect == Defect.NEVER_PAUSES ? 0 : value.length());
    }

    @Override
    public SinkDefinition<?, ?> definition() {
        return this;
    }

    @Override
    public Map<String, String> config() {
        return Map.of(SECRET, "open-sesame", "topics", "conformance");
    }

    @Override
    public Duration settlesWithin() {
        return MemoryBatcher.LINGER;
    }

    @Override
    public Payload payload(String key, String value) {
        return new Payload(Schema.STRING_SCHEMA, key, Schema.STRING_SCHEMA, value);
    }

    @Override
    public Payload badPayload(String key, String text) {
        return payload(key, "bad:" + text);
    }

    @Override
    public Map<String, String> wrongValues() {
        return Map.of(MODE, "fancy");
    }

    @Override
    public List<Stored> stored() {
        return store.stored();
    }

    @Override
    public void trouble(Trouble trouble, int calls) {
        store.trouble(trouble, calls);
    }

    @Override
    public void stall() {
        store.stall();
    }

    @Override
    public void release() {
        store.release();
    }

    @Override
    public void stopDestination() {
        store.stop(true);
    }

    @Override
    public void startDestination() {
        store.stop(false);
    }

    @Override
    public void close() {
        store.stop(true);
    }
}
