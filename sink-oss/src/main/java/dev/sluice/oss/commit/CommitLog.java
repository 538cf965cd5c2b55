package dev.sluice.oss.commit;

import dev.sluice.core.offset.OffsetSet;
import dev.sluice.core.offset.ProgressLog;
import dev.sluice.oss.commit.LogFormat.Written;
import dev.sluice.oss.commit.LogReader.Log;
import java.io.ByteArrayOutputStream;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of one partition in the hands of one task, from the moment it was opened. Whoever appends at the position where the
 * log ends has the partition; an append at another position is refused by the service, and then somebody else has it.
 *
 * <p>Lines are appended by one thread of the pool at a time, those that wait in one request. A request without an answer may
 * have taken effect, now or a little later: before the next one the log is looked at, and what stands there counts.
 *
 * <p>Methods are for any thread and do not block. The lock guards the fields that say so and is never held during a request.
 */
public final class CommitLog {
    private static final Logger LOG = LoggerFactory.getLogger(CommitLog.class);

    /** How far a task that opens the partition may have to read. */
    private static final long SNAPSHOT_EVERY = 256 << 10;

    private static final int MOST_ATTEMPTS = 10;

    /** Takes what came of {@link #commit}. On a thread of the pool or the caller's; one call for each commit. */
    public interface Listener {
        /** The log has the object: it has to be published, whatever happens. */
        void committed();

        /**
         * Nobody knows whether the log has it. It may be committed again.
         *
         * @param error as it came
         */
        void failed(Throwable error);

        /** The log does not have it and never will: the partition was given up, or taken. */
        void refused();
    }

    /** Where a log is, and how it is written. */
    record Setting(
            LogStore store,
            Executor pool,
            LogNames names,
            String task,
            String writer,
            long maxBytes,
            InstantSource clock,
            Runnable onLost) {}

    private record Waiting(CommittedObject object, Listener listener) {}

    /** Lines that go into one request. */
    private static final class Group {
        final List<LogLine> lines = new ArrayList<>();
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        long snapshot;
    }

    /** What came of publishing objects that the log says are to be published. Any thread. */
    private final class Outcomes {
        private final List<String> visible = new ArrayList<>();
        private final List<String> gone = new ArrayList<>();

        void publish(PreparedObject object) {
            boolean there = setting.store().publish(object);
            synchronized (this) {
                (there ? visible : gone).add(object.uploadId());
            }
        }

        /** A list that may be added to. */
        synchronized List<LogLine> lines() {
            List<LogLine> lines = new ArrayList<>();
            gone.forEach(uploadId -> lines.add(new LogLine.Lost(uploadId)));
            if (!visible.isEmpty()) {
                lines.add(new LogLine.Published(List.copyOf(visible)));
            }
            return lines;
        }
    }

    private final Setting setting;

    // Guarded by the lock.
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final List<String> published = new ArrayList<>();
    private long safe = OffsetSet.UNKNOWN;
    private long durableSafe = OffsetSet.UNKNOWN;
    private boolean opened;
    private boolean busy;
    private boolean closed;
    private boolean lost;

    // Of the thread that appends; the lock hands them from one to the next.
    private LogState state = new LogState();
    private int number;
    private long position;
    private long snapshot = -1;
    private int snapshotBytes;
    private boolean torn;
    /** Requests at this position without an answer. */
    private final List<Group> unanswered = new ArrayList<>();

    CommitLog(Setting setting) {
        this.setting = setting;
    }

    /** Reads the log, publishes what was committed and is not published, and takes the partition over. In the background. */
    void open(ProgressLog.Completion completion) {
        run(() -> recover(read(), completion, 1), completion::fail);
    }

    private void run(Runnable work, Consumer<Throwable> otherwise) {
        try {
            setting.pool().execute(() -> {
                try {
                    work.run();
                } catch (RuntimeException | Error e) {
                    otherwise.accept(e);
                }
            });
        } catch (RuntimeException e) {
            // The pool is closed.
            otherwise.accept(e);
        }
    }

    private Log read() {
        return new LogReader(setting.store()).read(setting.names());
    }

    private void recover(Log log, ProgressLog.Completion completion, int attempt) {
        List<CommittedObject> unpublished = log.state().unpublished();
        if (unpublished.isEmpty()) {
            claim(log, List.of(), attempt, completion);
            return;
        }
        Outcomes outcomes = new Outcomes();
        AtomicInteger left = new AtomicInteger(unpublished.size());
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Runnable last = () -> {
            if (left.decrementAndGet() > 0) {
                return;
            }
            Throwable error = failure.get();
            if (error != null) {
                completion.fail(error);
                return;
            }
            run(() -> claim(log, outcomes.lines(), attempt, completion), completion::fail);
        };
        for (CommittedObject object : unpublished) {
            run(
                    () -> {
                        outcomes.publish(object.object());
                        last.run();
                    },
                    error -> {
                        failure.compareAndSet(null, error);
                        last.run();
                    });
        }
    }

    private void claim(Log log, List<LogLine> outcomes, int attempt, ProgressLog.Completion completion) {
        synchronized (this) {
            if (closed) {
                completion.fail(new IllegalStateException("the partition was given up"));
                return;
            }
        }
        take(log);
        List<LogLine> lines = new ArrayList<>(outcomes);
        lines.add(new LogLine.Claim(setting.task()));
        Group group = group(lines);
        if (!setting.store().append(key(), position, group.bytes.toByteArray())) {
            claimAgain(log, attempt, completion);
            return;
        }
        appended(group);
        for (LogLine line : outcomes) {
            if (line instanceof LogLine.Lost) {
                LOG.warn(
                        "An object of {} was committed, but somebody removed its upload before it was published, a lifecycle "
                                + "rule perhaps; its records are read again",
                        setting.names().stem());
            }
        }
        OffsetSet done;
        synchronized (this) {
            done = state.done().copy();
            durableSafe = done.next();
            opened = true;
        }
        completion.complete(done);
    }

    /** Takes the partition over for a moment, when there is a log, and writes where to begin. Blocks, unlike the others. */
    void reset(long next) {
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            Log log = read();
            if (log.number() == 0 && log.length() == 0) {
                return;
            }
            // After the reset nobody would know of them any more.
            Outcomes outcomes = new Outcomes();
            log.state().unpublished().forEach(object -> outcomes.publish(object.object()));
            List<LogLine> lines = outcomes.lines();
            take(log);
            lines.add(new LogLine.Claim(setting.task()));
            lines.add(new LogLine.Reset(next));
            Group group = group(lines);
            if (setting.store().append(key(), position, group.bytes.toByteArray())) {
                return;
            }
        }
        throw new PartitionTakenException("a task that was stopped still writes to the commit log; try again", false);
    }

    private void take(Log log) {
        state = log.state();
        number = log.number();
        position = log.length();
        torn = log.torn();
        snapshot = log.snapshot();
    }

    /** Somebody appended since the log was read: the task that had the partition, or one that has just taken it. */
    private void claimAgain(Log before, int attempt, ProgressLog.Completion completion) {
        Log now = read();
        boolean sameOwner = String.valueOf(before.state().writer())
                .equals(String.valueOf(now.state().writer()));
        if (sameOwner && attempt < MOST_ATTEMPTS) {
            recover(now, completion, attempt + 1);
        } else {
            // Who came first cannot be known here. The worker knows by the time that this is tried again.
            completion.fail(
                    new PartitionTakenException("another task took over the partition at the same time", false));
        }
    }

    /**
     * Commits an object: from the moment the log has it, it will be published by whoever has the partition. An object that the
     * log has already is answered at once.
     *
     * @param object all parts are in the bucket
     * @param listener hears once
     */
    public void commit(CommittedObject object, Listener listener) {
        synchronized (this) {
            if (opened && !closed && !lost) {
                waiting.add(new Waiting(object, listener));
                schedule();
                return;
            }
        }
        listener.refused();
    }

    /**
     * Notes that an object is visible; the log says so with its next line.
     *
     * @param uploadId of an object that was committed
     */
    public synchronized void published(String uploadId) {
        published.add(uploadId);
    }

    /** Notes that all below is done; the log says so with its next line. */
    synchronized void safe(long next) {
        safe = Math.max(safe, next);
    }

    /** Writes what is noted, if there is anything. */
    synchronized void flush() {
        if (opened && !closed && !lost && (safe > durableSafe || !published.isEmpty())) {
            schedule();
        }
    }

    /** Commits nothing more. What is noted may still be written. */
    void close() {
        List<Waiting> refused;
        synchronized (this) {
            closed = true;
            refused = List.copyOf(waiting);
            waiting.clear();
        }
        refused.forEach(commit -> commit.listener().refused());
    }

    /** With the lock. */
    private void schedule() {
        if (!busy) {
            busy = true;
            run(this::appendWaiting, this::failed);
        }
    }

    private void failed(Throwable error) {
        List<Waiting> failed;
        synchronized (this) {
            busy = false;
            failed = List.copyOf(waiting);
            waiting.clear();
        }
        failed.forEach(commit -> commit.listener().failed(error));
    }

    private void appendWaiting() {
        while (true) {
            List<Waiting> commits;
            List<String> visible;
            long next;
            synchronized (this) {
                next = safe > durableSafe ? safe : OffsetSet.UNKNOWN;
                if (lost || (waiting.isEmpty() && published.isEmpty() && next == OffsetSet.UNKNOWN)) {
                    busy = false;
                    return;
                }
                commits = List.copyOf(waiting);
                waiting.clear();
                visible = List.copyOf(published);
                published.clear();
            }
            try {
                append(commits, visible, next);
            } catch (RuntimeException | Error e) {
                boolean again;
                synchronized (this) {
                    published.addAll(visible);
                    again = !waiting.isEmpty();
                    busy = again;
                }
                commits.forEach(commit -> commit.listener().failed(e));
                if (!again) {
                    return;
                }
            }
        }
    }

    private void append(List<Waiting> commits, List<String> visible, long next) {
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            if (!unanswered.isEmpty() && !lookForUnanswered()) {
                lost(commits);
                return;
            }
            List<LogLine> lines = new ArrayList<>();
            boolean full = position >= setting.maxBytes();
            if (full) {
                lines.add(new LogLine.Sealed(number + 1));
            } else {
                addLines(lines, commits, visible, next);
            }
            if (lines.isEmpty() || send(group(lines))) {
                if (!full) {
                    synchronized (this) {
                        durableSafe = Math.max(
                                durableSafe, Math.max(next, state.done().next()));
                    }
                    commits.forEach(commit -> commit.listener().committed());
                    return;
                }
            }
        }
        throw new IllegalStateException("the end of the commit log was never where the service said it is");
    }

    private void addLines(List<LogLine> lines, List<Waiting> commits, List<String> visible, long next) {
        List<String> open =
                visible.stream().filter(id -> state.isUnpublished(id)).toList();
        if (!open.isEmpty()) {
            lines.add(new LogLine.Published(open));
        }
        if (next > state.done().next()) {
            lines.add(new LogLine.Safe(next));
        }
        for (Waiting commit : commits) {
            if (!state.isUnpublished(commit.object().object().uploadId())) {
                lines.add(new LogLine.Committed(commit.object()));
            }
        }
    }

    /** False when nothing was appended, and the log has to be looked at. */
    private boolean send(Group group) {
        boolean done;
        // First: also a request that breaks off may have taken effect.
        unanswered.add(group);
        done = setting.store().append(key(), position, group.bytes.toByteArray());
        if (done) {
            appended(group);
        }
        return done;
    }

    private void appended(Group group) {
        position += group.bytes.size();
        snapshot = group.snapshot;
        torn = false;
        group.lines.forEach(line -> state.apply(line, setting.writer()));
        unanswered.clear();
        if (state.isSealed()) {
            LogState next = new LogState();
            next.apply(state.snapshot(), setting.writer());
            state = next;
            number++;
            position = 0;
            snapshot = -1;
        }
    }

    /** Finds out which of the requests without an answer took effect. False when somebody else has appended. */
    private boolean lookForUnanswered() {
        byte[] after = setting.store().read(key(), position);
        if (after.length == 0) {
            return true;
        }
        for (Group group : List.copyOf(unanswered)) {
            byte[] sent = group.bytes.toByteArray();
            if (Arrays.equals(sent, after)) {
                appended(group);
                return true;
            }
            if (after.length < sent.length && Arrays.mismatch(sent, after) == after.length) {
                // Only the beginning is there. What follows begins on a new line.
                position += after.length;
                torn = true;
                unanswered.clear();
                return true;
            }
        }
        return false;
    }

    private void lost(List<Waiting> commits) {
        List<Waiting> refused = new ArrayList<>(commits);
        boolean expected;
        synchronized (this) {
            expected = closed;
            lost = true;
            busy = false;
            refused.addAll(waiting);
            waiting.clear();
        }
        refused.forEach(commit -> commit.listener().refused());
        if (!expected) {
            LOG.warn(
                    "Another task has taken over {}; nothing of it is stored here any more",
                    setting.names().stem());
            setting.onLost().run();
        }
    }

    private String key() {
        return setting.names().key(number);
    }

    private Group group(List<LogLine> lines) {
        Group group = new Group();
        group.snapshot = snapshot;
        if (torn) {
            group.bytes.write('\n');
        }
        boolean sealing = lines.get(0) instanceof LogLine.Sealed;
        if (snapshot < 0 || (!sealing && position - snapshot > Math.max(SNAPSHOT_EVERY, 4L * snapshotBytes))) {
            int before = group.bytes.size();
            group.snapshot = position + before;
            add(state.snapshot(), group);
            snapshotBytes = group.bytes.size() - before;
        }
        lines.forEach(line -> add(line, group));
        return group;
    }

    private void add(LogLine line, Group group) {
        group.lines.add(line);
        group.bytes.writeBytes(LogFormat.encode(new Written(
                line, setting.writer(), group.snapshot, setting.clock().instant())));
    }
}
