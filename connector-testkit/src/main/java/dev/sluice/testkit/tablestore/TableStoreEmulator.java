package dev.sluice.testkit.tablestore;

import com.alicloud.openservices.tablestore.ClientConfiguration;
import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.model.NoRetryStrategy;
import dev.sluice.testkit.fault.FaultPlan;
import dev.sluice.testkit.internal.RecentCalls;
import dev.sluice.testkit.internal.RestartablePort;
import dev.sluice.testkit.sts.StsEmulator;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Alibaba Cloud Tablestore's wide-column and time series models in memory, as an HTTP server on the loopback address
 * that the official SDKs of any language talk to unchanged. Signatures are verified, the service's limits are enforced,
 * and errors have the service's codes. What is not emulated (search index, tunnel, SQL, streams, transactions) is
 * answered with {@code OTSUnsupportOperation} and logged by name.
 *
 * <p>Thread-safe. Its threads end with {@link #close()}.
 */
public final class TableStoreEmulator implements AutoCloseable {
    private final String accessKeyId;
    private final String accessKeySecret;
    private final String instanceName;
    private final FaultPlan faults = new FaultPlan();
    private final RecentCalls<TableStoreCall> log = new RecentCalls<>();
    private final @Nullable Storage storage;
    private final Frontend frontend;
    private final RestartablePort server;

    private TableStoreEmulator(Builder builder) {
        this.accessKeyId = builder.accessKeyId;
        this.accessKeySecret = builder.accessKeySecret;
        Set<String> names = builder.instances.isEmpty() ? Set.of(Builder.DEFAULT_INSTANCE) : builder.instances;
        this.instanceName = names.iterator().next();
        Map<String, Instance> instances = new LinkedHashMap<>();
        for (String name : names) {
            instances.put(name, new Instance(builder.folder == null ? null : builder.folder.resolve(name)));
        }
        this.storage = builder.folder == null ? null : new Storage(builder.folder, instances.values());
        AccessKeys keys = new AccessKeys(accessKeyId, accessKeySecret, builder.sts, builder.clock);
        this.frontend = new Frontend(
                new Gate(keys, instances, builder.clock),
                new Operations(builder.clock),
                new Answers(keys, builder.clock),
                faults,
                log,
                builder.latency);
        this.server = new RestartablePort(builder.port, frontend);
    }

    public static Builder builder() {
        return new Builder();
    }

    /**
     * Listens; does nothing when it listens already. After {@link #stop()} it listens on the same port again.
     *
     * @throws java.io.UncheckedIOException when the port cannot be had, or the folder cannot be used
     */
    public synchronized void start() {
        if (storage != null) {
            storage.open();
        }
        frontend.open();
        server.start();
    }

    /** Closes the port and every connection, as an outage would; tables and rows stay. */
    public synchronized void stop() {
        frontend.abandon();
        server.stop();
    }

    /** Stops, and gives the folder back when there is one. */
    @Override
    public synchronized void close() {
        stop();
        if (storage != null) {
            storage.close();
        }
    }

    /**
     * What an SDK takes as its endpoint.
     *
     * @throws IllegalStateException before the first {@link #start()}
     */
    public URI endpoint() {
        return server.uri();
    }

    /**
     * The port, also while stopped.
     *
     * @throws IllegalStateException before the first {@link #start()}
     */
    public int port() {
        return server.port();
    }

    public String accessKeyId() {
        return accessKeyId;
    }

    public String accessKeySecret() {
        return accessKeySecret;
    }

    /** The name of the first instance. */
    public String instanceName() {
        return instanceName;
    }

    /**
     * A new official client of the first instance, whose own retries are off: a test sees the answer to one call. The
     * caller shuts it down; its threads are no daemons.
     *
     * @throws IllegalStateException before the first {@link #start()}
     */
    public SyncClient client() {
        ClientConfiguration configuration = new ClientConfiguration();
        configuration.setRetryStrategy(new NoRetryStrategy());
        return new SyncClient(endpoint().toString(), accessKeyId, accessKeySecret, instanceName, configuration);
    }

    /** The faults to show; asked once a call, after the call was let in and found well formed. */
    public FaultPlan faults() {
        return faults;
    }

    /** The newest calls, oldest first, at most 10,000. A call is listed when it has had its effect. */
    public List<TableStoreCall> calls() {
        return log.all();
    }

    /** Forgets the calls so far. */
    public void clearCalls() {
        log.clear();
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
         * Keeps tables, rows and time series in this folder as well, which is made when it is missing: an emulator that
         * is started with it later has them again. What a call has written is there when the call is answered, also
         * when the process is killed; it is not forced to the disk. By default everything is in memory only.
         */
        public Builder folder(Path folder) {
            this.folder = folder;
            return this;
        }

        /** 0, the default, takes any free port. */
        public Builder port(int port) {
            if (port < 0 || port > 65535) {
                throw new IllegalArgumentException("port must be 0 to 65535, was " + port);
            }
            this.port = port;
            return this;
        }

        /** The only lasting key that is let in. */
        public Builder accessKey(String id, String secret) {
            if (id.isEmpty() || secret.isEmpty()) {
                throw new IllegalArgumentException("access key id and secret must not be empty");
            }
            this.accessKeyId = id;
            this.accessKeySecret = secret;
            return this;
        }

        /** Lets in, beside the one key, the credentials that this emulator has issued, with their token, until they expire. */
        public Builder sts(StsEmulator emulator) {
            this.sts = emulator;
            return this;
        }

        /** Adds an instance; without any there is one named {@code test-instance}. */
        public Builder instance(String name) {
            if (!INSTANCE_NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("instance names have letters, digits, _ and - only: " + name);
            }
            instances.add(name);
            return this;
        }

        /**
         * The service's time: the versions of cells, and what the date of a request is compared with. A clock that is
         * more than 15 minutes off the client's refuses every request, as the service does.
         */
        public Builder clock(InstantSource clock) {
            this.clock = clock;
            return this;
        }

        /** How long the answer to each call on rows is held back after it took effect; zero by default. */
        public Builder latency(Duration latency) {
            if (latency.isNegative()) {
                throw new IllegalArgumentException("latency must not be negative, was " + latency);
            }
            this.latency = latency;
            return this;
        }

        /** An emulator that does not listen yet. */
        public TableStoreEmulator build() {
            return new TableStoreEmulator(this);
        }
    }
}
