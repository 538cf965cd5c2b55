package dev.sluice.cli;

import dev.sluice.oss.commit.CommittedObject;
import dev.sluice.oss.commit.LogFormat.Written;
import dev.sluice.oss.commit.LogLine;
import dev.sluice.oss.commit.LogListing;
import dev.sluice.oss.commit.LogState;
import dev.sluice.oss.commit.OffsetRuns;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Adds up what the lines of a log say while they are shown. */
abstract class LogView implements LogListing.Visitor {

    /**
     * Offsets that follow one another.
     *
     * @param first the lowest
     * @param last the highest
     */
    record Run(long first, long last) {

        @Override
        public String toString() {
            return first == last ? Long.toString(first) : first + "-" + last;
        }
    }

    private final LogState state = new LogState();
    private @Nullable String owner;
    private @Nullable Instant since;
    private @Nullable String task;
    private int lines;
    private int torn;

    @Override
    public final void line(int object, long position, Written line) {
        lines++;
        before(line);
        state.apply(line.line(), line.writer());
        if (line.line() instanceof LogLine.Claim claim) {
            owner = line.writer();
            since = line.time();
            task = claim.task();
        } else if (!line.writer().equals(owner)) {
            // It took the partition over further up.
            owner = line.writer();
            since = null;
            task = null;
        }
        show(object, position, line);
    }

    @Override
    public final void torn(int object, long position, int length) {
        torn++;
        showTorn(object, position, length);
    }

    /** The line is about to change the state. */
    void before(Written line) {}

    abstract void show(int object, long position, Written line);

    abstract void showTorn(int object, long position, int length);

    /** All lines were shown. */
    abstract void end();

    final LogState state() {
        return state;
    }

    final boolean hasLines() {
        return lines > 0;
    }

    final int tornLines() {
        return torn;
    }

    /** Who wrote the latest line; null when there is none. */
    final @Nullable String owner() {
        return owner;
    }

    /** When it took the partition over; null when that was not shown. */
    final @Nullable Instant since() {
        return since;
    }

    /** Its connector and number; null when that was not shown. */
    final @Nullable String task() {
        return task;
    }

    /** Runs above the next offset that are done. */
    final List<Run> doneAbove() {
        List<Run> runs = new ArrayList<>();
        state.done().visit((from, to) -> runs.add(new Run(from, to - 1)));
        return runs;
    }

    static List<Run> runs(OffsetRuns offsets) {
        List<Run> runs = new ArrayList<>();
        offsets.visit((from, to) -> runs.add(new Run(from, to - 1)));
        return runs;
    }

    static List<Run> runs(CommittedObject object) {
        return runs(object.offsets());
    }

    static long count(List<Run> runs) {
        return runs.stream().mapToLong(run -> run.last() - run.first() + 1).sum();
    }
}
