package dev.sluice.oss;

import dev.sluice.oss.commit.CommittedObject;
import dev.sluice.oss.commit.LogLine;
import dev.sluice.oss.commit.LogListing;
import dev.sluice.oss.commit.LogNames;
import dev.sluice.oss.commit.LogState;
import dev.sluice.oss.commit.LogStore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares what the log of the partition says at the end with what a reader of the bucket sees. */
final class ModelLog {
    private static final Pattern TYPE = Pattern.compile("\"type\":\"(\\w+)\"");

    private final ModelHistory history;
    private final Map<String, CommittedObject> committed = new LinkedHashMap<>();
    private final List<String> lost = new ArrayList<>();
    private LogState state = new LogState();

    ModelLog(ModelHistory history) {
        this.history = history;
    }

    /** The kinds of lines in a request. */
    static String types(byte[] lines) {
        Matcher matcher = TYPE.matcher(new String(lines, StandardCharsets.UTF_8));
        return matcher.results().map(result -> result.group(1)).collect(Collectors.joining("+"));
    }

    /** What is wrong; null when nothing is. */
    @Nullable
    String check(LogStore store, LogNames names, Map<String, byte[]> objects) {
        new LogListing(store).all(names, (object, position, written) -> {
            if (written.line() instanceof LogLine.Committed line) {
                committed.put(line.object().object().uploadId(), line.object());
            } else if (written.line() instanceof LogLine.Lost line) {
                lost.add(line.uploadId());
            }
            state.apply(written.line(), written.writer());
        });
        if (!lost.isEmpty()) {
            return "the log says that uploads are lost, and nobody but the sink could remove them: " + lost;
        }
        if (state.done().next() != history.end()) {
            return "the log ends with " + state.done() + ", and Kafka at " + history.end();
        }
        if (!state.unpublished().isEmpty()) {
            return "the log does not say of all objects that they are published";
        }
        TreeSet<String> keys = new TreeSet<>();
        committed.values().forEach(object -> keys.add(object.object().key()));
        if (!keys.equals(objects.keySet())) {
            return "the log has " + keys + ", and a reader sees " + objects.keySet();
        }
        Set<Long> all = new TreeSet<>();
        for (CommittedObject object : committed.values()) {
            List<Long> offsets = new ArrayList<>();
            object.offsets().visit((from, to) -> {
                for (long offset = from; offset < to; offset++) {
                    offsets.add(offset);
                }
            });
            byte[] content = objects.get(object.object().key());
            if (!offsets.equals(history.read(content)) || object.records() != offsets.size()) {
                return object.object().key() + " has other records than the log says: " + offsets;
            }
            if (!offsets.stream().allMatch(all::add)) {
                return "the log has records of " + object.object().key() + " twice";
            }
        }
        return null;
    }
}
