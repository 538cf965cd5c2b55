package dev.sluice.distribution;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code sluice emulator} as a process, with the key {@code k} and the secret {@code s}; it is ready.
 *
 * @param oss endpoint
 * @param tablestore endpoint
 * @param sts endpoint
 */
record EmulatorProcess(Process process, String oss, String tablestore, String sts) implements AutoCloseable {
    private static final Pattern READY =
            Pattern.compile("ready oss=(http://127\\.0\\.0\\.1:\\d+) tablestore=(http://127\\.0\\.0\\.1:\\d+)"
                    + " sts=(http://127\\.0\\.0\\.1:\\d+)\\R");

    /** @param folder gets what it prints, as {@code out} and {@code err} */
    static EmulatorProcess start(Path folder, String... flags) throws Exception {
        Path output = folder.resolve("out");
        List<String> command = new ArrayList<>(List.of("emulator", "--access-key-id", "k", "--access-key-secret", "s"));
        command.addAll(List.of(flags));
        Process process =
                SluiceLauncher.start(output.toFile(), folder.resolve("err").toFile(), command.toArray(String[]::new));
        try {
            Matcher ready = awaitReady(process, output);
            return new EmulatorProcess(process, ready.group(1), ready.group(2), ready.group(3));
        } catch (Exception | AssertionError e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private static Matcher awaitReady(Process process, Path output) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (System.nanoTime() < deadline) {
            Matcher ready = READY.matcher(Files.readString(output));
            if (ready.matches()) {
                return ready;
            }
            // Waits for its end, which is the one thing that would make further asking useless.
            if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
                throw new AssertionError("it ended with " + process.exitValue());
            }
        }
        throw new AssertionError("not ready in time: " + Files.readString(output));
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
