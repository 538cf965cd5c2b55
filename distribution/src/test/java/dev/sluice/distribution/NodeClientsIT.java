package dev.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The official Node.js clients against {@code sluice emulator}: its protocols are not those of our own tests alone. */
final class NodeClientsIT {
    private static final List<String> SUITE = List.of("package.json", "package-lock.json", "smoke.test.mjs");

    @TempDir
    Path temp;

    /** Kept between runs, since installing the clients is what takes the time. */
    private final Path folder = Path.of(System.getProperty("sluice.node.folder"));

    @BeforeEach
    void install() throws Exception {
        Path lock = folder.resolve("package-lock.json");
        Path source = Path.of(System.getProperty("sluice.node.sources"));
        Path installed = folder.resolve("installed");
        boolean current = Files.exists(installed) && Files.mismatch(lock, source.resolve(lock.getFileName())) < 0;
        Files.createDirectories(folder);
        for (String file : SUITE) {
            Files.copy(source.resolve(file), folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        if (!current) {
            Files.deleteIfExists(installed);
            run(Map.of(), "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
            Files.createFile(installed);
        }
    }

    @Test
    void theSmokeSuitePasses() throws Exception {
        try (EmulatorProcess emulator = EmulatorProcess.start(temp, "--bucket", "things", "--instance", "i")) {
            String report = run(
                    Map.of(
                            "OSS_ENDPOINT", emulator.oss(),
                            "TABLESTORE_ENDPOINT", emulator.tablestore(),
                            "ACCESS_KEY_ID", "k",
                            "ACCESS_KEY_SECRET", "s",
                            "BUCKET", "things",
                            "INSTANCE", "i"),
                    "node",
                    "--test",
                    "--test-reporter=tap",
                    "smoke.test.mjs");
            // Every test of the suite, so that one that is never run is noticed.
            assertThat(report).contains("# pass 15", "# fail 0", "# skipped 0");
        }
    }

    private String run(Map<String, String> environment, String... command) throws Exception {
        Path output = temp.resolve(command[0] + ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new AssertionError(
                    "cannot run " + command[0] + "; install Node.js 20 or newer with npm, and put it on PATH", e);
        }
        try {
            boolean ended = process.waitFor(4, TimeUnit.MINUTES);
            String text = Files.readString(output);
            assertThat(ended)
                    .as("%s ended; it printed:%n%s", String.join(" ", command), text)
                    .isTrue();
            assertThat(process.exitValue())
                    .as("exit code of %s, which printed:%n%s", String.join(" ", command), text)
                    .isZero();
            return text;
        } finally {
            process.destroyForcibly();
        }
    }
}
