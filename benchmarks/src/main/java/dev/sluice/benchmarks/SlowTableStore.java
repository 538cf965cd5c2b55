package dev.sluice.benchmarks;

import dev.sluice.testkit.tablestore.TableStoreEmulator;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The Tablestore emulator in a process of its own, so that the processor time of this one is the client's alone.
 * Ends with its standard input.
 */
final class SlowTableStore implements AutoCloseable {
    static final String KEY = "key";
    static final String SECRET = "secret";
    static final String INSTANCE = "bench";

    private final Process process;
    private final String endpoint;

    /** @param latency of each call that reads or writes rows */
    SlowTableStore(Duration latency) {
        try {
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            SlowTableStore.class.getName(),
                            latency.toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String line = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
            if (line == null) {
                throw new IOException("the emulator did not start");
            }
            endpoint = line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String endpoint() {
        return endpoint;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** The process itself. */
    public static void main(String[] args) throws IOException {
        try (TableStoreEmulator emulator = TableStoreEmulator.builder()
                .accessKey(KEY, SECRET)
                .instance(INSTANCE)
                .latency(Duration.parse(args[0]))
                .build()) {
            emulator.start();
            System.out.println(emulator.endpoint());
            System.in.readAllBytes();
        }
    }
}
