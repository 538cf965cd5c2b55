package dev.sluice.benchmarks;

import dev.sluice.testkit.tablestore.TableStoreEmulator;
import java.io.IOException;
import java.time.Duration;

/**
 * The Tablestore emulator in a process of its own, so that the processor time of this one is the client's alone.
 * Ends with its standard input.
 */
final class SlowTableStore implements AutoCloseable {
    static final String KEY = "key";
    static final String SECRET = "secret";
    static final String INSTANCE = "bench";

    private final EmulatorProcess process;

    /** @param latency of each call that reads or writes rows */
    SlowTableStore(Duration latency) {
        process = new EmulatorProcess(SlowTableStore.class, latency.toString());
    }

    String endpoint() {
        return process.endpoint();
    }

    @Override
    public void close() {
        process.close();
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
