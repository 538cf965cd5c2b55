package dev.sluice.oss.commit;

import dev.sluice.oss.commit.LogFormat.Written;
import dev.sluice.oss.commit.LogStore.Tail;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the end of a partition's log: as far back as its latest snapshot. Needs a few requests, whatever the length of the log.
 * Stateless; blocks; any thread.
 */
public final class LogReader {
    private static final int FIRST_LOOK = 64 << 10;

    private final LogStore store;

    /**
     * A reader of one bucket.
     *
     * @param store the bucket
     */
    public LogReader(LogStore store) {
        this.store = store;
    }

    /**
     * What the log says, and where it ends.
     *
     * @param number of the object to append to
     * @param length of that object; 0 when it is not there
     * @param torn whether its last line is not whole
     * @param snapshot position of its latest snapshot; -1 when it has none
     * @param state what the lines add up to
     */
    record Log(int number, long length, boolean torn, long snapshot, LogState state) {}

    /**
     * The log as it is now.
     *
     * @throws LogException when it cannot be understood
     */
    Log read(LogNames names) {
        Log last = readObject(names, 0);
        if (!last.state().isSealed()) {
            return last;
        }
        // Objects are numbered without gaps: look in growing steps, then between the last one that is there and the
        // first that is not.
        int there = 0;
        int step = 1;
        int missing = Integer.MAX_VALUE;
        while (there + 1 < missing) {
            int look = missing == Integer.MAX_VALUE ? there + step : there + (missing - there) / 2;
            Log found = readObject(names, look);
            if (found.length() == 0) {
                missing = look;
            } else if (!found.state().isSealed()) {
                return found;
            } else {
                there = look;
                last = found;
                step *= 2;
            }
        }
        LogState state = new LogState();
        state.apply(last.state().snapshot(), String.valueOf(last.state().writer()));
        return new Log(there + 1, 0, false, -1, state);
    }

    /**
     * Objects that are committed, and not known to be published.
     *
     * @param names the log's
     * @return none when there is no such log
     * @throws LogException when it cannot be understood
     */
    public List<CommittedObject> unpublished(LogNames names) {
        return read(names).state().unpublished();
    }

    private Log readObject(LogNames names, int number) {
        String key = names.key(number);
        for (int look = FIRST_LOOK; ; look = Math.min(look, Integer.MAX_VALUE / 2) * 2) {
            Tail tail = store.tail(key, look);
            if (tail == null) {
                return new Log(number, 0, false, -1, new LogState());
            }
            Written last = lastOf(tail);
            if (last != null && last.snapshot() >= tail.start()) {
                return fold(number, tail, last.snapshot());
            } else if (last != null) {
                return fold(number, new Tail(last.snapshot(), store.read(key, last.snapshot())), last.snapshot());
            } else if (tail.start() == 0) {
                return new Log(number, tail.length(), isTorn(tail), -1, new LogState());
            }
        }
    }

    private static boolean isTorn(Tail tail) {
        return tail.bytes().length > 0 && tail.bytes()[tail.bytes().length - 1] != '\n';
    }

    private static @Nullable Written lastOf(Tail tail) {
        Written[] last = new Written[1];
        // The first bytes may be the end of a line only, which does not look whole.
        LogListing.list(0, tail, (object, position, line) -> last[0] = line);
        return last[0];
    }

    private static Log fold(int number, Tail tail, long snapshot) {
        LogState state = new LogState();
        long[] latest = {-1};
        LogListing.list(number, tail.from(snapshot), (object, position, line) -> {
            if (latest[0] < 0 && !(line.line() instanceof LogLine.Snapshot && position == snapshot)) {
                throw new LogException("the commit log has no snapshot where its lines say there is one; "
                        + "something else than the connector has changed it");
            }
            state.apply(line.line(), line.writer());
            latest[0] = line.snapshot();
        });
        return new Log(number, tail.length(), isTorn(tail), latest[0], state);
    }
}
