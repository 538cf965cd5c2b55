package dev.sluice.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.sluice.oss.commit.CommittedObject;
import dev.sluice.oss.commit.LogFormat.Written;
import dev.sluice.oss.commit.LogLine;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.stream.Collectors;

/**
 * The objects that a log says are published, one a line, in the order in which it says so. Those that are committed and not
 * yet known to be published are not among them.
 */
final class LogManifest extends LogView {
    private final PrintWriter out;
    private final boolean json;

    LogManifest(PrintWriter out, boolean json) {
        this.out = out;
        this.json = json;
    }

    @Override
    void before(Written line) {
        if (line.line() instanceof LogLine.Published published) {
            for (CommittedObject object : state().unpublished()) {
                if (published.uploadIds().contains(object.object().uploadId())) {
                    say(object);
                }
            }
        }
    }

    private void say(CommittedObject object) {
        if (json) {
            try (JsonGenerator line = new JsonFactory().createGenerator(out)) {
                line.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
                line.writeStartObject();
                LogJson.write(line, object);
                line.writeEndObject();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            out.println();
        } else {
            String offsets = runs(object).stream().map(Run::toString).collect(Collectors.joining(","));
            out.println(object.object().key() + "\t" + offsets + "\t" + object.records() + "\t"
                    + object.object().length());
        }
    }

    @Override
    void show(int object, long position, Written line) {}

    @Override
    void showTorn(int object, long position, int length) {}

    @Override
    void end() {
        out.flush();
    }
}
