package dev.sluice.oss;

import dev.sluice.core.SinkEnvironment;
import dev.sluice.core.SinkParts;
import dev.sluice.core.flow.FlowControl;
import dev.sluice.core.flow.MemoryBudget;
import dev.sluice.core.flow.PipelineOptions;
import dev.sluice.core.flow.SinkPipeline;
import dev.sluice.core.metrics.PipelineCounters;
import dev.sluice.core.retry.ExponentialBackoff;
import dev.sluice.core.tolerance.ErrorTolerance;
import dev.sluice.oss.ModelScope.Request;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * A task of the sink as it is, with what a worker of Connect does for it. Its pool has no threads: what is submitted is done
 * between two calls of the worker, unless the run chooses otherwise.
 */
final class ModelTask implements FlowControl {
    private static final int POLL = 3;
    private static final Duration WRITE_TIMEOUT = Duration.ofMinutes(2);
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(20);

    /** Ends what a task that is dead still has on its stack. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;

        Killed() {
            super("the task is dead", null, false, false);
        }
    }

    final int number;
    final boolean last;
    private final ModelRun run;
    private final ModelWorld world;
    private final SinkPipeline<SinkRecord, ObjectBatch> pipeline;
    private final Deque<Runnable> pool = new ArrayDeque<>();
    private boolean dead;
    /** No partition any more. */
    private boolean ended;
    /** Which loop has the task's thread: another one when a request of the one before stands still. */
    private int loop;

    private @Nullable Object stack;

    private long position;
    private long seek = -1;
    private boolean paused;
    private Duration wake = SHORTEST_WAIT;
    private int idle;
    /** Whether it has waited for an answer as long as it ever does; once is enough. */
    private boolean waited;

    ModelTask(ModelRun run, int number, boolean last) {
        this.run = run;
        this.world = run.world;
        this.number = number;
        this.last = last;
        ModelHistory history = world.history;
        MemoryBudget budget = new MemoryBudget(64 << 20);
        ModelStore store = new ModelStore(run, this, world.bucket, world.mutant == ModelMutant.LEAVES_UNPUBLISHED);
        SinkParts<SinkRecord, ObjectBatch> parts = OssSinkDefinition.parts(
                new SinkEnvironment("model", number, history.config, budget, world.clock, new SplittableRandom(number)),
                history.options,
                history.options.format().open(budget.limit()),
                store,
                new ExactlyOnce(store, history.options.layout(), "model"),
                new UploadPool(new Pool()));
        pipeline = new SinkPipeline<>(
                world.mutant.change(parts, store),
                ErrorTolerance.reportingTo(errant -> {
                    world.reported.add(errant.origin().offset());
                    return CompletableFuture.completedFuture(null);
                }),
                new PipelineOptions(
                        new ExponentialBackoff(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofHours(1)),
                        8,
                        Duration.ZERO,
                        WRITE_TIMEOUT,
                        world.clock,
                        new SplittableRandom(number)),
                budget,
                new PipelineCounters(world.clock),
                this);
    }

    boolean isDead() {
        return dead || world.violation() != null;
    }

    /** From now on nothing that it does has an effect. */
    void kill() {
        dead = true;
        pool.clear();
        if (world.owner == this) {
            world.owner = null;
        }
    }

    void begin() {
        position = world.committed();
        pipeline.open(Set.of(ModelHistory.PARTITION));
        loop();
    }

    /** What goes on when a request stands still. */
    Runnable rest() {
        return ended || stack != run.stack() ? () -> {} : this::loop;
    }

    private void loop() {
        int mine = ++loop;
        stack = run.stack();
        while (drain(mine) && !ended) {
            if (world.owner != this) {
                run.tell(this, () -> "hears that it has lost its partition");
                giveUp();
            } else if (!polls()) {
                idle = 0;
            } else {
                boolean active = deliver();
                active |= !pool.isEmpty();
                if (!drain(mine)) {
                    return;
                }
                boolean committed = commit();
                active |= committed || !pool.isEmpty();
                idle = active ? 0 : idle + 1;
                if (idle > 0 && rests()) {
                    return;
                }
            }
        }
    }

    /** Whether the loop still has the task's thread. */
    private boolean drain(int mine) {
        boolean open = run.isOpenFor(this) && !ended && !pool.isEmpty();
        if (open && run.choices.choose("pool", 0, 1) == 1) {
            run.tell(this, () -> "goes on before its pool does");
            return !isDead();
        }
        while (!isDead() && !pool.isEmpty()) {
            try {
                pool.remove().run();
            } catch (ModelTask.Killed e) {
                return false;
            }
            if (loop != mine && !ended) {
                return false;
            }
        }
        return !isDead() && loop == mine;
    }

    /** Whether the worker delivers now, and does nothing else. */
    private boolean polls() {
        boolean interesting = run.isOpenFor(this)
                && run.hasMoreTasks()
                && (seek >= 0 || (!paused && position < world.history.end()) || run.hasStanding(this));
        int choice = interesting ? run.choices.choose("poll", 0, 1, 1) : 0;
        if (choice == 0) {
            return true;
        }
        run.tell(this, () -> choice == 1 ? "has to give its partition up" : "gives its partition up and gets it again");
        commit();
        if (isDead()) {
            return false;
        }
        if (choice == 1) {
            world.owner = null;
            giveUp();
        } else {
            pipeline.close(Set.of(ModelHistory.PARTITION));
            paused = false;
            seek = -1;
            position = world.committed();
            pipeline.open(Set.of(ModelHistory.PARTITION));
        }
        return false;
    }

    private void giveUp() {
        pipeline.close(Set.of(ModelHistory.PARTITION));
        ended = true;
        while (!isDead() && !pool.isEmpty()) {
            pool.remove().run();
        }
    }

    private boolean deliver() {
        boolean active = seek >= 0;
        if (active) {
            position = seek;
            seek = -1;
        }
        int from = (int) position;
        int to = paused ? from : Math.min(from + POLL, world.history.end());
        List<SinkRecord> records = from < to ? world.history.records.subList(from, to) : List.of();
        wake = Duration.ofSeconds(1);
        try {
            pipeline.put(records);
        } catch (ConnectException e) {
            world.violated("a task failed: " + e + ", because of " + e.getCause());
            throw new Killed();
        }
        position = Math.max(from, to);
        return active || !records.isEmpty();
    }

    private boolean commit() {
        OffsetAndMetadata safe = pipeline.preCommit(Map.of(ModelHistory.PARTITION, new OffsetAndMetadata(position)))
                .get(ModelHistory.PARTITION);
        if (safe == null || safe.offset() == world.committed()) {
            return false;
        }
        try {
            run.request(this, Request.COMMIT_OFFSET, () -> Long.toString(safe.offset()), () -> {
                if (world.owner == this) {
                    world.commit(safe.offset());
                }
                return true;
            });
        } catch (UncheckedIOException e) {
            return false;
        }
        return true;
    }

    /** Waits for something; true when there is nothing to wait for. */
    private boolean rests() {
        if (run.hasStanding(this)) {
            if (idle > 1 && !waited && run.isOpenFor(this) && run.choices.choose("idle", 0, 0) == 1) {
                waited = true;
                run.tell(this, () -> "waits longer than for an answer");
                world.clock.advance(WRITE_TIMEOUT);
                idle = 0;
                return false;
            } else if (idle > 1) {
                return !run.awaitStanding(this);
            }
        } else if (world.isAllCommitted() && idle > 1) {
            run.tell(this, () -> "has stored everything");
            return true;
        }
        if (idle > 100) {
            world.violated("a task does nothing more, and has committed only what is below " + world.committed());
            throw new Killed();
        }
        world.clock.advance(wake.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : wake);
        return false;
    }

    @Override
    public void pause(Set<TopicPartition> partitions) {
        paused = true;
    }

    @Override
    public void resume(Set<TopicPartition> partitions) {
        paused = false;
    }

    @Override
    public void seek(TopicPartition partition, long offset) {
        seek = offset;
    }

    @Override
    public void wakeWithin(Duration time) {
        wake = time;
    }

    private final class Pool extends AbstractExecutorService {
        @Override
        public void execute(Runnable work) {
            if (!dead) {
                pool.add(work);
            }
        }

        @Override
        public void shutdown() {}

        @Override
        public List<Runnable> shutdownNow() {
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public boolean isTerminated() {
            return false;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return false;
        }
    }
}
