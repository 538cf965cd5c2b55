package dev.sluice.testkit.harness;

import dev.sluice.core.SinkDefinition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;

/**
 * Runs a sink task as a Connect worker does (Kafka's {@code WorkerSinkTask}), without a worker: topics are lists in
 * memory, each step is a method, and time moves only when it is told to. What the task throws comes out of the step that
 * made it throw; a worker would end the task there, so {@link #stop} or {@link #kill} comes next.
 *
 * <p>One thread at a time. Closing it stops every task that it started, those that were killed included.
 */
public final class SinkTaskHarness implements AutoCloseable {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final int MAX_POLL_RECORDS = 500;

    private final Supplier<? extends SinkTask> tasks;
    private final UnaryOperator<Map<String, String>> taskConfig;
    private final ManualClock clock;
    private final Consumer consumer = new Consumer();
    private final List<String> warnings = new ArrayList<>();
    private final List<WorkerTask> killed = new ArrayList<>();

    private UnaryOperator<@Nullable SinkRecord> transform = UnaryOperator.identity();
    private int maxPollRecords = MAX_POLL_RECORDS;
    private @Nullable Reports reports;
    private @Nullable WorkerTask task;

    private SinkTaskHarness(
            ManualClock clock, Supplier<? extends SinkTask> tasks, UnaryOperator<Map<String, String>> taskConfig) {
        this.clock = clock;
        this.tasks = tasks;
        this.taskConfig = taskConfig;
    }

    /**
     * Runs the sink on the harness's clock, with the same chance in each run; each start makes a new task.
     *
     * @param definition of the sink; no connector is needed, and its config is not validated
     * @return without a task; the clock stands at the start of 2026 in UTC
     */
    public static SinkTaskHarness of(SinkDefinition<?, ?> definition) {
        return of(definition, new ManualClock(START));
    }

    /**
     * Runs the sink on this clock, for a test that shares it with others, an emulator say.
     *
     * @param definition of the sink; no connector is needed, and its config is not validated
     * @param clock moved by the harness, and perhaps by the test
     * @return without a task
     */
    public static SinkTaskHarness of(SinkDefinition<?, ?> definition, ManualClock clock) {
        return new SinkTaskHarness(
                clock,
                () -> new DefinitionTask<>(definition, clock, new SplittableRandom(1)),
                UnaryOperator.identity());
    }

    /**
     * Runs this one task, on whatever clock it has. It can be started again only if it allows that itself.
     *
     * @param task not started yet
     * @return without a running task
     */
    public static SinkTaskHarness of(SinkTask task) {
        return ofEach(() -> task);
    }

    /**
     * Runs tasks of this kind; each start takes a new one.
     *
     * @param tasks called at each start; where they take a clock, give them one that the test moves
     * @return without a task
     */
    public static SinkTaskHarness ofEach(Supplier<? extends SinkTask> tasks) {
        return new SinkTaskHarness(new ManualClock(START), tasks, UnaryOperator.identity());
    }

    /**
     * Runs tasks of this connector, on their own clock, by all the steps that a worker takes: the connector is looked up
     * among those that are listed for it, it validates the config of {@link #start}, and gives the task its own.
     *
     * @param connector the class that is listed, with a constructor that takes nothing
     * @return without a task; {@link #start} throws a {@code ConnectException} when the connector refuses its config
     * @throws IllegalStateException when {@code META-INF/services} does not list it, with what to add
     */
    public static SinkTaskHarness ofConnector(Class<? extends SinkConnector> connector) {
        InstalledConnector installed = InstalledConnector.find(connector);
        return new SinkTaskHarness(new ManualClock(START), installed::newTask, installed::taskConfig);
    }

    /**
     * The clock that stamps records, and that a sink's task runs on unless it brought its own. To let time pass as in a
     * worker, use {@link #advance}: moving the clock alone wakes nobody.
     *
     * @return always the same
     */
    public ManualClock clock() {
        return clock;
    }

    /**
     * Connect's {@code max.poll.records}: how many records one put gets at most; 500 unless set.
     *
     * @param records 1 or more
     * @return this
     * @throws IllegalArgumentException when it is less
     */
    public SinkTaskHarness maxPollRecords(int records) {
        if (records < 1) {
            throw new IllegalArgumentException("maxPollRecords must be 1 or more, was " + records);
        }
        maxPollRecords = records;
        return this;
    }

    /**
     * A transform that each record passes on its way to the task.
     *
     * @param step gets what was produced; null from it drops the record
     * @return this
     */
    public SinkTaskHarness transformedBy(UnaryOperator<@Nullable SinkRecord> step) {
        transform = step;
        return this;
    }

    /**
     * Gives the tasks that start from now on an errant record reporter; without this they get null.
     *
     * @return this
     */
    public SinkTaskHarness withDeadLetterQueue() {
        reports = new Reports();
        return this;
    }

    /**
     * Reports stay unconfirmed until the worker waits for them, which is before each commit.
     *
     * @return this
     * @throws IllegalStateException without {@link #withDeadLetterQueue}
     */
    public SinkTaskHarness holdReports() {
        deadLetterQueue().hold();
        return this;
    }

    /**
     * Every report fails with this from now on.
     *
     * @param error what the producer would have said
     * @return this
     * @throws IllegalStateException without {@link #withDeadLetterQueue}
     */
    public SinkTaskHarness failReports(Throwable error) {
        deadLetterQueue().failWith(error);
        return this;
    }

    /**
     * What was reported so far, confirmed or not.
     *
     * @return a snapshot, in order
     * @throws IllegalStateException without {@link #withDeadLetterQueue}
     */
    public List<ReportedRecord> reported() {
        return deadLetterQueue().reported();
    }

    private Reports deadLetterQueue() {
        if (reports == null) {
            throw new IllegalStateException("there is no dead letter queue; call withDeadLetterQueue() first");
        }
        return reports;
    }

    /**
     * Appends a record at the end of its partition, with the clock's time, and returns it with its offset. A partition
     * is there once something was produced to it or assigned.
     *
     * @param partition need not be assigned
     * @param keySchema null for a key without one
     * @param key as a converter makes it; not copied
     * @param valueSchema null for a value without one
     * @param value as a converter makes it; null for a tombstone; not copied
     * @return what the task gets, unless {@link #transformedBy} makes another of it
     */
    public SinkRecord produce(
            TopicPartition partition,
            @Nullable Schema keySchema,
            @Nullable Object key,
            @Nullable Schema valueSchema,
            @Nullable Object value) {
        List<SinkRecord> log = consumer.log(partition);
        SinkRecord record = new SinkRecord(
                partition.topic(),
                partition.partition(),
                keySchema,
                key,
                valueSchema,
                value,
                log.size(),
                clock.instant().toEpochMilli(),
                TimestampType.CREATE_TIME);
        log.add(record);
        return record;
    }

    /**
     * Starts a task with no partitions. When its start throws, it is stopped as a worker does, and there is no task.
     *
     * @param config as a worker gives it to a task; not validated
     * @throws IllegalStateException when one runs already
     */
    public void start(Map<String, String> config) {
        if (task != null) {
            throw new IllegalStateException("a task runs already; stop or kill it first");
        }
        Map<String, String> own = taskConfig.apply(config);
        task = WorkerTask.start(tasks.get(), own, consumer, reports, warnings);
    }

    /**
     * Gives the task partitions in addition to those it has; it reads them from their committed offsets.
     *
     * @param partitions may have no records yet
     * @throws IllegalStateException when no task runs
     */
    public void assign(TopicPartition... partitions) {
        running().assign(List.of(partitions));
    }

    /**
     * Takes partitions away in good order: the worker commits, then closes them; the others stay (cooperative). A
     * commit that fails becomes a {@linkplain #warnings warning}, as in a worker.
     *
     * @param partitions assigned ones
     * @throws IllegalStateException when no task runs
     */
    public void revoke(TopicPartition... partitions) {
        running().revoke(List.of(partitions));
    }

    /**
     * Takes partitions away that somebody else has already: they are closed without a commit.
     *
     * @param partitions assigned ones
     * @throws IllegalStateException when no task runs
     */
    public void lose(TopicPartition... partitions) {
        running().lose(List.of(partitions));
    }

    /**
     * One turn of the worker: seeks where the task asked to, commits if the task asked for it, and calls put with the
     * next records of the partitions that are not paused, or with an empty list when there are none. After a
     * {@code RetriableException} the same records come again with the next one, as in a worker.
     *
     * @throws IllegalStateException when no task runs
     */
    public void poll() {
        running().poll(maxPollRecords, transform);
    }

    /**
     * Lets time pass as a worker does while there is nothing to read: it polls when the time that the task asked for
     * with {@code context.timeout} is over, and at the end. Waits for nothing real, so it does not see answers of other
     * threads that are not there yet; see {@link #pollUntil}.
     *
     * @param by zero or more; zero is one poll
     */
    public void advance(Duration by) {
        Duration left = by;
        do {
            Duration limit = left;
            Duration step =
                    timeout().filter(asked -> asked.compareTo(limit) < 0).orElse(limit);
            clock.advance(step);
            left = left.minus(step);
            poll();
        } while (!left.isZero());
    }

    /**
     * Polls until the condition holds, for what is answered on other threads. The harness's clock moves with the real
     * time meanwhile, so delays of the task pass as they do in a worker.
     *
     * @param condition asked before each poll, on this thread
     * @param deadline real time to wait at most
     * @throws AssertionError when it still does not hold then
     */
    public void pollUntil(BooleanSupplier condition, Duration deadline) {
        Stopwatch watch = new Stopwatch();
        while (!condition.getAsBoolean()) {
            clock.advance(watch.lap());
            if (watch.isOver(deadline)) {
                throw new AssertionError("the condition did not hold within " + deadline);
            }
            poll();
            Stopwatch.pause();
        }
    }

    /**
     * Commits as the worker does from time to time. What preCommit throws becomes a {@linkplain #warnings warning}, and
     * the worker goes back to the committed offsets; nothing is thrown here.
     *
     * @throws IllegalStateException when no task runs
     */
    public void commit() {
        running().commit();
    }

    /**
     * Reads the partition again from this offset with the next poll, as after an offset reset or a rewind.
     *
     * @param partition an assigned one
     * @param offset 0 or more; behind the end nothing comes until there are so many records
     * @throws IllegalStateException when it is not assigned
     */
    public void seek(TopicPartition partition, long offset) {
        running().seek(partition, offset);
    }

    /** Ends the task in good order: commit, close, stop. Does nothing when none runs. */
    public void stop() {
        if (task == null) {
            return;
        }
        WorkerTask stopped = task;
        task = null;
        stopped.stop();
    }

    /** The process is gone: no commit, no close, no stop. A new task starts from what was committed. */
    public void kill() {
        WorkerTask gone = running();
        task = null;
        gone.abandon();
        killed.add(gone);
    }

    /** Ends whatever still runs, without a commit. */
    @Override
    public void close() {
        if (task != null) {
            kill();
        }
        killed.forEach(WorkerTask::release);
        killed.clear();
    }

    /**
     * The offset that a new task would start from.
     *
     * @param partition need not be assigned
     * @return 0 when nothing was committed
     */
    public long committed(TopicPartition partition) {
        return consumer.committed(partition);
    }

    /**
     * The offset of the next record that the task gets.
     *
     * @param partition an assigned one
     * @return behind the last record when it has all
     * @throws IllegalStateException when it is not assigned
     */
    public long position(TopicPartition partition) {
        return consumer.position(partition);
    }

    /**
     * How many records the partition has.
     *
     * @param partition need not be assigned
     * @return also the offset that the next record gets
     */
    public long end(TopicPartition partition) {
        return consumer.log(partition).size();
    }

    /** {@return the partitions that the task has; a snapshot, empty without a task} */
    public Set<TopicPartition> assignment() {
        return consumer.assignment();
    }

    /** {@return the partitions that get no records now, paused by the task or for redelivery; a snapshot} */
    public Set<TopicPartition> paused() {
        return consumer.paused();
    }

    /**
     * Within which time the task asked to be called again.
     *
     * @return empty when it did not since the last poll
     * @throws IllegalStateException when no task runs
     */
    public Optional<Duration> timeout() {
        return running().timeout();
    }

    /**
     * What a worker would have logged as a warning: a commit that failed, an offset that it ignored.
     *
     * @return all since the harness was made; a snapshot, in order
     */
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    private WorkerTask running() {
        if (task == null) {
            throw new IllegalStateException("no task runs; call start first");
        }
        return task;
    }
}
