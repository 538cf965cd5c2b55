package dev.sluice.oss;

import dev.sluice.oss.commit.LogNames;
import dev.sluice.oss.commit.LogStore;
import dev.sluice.oss.commit.PreparedObject;
import dev.sluice.testkit.harness.ManualClock;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What outlives the tasks: the bucket, Kafka, and the time. Notes the first thing that should not be. */
final class ModelWorld {
    final ModelHistory history;
    final ModelMutant mutant;
    final ManualClock clock = new ManualClock(Instant.ofEpochMilli(Records.TIME));
    final ModelBucket bucket;
    final LogNames names;
    /** Offsets of records that were refused, and that somebody was told of. */
    final Set<Long> reported = new TreeSet<>();
    /** Who has the partition, as Kafka sees it. */
    @Nullable
    ModelTask owner;

    private long committed;
    private @Nullable String violation;

    ModelWorld(ModelHistory history, ModelMutant mutant) {
        this.history = history;
        this.mutant = mutant;
        this.bucket = new ModelBucket(history, mutant != ModelMutant.NO_POSITION_CHECK, this::violated);
        this.names = new ExactlyOnce(new FakeStore(), history.options.layout(), "model").names(ModelHistory.PARTITION);
    }

    void violated(String what) {
        if (violation == null) {
            violation = what;
        }
    }

    @Nullable
    String violation() {
        return violation;
    }

    long committed() {
        return committed;
    }

    boolean isAllCommitted() {
        return committed == history.end();
    }

    void commit(long offset) {
        for (long below = 0; below < offset; below++) {
            boolean done = history.isStored(below)
                    ? bucket.isVisible(below)
                    : !history.isRefused(below) || reported.contains(below);
            if (!done) {
                violated("offset " + offset + " is committed, and record " + below + " is nowhere");
            }
        }
        committed = offset;
    }

    /** After the last task. */
    void checkEnd() {
        if (violation != null) {
            return;
        }
        if (!isAllCommitted()) {
            violated("the last task has stored only what is below " + committed);
            return;
        }
        String wrong = new ModelLog(history).check(new NoRequests(), names, bucket.objects());
        if (wrong != null) {
            violated(wrong);
        }
    }

    /** Reads past the run. */
    private final class NoRequests implements LogStore {
        @Override
        public boolean append(String key, long position, byte[] bytes) {
            throw new UnsupportedOperationException();
        }

        @Override
        public @Nullable Tail tail(String key, int atMost) {
            return bucket.tail(key, atMost);
        }

        @Override
        public byte[] read(String key, long position) {
            return bucket.read(key, position);
        }

        @Override
        public boolean publish(PreparedObject object) {
            throw new UnsupportedOperationException();
        }
    }
}
