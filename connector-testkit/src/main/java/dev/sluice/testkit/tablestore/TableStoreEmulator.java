package dev.sluice.testkit.tablestore;

import com.alicloud.openservices.tablestore.ClientConfiguration;
import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.model.NoRetryStrategy;
import dev.sluice.testkit.fault.FaultPlan;
import dev.sluice.testkit.internal.RecentCalls;
import dev.sluice.testkit.internal.RestartablePort;
import dev.sluice.testkit.sts.StsEmulator;
import java.net.URI;
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
 * Alibaba Cloud Tablestore's wide-column model in memory, as an HTTP server on the loopback address that the official
 * SDKs of any language talk to unchanged. Signatures are verified, the service's limits are enforced, and errors have
 * the service's codes. What is not emulated (search index, tunnel, SQL, streams, time series, transactions) is answered
 * with {@code OTSUnsupportOperation} and logged by name.
 *
 * <p>Thread-safe. Its threads end with {@link #close()}.
 */
public final class TableStoreEmulator implements AutoCloseable {
    private final String accessKeyId;
    private final String accessKeySecret;
    private final String instanceName;
    private final FaultPlan faults = new FaultPlan();
    private final RecentCalls<TableStoreCall> log = new RecentCalls<>();
    private final Frontend frontend;
    private final RestartablePort server;

    private TableStoreEmulator(Builder builder) {
        this.accessKeyId = builder.accessKeyId;
        this.accessKeySecret = builder.accessKeySecret;
        Set<String> names = builder.instances.isEmpty() ? Set.of(Builder.DEFAULT_INSTANCE) : builder.instances;
        this.instanceName = names.iterator().next();
        Map<String, Instance> instances = new LinkedHashMap<>();
        for (String name : names) {
            instances.put(name, new Instance());
        }
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

    /**
     * Starts the description of an emulator; by default one with the instance {@code test-instance}, on any free port.
     *
     * @return to be built once or more; each emulator has tables of its own
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Listens; does nothing when it listens already. After {@link #stop()} it listens on the same port again.
     *
     * @throws java.io.UncheckedIOException when the port cannot be had
     */
    public synchronized void start() {
        frontend.open();
        server.start();
    }

    /** Closes the port and every connection, as an outage would; tables and rows stay. */
    public synchronized void stop() {
        frontend.abandon();
        server.stop();
    }

    /** The same as {@link #stop()}: it can be started again, with its tables and rows. */
    @Override
    public void close() {
        stop();
    }

    /**
     * What an SDK takes as its endpoint. Still the same address while it is stopped.
     *
     * @return {@code http://127.0.0.1:port}
     * @throws IllegalStateException before the first {@link #start()}
     */
    public URI endpoint() {
        return server.uri();
    }

    /**
     * The port, also while stopped.
     *
     * @return 1 or more
     * @throws IllegalStateException before the first {@link #start()}
     */
    public int port() {
        return server.port();
    }

    /** {@return the only lasting key that is let in; {@code test-key-id} by default} */
    public String accessKeyId() {
        return accessKeyId;
    }

    /** {@return the secret of that key; {@code test-key-secret} by default} */
    public String accessKeySecret() {
        return accessKeySecret;
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
        return new SyncClient(endpoint().toString(), accessKeyId, accessKeySecret, instanceName, configuration);
    }

    /**
     * The faults to show; asked once a call, after the call was let in and found well formed.
     *
     * @return always the same
     */
    public FaultPlan faults() {
        return faults;
    }

    /**
     * The newest calls, oldest first. A call is listed when it has had its effect.
     *
     * @return a snapshot of at most 10,000
     */
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

        private Builder() {}

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
