package dev.sluice.core.flow;

import dev.sluice.core.offset.OffsetSet;
import dev.sluice.core.offset.ProgressLog;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** A destination's memory whose answers are given by the test, one by one, or at once. */
final class ScriptedProgress implements ProgressLog {

    /** One question that waits for its answer. */
    record Asked(TopicPartition partition, Completion completion) {}

    final List<Asked> unanswered = new ArrayList<>();
    final Map<TopicPartition, Long> safe = new HashMap<>();
    final List<TopicPartition> closed = new ArrayList<>();
    final List<TopicPartition> lost = new ArrayList<>();
    int asked;
    int flushes;

    /** What is answered at once; null to let questions wait. */
    @Nullable
    Supplier<OffsetSet> atOnce;

    static OffsetSet done(long next) {
        OffsetSet set = new OffsetSet();
        set.raise(next);
        return set;
    }

    @Override
    public void open(TopicPartition partition, Completion completion) {
        asked++;
        if (atOnce != null) {
            completion.complete(atOnce.get());
        } else {
            unanswered.add(new Asked(partition, completion));
        }
    }

    @Override
    public void close(Collection<TopicPartition> partitions) {
        closed.addAll(partitions);
    }

    @Override
    public void safe(TopicPartition partition, long offset) {
        safe.put(partition, offset);
    }

    @Override
    public void flush() {
        flushes++;
    }

    @Override
    public Collection<TopicPartition> takeLost() {
        List<TopicPartition> taken = List.copyOf(lost);
        lost.clear();
        return taken;
    }

    /** The oldest question about the partition. */
    Completion next(TopicPartition partition) {
        for (Asked one : unanswered) {
            if (one.partition().equals(partition)) {
                unanswered.remove(one);
                return one.completion();
            }
        }
        throw new AssertionError("nobody asked about " + partition);
    }

    void answer(TopicPartition partition, OffsetSet done) {
        next(partition).complete(done);
    }
}
