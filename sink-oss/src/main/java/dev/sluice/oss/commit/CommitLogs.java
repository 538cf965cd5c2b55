package dev.sluice.oss.commit;

import dev.sluice.core.offset.ProgressLog;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The commit logs of a task's partitions. Task thread, except where it says otherwise.
 */
public final class CommitLogs implements ProgressLog {
    /** A partition that is lost so often in such a time is not lost to a rebalance. */
    private static final int MOST_LOSSES = 5;

    private static final Duration LOSSES_COUNT = Duration.ofMinutes(10);

    private record Losses(int count, Instant since) {
        boolean isOver(Instant now) {
            return now.isAfter(since.plus(LOSSES_COUNT));
        }
    }

    private final LogStore store;
    private final Executor pool;
    private final Function<TopicPartition, LogNames> names;
    private final String task;
    private final long maxBytes;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Map<TopicPartition, CommitLog> logs = new ConcurrentHashMap<>();
    private final Map<TopicPartition, Losses> losses = new HashMap<>();
    private final ConcurrentLinkedQueue<CommitLog> lost = new ConcurrentLinkedQueue<>();

    /**
     * Without partitions.
     *
     * @param store the bucket
     * @param pool where requests are made; throws when it is closed
     * @param names where a partition's log is
     * @param task name of connector and task, for people who read the log
     * @param maxBytes length at which a log goes on in another object
     * @param clock the task's time; any thread
     * @param random for the names of writers; task thread only
     */
    public CommitLogs(
            LogStore store,
            Executor pool,
            Function<TopicPartition, LogNames> names,
            String task,
            long maxBytes,
            InstantSource clock,
            RandomGenerator random) {
        this.store = store;
        this.pool = pool;
        this.names = names;
        this.task = task;
        this.maxBytes = maxBytes;
        this.clock = clock;
        this.random = random;
    }

    /**
     * The log of a partition.
     *
     * @param partition by origin
     * @return null when the partition is not open
     */
    public @Nullable CommitLog of(TopicPartition partition) {
        return logs.get(partition);
    }

    @Override
    public void open(TopicPartition partition, Completion completion) {
        Instant now = clock.instant();
        losses.values().removeIf(before -> before.isOver(now));
        Losses before = losses.get(partition);
        if (before != null && before.count() >= MOST_LOSSES) {
            completion.fail(new PartitionTakenException(
                    "the commit log of " + partition + " was taken over by somebody else " + before.count()
                            + " times since "
                            + before.since()
                            + "; probably a connector of the same name in another Connect cluster writes to the same place: "
                            + "rename one, or give it another bucket or topics.dir",
                    true));
            return;
        }
        CommitLog[] self = new CommitLog[1];
        CommitLog log = new CommitLog(new CommitLog.Setting(
                store,
                pool,
                names.apply(partition),
                task,
                newWriter(random),
                maxBytes,
                clock,
                () -> lost.add(self[0])));
        self[0] = log;
        CommitLog earlier = logs.put(partition, log);
        if (earlier != null) {
            earlier.close();
        }
        log.open(completion);
    }

    private static String newWriter(RandomGenerator random) {
        byte[] name = new byte[8];
        random.nextBytes(name);
        return HexFormat.of().formatHex(name);
    }

    @Override
    public void close(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            CommitLog log = logs.remove(partition);
            if (log != null) {
                log.close();
            }
        }
    }

    @Override
    public void safe(TopicPartition partition, long offset) {
        CommitLog log = logs.get(partition);
        if (log != null) {
            log.safe(offset);
        }
    }

    @Override
    public void flush() {
        logs.values().forEach(CommitLog::flush);
    }

    @Override
    public Collection<TopicPartition> takeLost() {
        if (lost.isEmpty()) {
            return List.of();
        }
        List<TopicPartition> taken = new ArrayList<>();
        Instant now = clock.instant();
        CommitLog next;
        while ((next = lost.poll()) != null) {
            for (Map.Entry<TopicPartition, CommitLog> open : logs.entrySet()) {
                if (open.getValue() == next) {
                    taken.add(open.getKey());
                    losses.merge(
                            open.getKey(),
                            new Losses(1, now),
                            (before, one) -> before.isOver(now) ? one : new Losses(before.count() + 1, before.since()));
                }
            }
        }
        return taken;
    }

    /**
     * Makes a partition begin at another offset, while no task has it: what was committed is published, and then a line says
     * that nothing before counts. Blocks; any thread.
     *
     * @param store the bucket
     * @param names where the partition's log is
     * @param who for people who read the log
     * @param next where to begin; -1 where Kafka says
     * @param clock what time it is
     * @param random for a name that no other writer has
     */
    public static void reset(
            LogStore store, LogNames names, String who, long next, InstantSource clock, RandomGenerator random) {
        CommitLog log = new CommitLog(new CommitLog.Setting(
                store, Runnable::run, names, who, newWriter(random), Long.MAX_VALUE, clock, () -> {}));
        log.reset(next);
    }
}
