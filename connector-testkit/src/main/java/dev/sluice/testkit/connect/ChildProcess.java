package dev.sluice.testkit.connect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One Java process of the cluster: its output goes to a log file, its input is the pipe that {@link ParentWatch} reads. */
final class ChildProcess {

    private static final int TAIL_LINES = 60;
    private static final int TAIL_WIDTH = 500;
    private static final Duration KILL_TIMEOUT = Duration.ofSeconds(10);

    private final String name;
    private final Path log;
    private final long logStart;
    private final Process process;

    private ChildProcess(String name, Path log, long logStart, Process process) {
        this.name = name;
        this.log = log;
        this.logStart = logStart;
        this.process = process;
    }

    static ChildProcess start(String name, List<String> command, Path log) {
        try {
            // A restart appends: what an earlier process said must not be taken for this one's words.
            long logStart = Files.exists(log) ? Files.size(log) : 0;
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            return new ChildProcess(name, log, logStart, process);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start the process of " + name, e);
        }
    }

    boolean alive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    int awaitExit(Duration timeout) {
        if (!exited(timeout)) {
            kill();
            throw failure("did not end within " + timeout);
        }
        return process.exitValue();
    }

    /** Kills with SIGKILL and returns when the process is gone. */
    void kill() {
        process.destroyForcibly();
        if (!exited(KILL_TIMEOUT)) {
            throw failure("is still there after a kill");
        }
    }

    /** Asks with SIGTERM and does not wait. */
    void requestStop() {
        // Process.destroy closes our end of the pipe too, and ParentWatch would then end the process at once.
        process.toHandle().destroy();
    }

    /** Waits for the end and kills when the grace is over. */
    void awaitStop(Duration grace) {
        if (!exited(grace)) {
            kill();
        }
    }

    IllegalStateException failure(String what) {
        String state = process.isAlive() ? "running" : "ended with " + process.exitValue();
        return new IllegalStateException(name + " " + what + " (process " + process.pid() + ", " + state
                + "); the last " + TAIL_LINES + " lines of " + log + ":\n" + logTail());
    }

    /** Says whether another process had the port that this one wanted. */
    boolean endedByTakenPort() {
        return !process.isAlive() && ownLog().contains("Address already in use");
    }

    private String logTail() {
        List<String> lines = ownLog().lines()
                .map(line -> line.length() <= TAIL_WIDTH ? line : line.substring(0, TAIL_WIDTH) + "...")
                .toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    }

    private String ownLog() {
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.READ)) {
            channel.position(logStart);
            // Bytes that are no UTF-8 must not hide the reason of a failure, so they are replaced.
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "(cannot read the log: " + e + ")";
        }
    }

    private boolean exited(Duration timeout) {
        try {
            return process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for the end of " + name, e);
        }
    }
}
