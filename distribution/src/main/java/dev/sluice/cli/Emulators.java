package dev.sluice.cli;

import dev.sluice.testkit.oss.OssEmulator;
import dev.sluice.testkit.sts.StsEmulator;
import dev.sluice.testkit.tablestore.TableStoreEmulator;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The emulators of OSS, Tablestore and STS, listening; the first two let in what the third gives out. */
final class Emulators implements AutoCloseable {

    /**
     * What the emulators are told.
     *
     * @param ossPort 0 for any free port
     * @param tablestorePort 0 for any free port
     * @param stsPort 0 for any free port
     * @param folder where OSS and Tablestore keep their data; null for nowhere
     * @param role an ARN: may be assumed, and is the machine's
     */
    record Settings(
            int ossPort,
            int tablestorePort,
            int stsPort,
            String accessKeyId,
            String accessKeySecret,
            String bucket,
            String instance,
            @Nullable Path folder,
            String role) {

        static final String DEFAULT_ROLE = "acs:ram::1234567890123456:role/sluice";

        /** On any free ports, and without a folder. */
        static Settings forNow(String accessKeyId, String accessKeySecret, String bucket, String instance) {
            return new Settings(0, 0, 0, accessKeyId, accessKeySecret, bucket, instance, null, DEFAULT_ROLE);
        }

        private String roleName() {
            return role.substring(role.lastIndexOf('/') + 1);
        }

        @Override
        public String toString() {
            return "Settings[bucket=" + bucket + ", instance=" + instance + "]";
        }
    }

    private final OssEmulator oss;
    private final TableStoreEmulator tablestore;
    private final StsEmulator sts;
    private final Settings settings;

    private Emulators(OssEmulator oss, TableStoreEmulator tablestore, StsEmulator sts, Settings settings) {
        this.oss = oss;
        this.tablestore = tablestore;
        this.sts = sts;
        this.settings = settings;
    }

    /**
     * Starts them.
     *
     * @throws IllegalArgumentException if a setting is not valid
     * @throws CommandFailure if a port is in use, or the folder cannot be used
     */
    static Emulators start(Settings settings) {
        StsEmulator sts = StsEmulator.builder()
                .port(settings.stsPort)
                .accessKey(settings.accessKeyId, settings.accessKeySecret)
                .role(settings.role)
                .machineRole(settings.roleName())
                .build();
        TableStoreEmulator.Builder tablestore = TableStoreEmulator.builder()
                .port(settings.tablestorePort)
                .accessKey(settings.accessKeyId, settings.accessKeySecret)
                .instance(settings.instance)
                .sts(sts);
        OssEmulator.Builder oss = OssEmulator.builder()
                .port(settings.ossPort)
                .accessKey(settings.accessKeyId, settings.accessKeySecret)
                .bucket(settings.bucket)
                .sts(sts);
        if (settings.folder != null) {
            tablestore.folder(settings.folder.resolve("tablestore"));
            oss.folder(settings.folder.resolve("oss"));
        }
        // This one takes its folder when it is built, the other when it is started.
        OssEmulator ossEmulator = made("OSS", oss::build);
        Emulators all = new Emulators(ossEmulator, tablestore.build(), sts, settings);
        try {
            started("OSS", all.oss::start);
            started("Tablestore", all.tablestore::start);
            started("STS", sts::start);
            return all;
        } catch (CommandFailure e) {
            all.close();
            throw e;
        }
    }

    String ossEndpoint() {
        return oss.endpoint().toString();
    }

    String tablestoreEndpoint() {
        return tablestore.endpoint().toString();
    }

    String stsEndpoint() {
        return sts.endpoint().toString();
    }

    Settings settings() {
        return settings;
    }

    @Override
    public void close() {
        try {
            oss.close();
        } finally {
            try {
                tablestore.close();
            } finally {
                sts.close();
            }
        }
    }

    private static void started(String service, Runnable step) {
        boolean unused = made(service, () -> {
            step.run();
            return true;
        });
    }

    private static <T> T made(String service, Supplier<T> step) {
        try {
            return step.get();
        } catch (UncheckedIOException e) {
            throw new CommandFailure("The " + service + " emulator cannot start: " + e.getMessage(), e);
        }
    }
}
