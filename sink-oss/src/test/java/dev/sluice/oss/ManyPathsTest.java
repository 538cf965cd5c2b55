package dev.sluice.oss;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.oss.OssEmulator;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The promise about memory, in a process that has no more of it. */
class ManyPathsTest {
    private static final int PATHS = 10_000;
    private static final long BUDGET = 128L << 20;
    private static final int RECORDS = 180_000;

    @TempDir
    Path folder;

    @Test
    void tenThousandOpenPathsFitIntoTheBudgetAndASmallHeap() throws Exception {
        try (OssEmulator emulator = OssEmulator.builder()
                .accessKey("an-id", "a-secret")
                .bucket("a-bucket")
                .build()) {
            emulator.start();
            File output = folder.resolve("output").toFile();
            Process process = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx512m",
                            "-XX:+ExitOnOutOfMemoryError",
                            "-cp",
                            System.getProperty("java.class.path"),
                            ManyPaths.class.getName(),
                            emulator.endpoint().toString(),
                            Integer.toString(PATHS),
                            Long.toString(BUDGET),
                            Integer.toString(RECORDS)))
                    .redirectErrorStream(true)
                    .redirectOutput(output)
                    .start();
            try {
                assertThat(process.waitFor(4, TimeUnit.MINUTES))
                        .as("ends in time")
                        .isTrue();
            } finally {
                process.destroyForcibly();
            }
            String said = Files.readString(output.toPath());
            assertThat(process.exitValue()).as(said).isZero();
            Matcher numbers =
                    Pattern.compile("open=(\\d+) used=(\\d+) left=(\\d+)").matcher(said);
            assertThat(numbers.find()).as(said).isTrue();

            assertThat(Integer.parseInt(numbers.group(1))).as("open at once").isGreaterThanOrEqualTo(PATHS);
            assertThat(Long.parseLong(numbers.group(2)))
                    .as("the budget was filled, and passed by no more than one poll")
                    .isBetween(BUDGET * 9 / 10, BUDGET + (20L << 20));
            assertThat(Long.parseLong(numbers.group(3))).as("given back").isZero();
        }
    }
}
