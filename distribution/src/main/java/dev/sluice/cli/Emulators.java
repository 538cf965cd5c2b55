package dev.sluice.cli;

import dev.sluice.testkit.oss.OssEmulator;
import dev.sluice.testkit.tablestore.TableStoreEmulator;
import java.io.UncheckedIOException;

/** Both emulators, listening. */
final class Emulators implements AutoCloseable {

    /**
     * What the emulators are told.
     *
     * @param ossPort 0 for any free port
     * @param tablestorePort 0 for any free port
     */
    record Settings(
            int ossPort,
            int tablestorePort,
            String accessKeyId,
            String accessKeySecret,
            String bucket,
            String instance) {

        @Override
        public String toString() {
            return "Settings[bucket=" + bucket + ", instance=" + instance + "]";
        }
    }

    private final OssEmulator oss;
    private final TableStoreEmulator tablestore;
    private final Settings settings;

    private Emulators(OssEmulator oss, TableStoreEmulator tablestore, Settings settings) {
        this.oss = oss;
        this.tablestore = tablestore;
        this.settings = settings;
    }

    /**
     * Starts both.
     *
     * @throws IllegalArgumentException if a setting is not valid
     * @throws CommandFailure if a port is in use
     */
    static Emulators start(Settings settings) {
        OssEmulator oss = OssEmulator.builder()
                .port(settings.ossPort)
                .accessKey(settings.accessKeyId, settings.accessKeySecret)
                .bucket(settings.bucket)
                .build();
        TableStoreEmulator tablestore = TableStoreEmulator.builder()
                .port(settings.tablestorePort)
                .accessKey(settings.accessKeyId, settings.accessKeySecret)
                .instance(settings.instance)
                .build();
        Emulators both = new Emulators(oss, tablestore, settings);
        try {
            listen("OSS", oss::start);
            listen("Tablestore", tablestore::start);
            return both;
        } catch (CommandFailure e) {
            both.close();
            throw e;
        }
    }

    String ossEndpoint() {
        return oss.endpoint().toString();
    }

    String tablestoreEndpoint() {
        return tablestore.endpoint().toString();
    }

    Settings settings() {
        return settings;
    }

    @Override
    public void close() {
        oss.close();
        tablestore.close();
    }

    private static void listen(String service, Runnable start) {
        try {
            start.run();
        } catch (UncheckedIOException e) {
            throw new CommandFailure("The " + service + " emulator cannot start: " + e.getMessage(), e);
        }
    }
}
