package dev.sluice.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.sluice.oss.commit.CommittedObject;
import dev.sluice.oss.commit.LogFormat.Written;
import dev.sluice.oss.commit.LogLine;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A log as machines read it: {@code {"lines": [...], "summary": {...}}}, offsets as pairs of first and last. */
final class LogJson extends LogView {

    /** Writes a piece of JSON. */
    private interface Piece {
        void write() throws IOException;
    }

    private final PrintWriter out;
    private final JsonGenerator json;

    LogJson(PrintWriter out) {
        this.out = out;
        try {
            this.json = new JsonFactory().createGenerator(out);
            json.writeStartObject();
            json.writeArrayFieldStart("lines");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    void show(int object, long position, Written line) {
        write(() -> {
            begin(object, position);
            json.writeStringField("time", line.time().toString());
            json.writeStringField("type", line.line().type());
            json.writeStringField("writer", line.writer());
            write(line.line());
            json.writeEndObject();
        });
    }

    @Override
    void showTorn(int object, long position, int length) {
        write(() -> {
            begin(object, position);
            json.writeStringField("type", "torn");
            json.writeNumberField("bytes", length);
            json.writeEndObject();
        });
    }

    private void begin(int object, long position) throws IOException {
        json.writeStartObject();
        json.writeNumberField("object", object);
        json.writeNumberField("position", position);
    }

    private void write(LogLine line) throws IOException {
        if (line instanceof LogLine.Snapshot snapshot) {
            json.writeNumberField("next", snapshot.next());
            write(json, "done", runs(snapshot.done()));
            writeAll("unpublished", snapshot.unpublished());
        } else if (line instanceof LogLine.Claim claim) {
            json.writeStringField("task", claim.task());
        } else if (line instanceof LogLine.Committed committed) {
            write(json, committed.object());
        } else if (line instanceof LogLine.Published published) {
            json.writeArrayFieldStart("uploads");
            for (String upload : published.uploadIds()) {
                json.writeString(upload);
            }
            json.writeEndArray();
        } else if (line instanceof LogLine.Lost lost) {
            json.writeStringField("upload", lost.uploadId());
        } else if (line instanceof LogLine.Safe safe) {
            json.writeNumberField("next", safe.next());
        } else if (line instanceof LogLine.Reset reset) {
            json.writeNumberField("next", reset.next());
        } else if (line instanceof LogLine.Sealed sealed) {
            json.writeNumberField("next", sealed.next());
        }
    }

    private void writeAll(String name, List<CommittedObject> objects) throws IOException {
        json.writeArrayFieldStart(name);
        for (CommittedObject object : objects) {
            json.writeStartObject();
            write(json, object);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    static void write(JsonGenerator json, CommittedObject object) throws IOException {
        json.writeStringField("key", object.object().key());
        json.writeNumberField("bytes", object.object().length());
        json.writeNumberField("records", object.records());
        write(json, "offsets", runs(object));
        json.writeStringField("upload", object.object().uploadId());
    }

    private static void write(JsonGenerator json, String name, List<Run> runs) throws IOException {
        json.writeArrayFieldStart(name);
        for (Run run : runs) {
            json.writeStartArray();
            json.writeNumber(run.first());
            json.writeNumber(run.last());
            json.writeEndArray();
        }
        json.writeEndArray();
    }

    @Override
    void end() {
        write(() -> {
            json.writeEndArray();
            json.writeObjectFieldStart("summary");
            json.writeNumberField("next", state().done().next());
            write(json, "done", doneAbove());
            writeAll("unpublished", state().unpublished());
            text("writer", owner());
            text("task", task());
            text("since", since());
            json.writeNumberField("torn", tornLines());
            json.writeEndObject();
            json.writeEndObject();
            json.flush();
        });
        out.println();
        out.flush();
    }

    private void text(String name, @Nullable Object value) throws IOException {
        json.writeStringField(name, value == null ? null : value.toString());
    }

    private static void write(Piece piece) {
        try {
            piece.write();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
