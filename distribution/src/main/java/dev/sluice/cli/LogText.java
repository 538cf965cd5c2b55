package dev.sluice.cli;

import dev.sluice.oss.commit.CommittedObject;
import dev.sluice.oss.commit.LogFormat.Written;
import dev.sluice.oss.commit.LogLine;
import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** A log as people read it: a line each, and what they add up to. */
final class LogText extends LogView {
    private final PrintWriter out;
    private int shown = -1;

    LogText(PrintWriter out) {
        this.out = out;
    }

    @Override
    void show(int object, long position, Written line) {
        begin(object);
        out.printf(
                "%-24s  %-9s  %s  %s%n",
                line.time().truncatedTo(ChronoUnit.MILLIS), line.line().type(), line.writer(), says(line.line()));
    }

    @Override
    void showTorn(int object, long position, int length) {
        begin(object);
        out.printf(
                "%-24s  %-9s  %s bytes at position %s%n", "", "(torn)", Screen.number(length), Screen.number(position));
    }

    private void begin(int object) {
        if (object != shown) {
            shown = object;
            out.println("log object " + object);
        }
    }

    private static String says(LogLine line) {
        if (line instanceof LogLine.Snapshot snapshot) {
            return next(snapshot.next()) + ", " + Screen.number(count(runs(snapshot.done()))) + " done above it, "
                    + snapshot.unpublished().size() + " not published";
        } else if (line instanceof LogLine.Claim claim) {
            return claim.task();
        } else if (line instanceof LogLine.Committed committed) {
            return says(committed.object());
        } else if (line instanceof LogLine.Published published) {
            return String.join(" ", published.uploadIds());
        } else if (line instanceof LogLine.Lost lost) {
            return lost.uploadId();
        } else if (line instanceof LogLine.Safe safe) {
            return next(safe.next());
        } else if (line instanceof LogLine.Reset reset) {
            return next(reset.next());
        } else if (line instanceof LogLine.Sealed sealed) {
            return "goes on in log object " + sealed.next();
        }
        return "";
    }

    private static String next(long offset) {
        return offset < 0 ? "next offset as Kafka says" : "next offset " + offset;
    }

    private static String says(CommittedObject object) {
        List<Run> runs = runs(object);
        return object.object().key() + "  " + Screen.number(object.records()) + " records  offsets "
                + span(runs) + (runs.size() > 1 ? " in " + Screen.number(runs.size()) + " runs" : "") + "  "
                + Screen.number(object.object().length()) + " bytes  upload "
                + object.object().uploadId();
    }

    private static String span(List<Run> runs) {
        return runs.isEmpty()
                ? "none"
                : new Run(runs.get(0).first(), runs.get(runs.size() - 1).last()).toString();
    }

    @Override
    void end() {
        List<Run> above = doneAbove();
        List<CommittedObject> unpublished = state().unpublished();
        out.println();
        say(
                "next offset",
                state().done().next() < 0
                        ? "as Kafka says"
                        : Long.toString(state().done().next()));
        say(
                "done above it",
                above.isEmpty()
                        ? "0"
                        : Screen.number(count(above)) + " in " + Screen.number(above.size()) + " runs, up to "
                                + above.get(above.size() - 1).last());
        say("not published", Integer.toString(unpublished.size()));
        unpublished.forEach(object -> say("", object.object().key()));
        say("partition has", "writer " + owner() + (since() == null ? "" : ", " + task() + " since " + since()));
        say("torn lines", Integer.toString(tornLines()));
        out.flush();
    }

    private void say(String what, String value) {
        out.printf("%-14s %s%n", what, value);
    }
}
