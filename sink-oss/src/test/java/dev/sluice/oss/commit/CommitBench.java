package dev.sluice.oss.commit;

import dev.sluice.core.offset.OffsetSet;
import dev.sluice.core.offset.ProgressLog;
import dev.sluice.oss.commit.LogFormat.Written;
import dev.sluice.testkit.harness.ManualClock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.RejectedExecutionException;
import org.apache.kafka.common.TopicPartition;

/** Tasks that write to one log, each with a pool that works only when the test says so. */
final class CommitBench {
    static final TopicPartition P = new TopicPartition("t", 0);
    static final LogNames NAMES = new LogNames("topics/_sluice/c/t/0");

    final MemoryLogStore store = new MemoryLogStore();
    final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
    final SplittableRandom random = new SplittableRandom(3);

    /** What a listener heard, or the answer to an opening. */
    static final class Heard implements CommitLog.Listener, ProgressLog.Completion {
        final List<String> words = new ArrayList<>();
        OffsetSet done;
        Throwable error;

        @Override
        public void committed() {
            words.add("committed");
        }

        @Override
        public void failed(Throwable error) {
            words.add("failed");
            this.error = error;
        }

        @Override
        public void refused() {
            words.add("refused");
        }

        @Override
        public void complete(OffsetSet done) {
            words.add("complete");
            this.done = done;
        }

        @Override
        public void fail(Throwable error) {
            words.add("fail");
            this.error = error;
        }
    }

    /** One task. */
    final class Task {
        final Deque<Runnable> work = new ArrayDeque<>();
        boolean poolIsClosed;
        final CommitLogs logs;

        Task(String name, long maxBytes) {
            logs = new CommitLogs(store, this::execute, p -> NAMES, name, maxBytes, clock, random);
        }

        private void execute(Runnable next) {
            if (poolIsClosed) {
                throw new RejectedExecutionException();
            }
            work.add(next);
        }

        void run() {
            while (!work.isEmpty()) {
                work.poll().run();
            }
        }

        Heard open() {
            Heard heard = new Heard();
            logs.open(P, heard);
            run();
            return heard;
        }

        /** Begins to commit an object whose parts are in the bucket. */
        Heard begin(CommittedObject object) {
            Heard heard = new Heard();
            logs.of(P).commit(object, heard);
            return heard;
        }

        Heard commit(CommittedObject object) {
            Heard heard = begin(object);
            run();
            return heard;
        }

        void flush(long safe) {
            logs.safe(P, safe);
            logs.flush();
            run();
        }
    }

    Task task(String name) {
        return new Task(name, Long.MAX_VALUE);
    }

    Task opened(String name) {
        Task task = task(name);
        Heard heard = task.open();
        if (heard.done == null) {
            throw new AssertionError("not opened", heard.error);
        }
        return task;
    }

    /** With these offsets; its parts are in the bucket. */
    CommittedObject object(String uploadId, long... offsets) {
        store.prepared.add(uploadId);
        return named(uploadId, offsets);
    }

    static CommittedObject named(String uploadId, long... offsets) {
        OffsetRuns.Builder runs = new OffsetRuns.Builder();
        for (long offset : offsets) {
            runs.add(offset);
        }
        return new CommittedObject(
                new PreparedObject(
                        "topics/t/" + uploadId, uploadId, List.of(new UploadedPart(1, "tag-" + uploadId, 10, 5L))),
                offsets.length,
                runs.build());
    }

    /** All whole lines of the log. */
    List<LogLine> lines() {
        List<LogLine> lines = new ArrayList<>();
        new LogListing(store).all(NAMES, (object, position, written) -> lines.add(written.line()));
        return lines;
    }

    <L extends LogLine> List<L> lines(Class<L> type) {
        return lines().stream().filter(type::isInstance).map(type::cast).toList();
    }

    LogState state() {
        return new LogReader(store).read(NAMES).state();
    }

    static byte[] encoded(LogLine line, long snapshot) {
        return LogFormat.encode(new Written(line, "w", snapshot, Instant.EPOCH));
    }
}
