package dev.sluice.testkit.conformance;

import dev.sluice.core.SinkDefinition;
import dev.sluice.core.SinkEnvironment;
import dev.sluice.core.SinkParts;
import dev.sluice.core.batch.EntryBatch;
import dev.sluice.core.config.ConfigProblems;
import dev.sluice.core.config.ConfigValues;
import dev.sluice.core.failure.Failure;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.connect.data.Schema;

/** A sink that is right, or has one defect. */
final class MemorySink implements SinkUnderTest, SinkDefinition<Stored, EntryBatch<Stored>> {
    private static final String SECRET = "memory.secret";
    private static final String MODE = "memory.mode";
    /** How the value of a record begins that the store refuses. */
    private static final String BAD = "bad:";

    private final MemoryStore store = new MemoryStore();
    /** The last offset that was mapped of each partition, as the running task left it. */
    private final Map<TopicPartition, Long> lastRead = new HashMap<>();

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
        if (defect == Defect.REFUSES_A_RIGHT_VALUE && values.raw().containsKey(SECRET)) {
            problems.add(SECRET, "is not good enough");
        }
        values.get(MODE, String.class)
                .filter(mode -> !mode.equals("plain"))
                .ifPresent(mode -> problems.add(
                        defect == Defect.BLAMES_ANOTHER_KEY ? SECRET : MODE, "must be plain, was " + mode));
    }

    @Override
    public SinkParts<Stored, EntryBatch<Stored>> open(SinkEnvironment environment) {
        MemoryBatcher batcher = new MemoryBatcher(defect);
        String secret = environment.config().getOrDefault(SECRET, "");
        MemoryWriter writer = new MemoryWriter(store, batcher, defect, secret, lastRead::clear);
        return new SinkParts<>(
                new MemoryMapper(store, defect, environment.config(), lastRead), batcher, writer, Failure::unknown);
    }

    static boolean isBad(Stored record) {
        return record.value().startsWith(BAD);
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
        return payload(key, BAD + text);
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
