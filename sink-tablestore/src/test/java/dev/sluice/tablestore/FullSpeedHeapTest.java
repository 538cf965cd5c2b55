package dev.sluice.tablestore;

import static org.assertj.core.api.Assertions.assertThat;

import com.alicloud.openservices.tablestore.SyncClient;
import dev.sluice.testkit.tablestore.TableStoreEmulator;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The promise about memory, in a process that has no more of it: the buffer and 64 MiB. The emulator is in this process. With
 * {@code -Dsluice.heap.times=20} it goes on for twenty times as many records.
 */
class FullSpeedHeapTest {
    private static final long MEBIBYTE = 1 << 20;
    private static final long BESIDE_THE_BUFFER = 64 * MEBIBYTE;
    private static final int TIMES = Integer.getInteger("sluice.heap.times", 1);

    @TempDir
    Path folder;

    @ParameterizedTest(name = "{1} records of {2} times {3}, {0} MiB")
    @CsvSource({
        "64, 40000, 200, x",
        "64, 300, 300000, x",
        "16, 100, 300000, 表",
    })
    void aTaskAtFullSpeedStaysWithinItsBuffer(int bufferMebibytes, int records, int characters, String character)
            throws Exception {
        long budget = bufferMebibytes * MEBIBYTE;
        try (TableStoreEmulator emulator =
                TableStoreEmulator.builder().latency(Duration.ofMillis(50)).build()) {
            emulator.start();
            run(
                    (budget + BESIDE_THE_BUFFER) / MEBIBYTE,
                    records * TIMES,
                    characters,
                    character,
                    OpenSink.config(emulator, "buffer.max.bytes", Long.toString(budget)));
            SyncClient client = emulator.client();
            assertThat(TableReader.count(client, "test"))
                    .as("all rows are stored")
                    .isEqualTo(records * TIMES);
            client.shutdown();
        }
    }

    private void run(long heap, int records, int characters, String character, Map<String, String> config)
            throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap + "m",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                FullSpeed.class.getName(),
                Integer.toString(records),
                Integer.toString(characters),
                character));
        config.forEach((key, value) -> command.addAll(List.of(key, value)));
        File output = folder.resolve("output").toFile();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start();
        try {
            assertThat(process.waitFor(4, TimeUnit.MINUTES)).as("ends in time").isTrue();
        } finally {
            process.destroyForcibly();
        }
        String said = Files.readString(output.toPath());
        assertThat(process.exitValue()).as(said).isZero();
    }
}
