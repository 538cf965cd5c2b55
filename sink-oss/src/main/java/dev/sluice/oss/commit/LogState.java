package dev.sluice.oss.commit;

import dev.sluice.core.offset.OffsetSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the lines of a log add up to. A line that is there twice changes nothing. Not for several threads at once. */
public final class LogState {
    private OffsetSet done = new OffsetSet();
    private final Map<String, CommittedObject> unpublished = new LinkedHashMap<>();
    private @Nullable String writer;
    private int sealed;

    /** Of a log without lines. */
    public LogState() {}

    /**
     * Takes the next line.
     *
     * @param line as it was written
     * @param author the line's {@code writer}
     */
    public void apply(LogLine line, String author) {
        if (line instanceof LogLine.Snapshot snapshot) {
            done = new OffsetSet();
            done.raise(snapshot.next());
            snapshot.done().visit(done::add);
            unpublished.clear();
            snapshot.unpublished()
                    .forEach(object -> unpublished.put(object.object().uploadId(), object));
        } else if (line instanceof LogLine.Committed committed) {
            CommittedObject object = committed.object();
            object.offsets().visit(done::add);
            unpublished.put(object.object().uploadId(), object);
        } else if (line instanceof LogLine.Published published) {
            published.uploadIds().forEach(unpublished::remove);
        } else if (line instanceof LogLine.Lost lost) {
            CommittedObject object = unpublished.remove(lost.uploadId());
            if (object != null) {
                object.offsets().visit(done::remove);
            }
        } else if (line instanceof LogLine.Safe safe) {
            done.raise(safe.next());
        } else if (line instanceof LogLine.Reset reset) {
            done = new OffsetSet();
            done.raise(reset.next());
            unpublished.clear();
        } else if (line instanceof LogLine.Sealed end) {
            sealed = end.next();
        }
        writer = author;
    }

    /** {@return which offsets are done; changes with the next line} */
    public OffsetSet done() {
        return done;
    }

    /** {@return objects that are committed and not known to be published; a snapshot} */
    public List<CommittedObject> unpublished() {
        return List.copyOf(unpublished.values());
    }

    boolean isUnpublished(String uploadId) {
        return unpublished.containsKey(uploadId);
    }

    /** {@return who wrote the latest line; null when there is none} */
    public @Nullable String writer() {
        return writer;
    }

    /** Whether nothing may be appended any more. */
    boolean isSealed() {
        return sealed > 0;
    }

    LogLine.Snapshot snapshot() {
        return new LogLine.Snapshot(done.next(), OffsetRuns.above(done), unpublished());
    }
}
