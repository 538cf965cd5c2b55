package dev.sluice.testkit.tablestore;

import com.alicloud.openservices.tablestore.ClientConfiguration;
import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.model.NoRetryStrategy;
import dev.sluice.testkit.Emulator;
import dev.sluice.testkit.sts.StsEmulator;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Alibaba Cloud Tablestore's wide-column and time series models in memory, as an HTTP server on the loopback address
 * that the official SDKs of any language talk to unchanged. Signatures are verified, the service's limits are enforced,
 * and errors have the service's codes. What is not emulated (search index, tunnel, SQL, streams, transactions) is
 * answered with {@code OTSUnsupportOperation} and logged by name.
 */
public final class TableStoreEmulator extends Emulator<TableStoreCall> {
    private final String instanceName;
    private final @Nullable Storage storage;

    private TableStoreEmulator(Builder builder) {
        this(builder, instances(builder));
    }

    private TableStoreEmulator(Builder builder, Map<String, Instance> instances) {
        super(builder.port, builder.accessKeyId, builder.accessKeySecret, frontend(builder, instances));
        this.instanceName = builder.instanceNames().iterator().next();
        this.storage = builder.folder == null ? null : new Storage(builder.folder, instances.values());
    }

    private static Map<String, Instance> instances(Builder builder) {
        Map<String, Instance> instances = new LinkedHashMap<>();
        for (String name : builder.instanceNames()) {
            instances.put(name, new Instance(builder.folder == null ? null : builder.folder.resolve(name)));
        }
        return instances;
    }

    private static Frontend frontend(Builder builder, Map<String, Instance> instances) {
        AccessKeys keys = new AccessKeys(builder.accessKeyId, builder.accessKeySecret, builder.sts, builder.clock);
        return new Frontend(
                new Gate(keys, instances, builder.clock),
                new Operations(builder.clock),
                new Answers(keys, builder.clock, System::nanoTime),
                builder.latency);
    }

    /**
     * Starts the description of an emulator; by default one with the instance {@code test-instance}, on any free port,
     * in memory.
     *
     * @return to be built once or more, but for one that keeps its data in a folder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * {@inheritDoc}
     *
     * @throws java.io.UncheckedIOException when the port cannot be had, or the folder cannot be used
     */
    @Override
    public synchronized void start() {
        if (storage != null) {
            storage.open();
        }
        super.start();
    }

    /** Stops, and gives the folder back when there is one. It can be started again, with its tables and rows. */
    @Override
    public synchronized void close() {
        super.close();
        if (storage != null) {
            storage.close();
        }
    }

    /** {@return the name of the first instance} */
    public String instanceName() {
        return instanceName;
    }

    /**
     * A new official client of the first instance, whose own retries are off: a test sees the answer to one call. The
     * caller shuts it down; its threads are no daemons.
     *
     * @return works after restarts of this emulator, too
     * @throws IllegalStateException before the first {@link #start()}
     */
    public SyncClient client() {
        ClientConfiguration configuration = new ClientConfiguration();
        configuration.setRetryStrategy(new NoRetryStrategy());
        return new SyncClient(endpoint().toString(), accessKeyId(), accessKeySecret(), instanceName, configuration);
    }

    /** Settings of an emulator. Not thread-safe. */
    public static final class Builder {
        private static final String DEFAULT_INSTANCE = "test-instance";
        private static final Pattern INSTANCE_NAME = Pattern.compile("[a-zA-Z0-9_-]+");

        private int port;
        private String accessKeyId = "test-key-id";
        private String accessKeySecret = "test-key-secret";
        private final Set<String> instances = new LinkedHashSet<>();
        private @Nullable StsEmulator sts;
        private InstantSource clock = Clock.systemUTC();
        private Duration latency = Duration.ZERO;
        private @Nullable Path folder;

        private Builder() {}

        /**
         * Keeps tables, rows and time series in this folder as well: an emulator that is started with it later has them
         * again. What a call has written is there when the call is answered, also when the process is killed; it is not
         * forced to the disk. By default everything is in memory only.
         *
         * @param folder made when it is missing; for one emulator at a time
         * @return this
         */
        public Builder folder(Path folder) {
            this.folder = folder;
            return this;
        }

        /**
         * The port to listen on.
         *
         * @param port 0, the default, takes any free one
         * @return this
         * @throws IllegalArgumentException when it is none
         */
        public Builder port(int port) {
            if (port < 0 || port > 65535) {
                throw new IllegalArgumentException("port must be 0 to 65535, was " + port);
            }
            this.port = port;
            return this;
        }

        /**
         * The only lasting key that is let in.
         *
         * @param id not empty; {@code test-key-id} by default
         * @param secret not empty; {@code test-key-secret} by default
         * @return this
         * @throws IllegalArgumentException when one is empty
         */
        public Builder accessKey(String id, String secret) {
            if (id.isEmpty() || secret.isEmpty()) {
                throw new IllegalArgumentException("access key id and secret must not be empty");
            }
            this.accessKeyId = id;
            this.accessKeySecret = secret;
            return this;
        }

        /**
         * Lets in, beside the one key, the credentials that this emulator has issued, with their token, until they
         * expire.
         *
         * @param emulator need not be started; may serve several others
         * @return this
         */
        public Builder sts(StsEmulator emulator) {
            this.sts = emulator;
            return this;
        }

        /**
         * Adds an instance; without any there is one named {@code test-instance}.
         *
         * @param name letters, digits, {@code _} and {@code -}
         * @return this
         * @throws IllegalArgumentException when it is no such name
         */
        public Builder instance(String name) {
            if (!INSTANCE_NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("instance names have letters, digits, _ and - only: " + name);
            }
            instances.add(name);
            return this;
        }

        private Set<String> instanceNames() {
            return instances.isEmpty() ? Set.of(DEFAULT_INSTANCE) : instances;
        }

        /**
         * The service's time: the versions of cells, and what the date of a request is compared with. A clock that is
         * more than 15 minutes off the client's refuses every request, as the service does.
         *
         * @param clock asked on the server's threads; by default the machine's
         * @return this
         */
        public Builder clock(InstantSource clock) {
            this.clock = clock;
            return this;
        }

        /**
         * How long the answer to each call on rows is held back after it took effect.
         *
         * @param latency zero by default
         * @return this
         * @throws IllegalArgumentException when it is negative
         */
        public Builder latency(Duration latency) {
            if (latency.isNegative()) {
                throw new IllegalArgumentException("latency must not be negative, was " + latency);
            }
            this.latency = latency;
            return this;
        }

        /** {@return an emulator that does not listen yet} */
        public TableStoreEmulator build() {
            return new TableStoreEmulator(this);
        }
    }
}
