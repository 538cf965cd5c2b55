package dev.sluice.testkit.oss;

import com.aliyun.oss.ClientBuilderConfiguration;
import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSClientBuilder;
import dev.sluice.testkit.fault.FaultPlan;
import dev.sluice.testkit.internal.RecentCalls;
import dev.sluice.testkit.internal.RestartablePort;
import dev.sluice.testkit.sts.StsEmulator;
import java.net.URI;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A server on the loopback address that speaks the wire protocol of Alibaba Cloud OSS, so that official SDKs of any
 * language work against it unchanged. Signatures (V1 and V4, in headers and in URLs) are verified, the service's limits
 * hold, and errors have the service's codes and bodies. Buckets are addressed by path (with an IP address or a plain
 * host name) or by host name ({@code bucket.anything}).
 *
 * <p>Everything is held in memory and goes with the emulator. ACLs are stored but nobody without the key gets in.
 * Whatever the emulator does not know is answered with {@code NotImplemented} and logged by name at WARN.
 *
 * <p>Thread-safe.
 */
public final class OssEmulator implements AutoCloseable {
    private final String accessKeyId;
    private final String accessKeySecret;
    private final FaultPlan faults = new FaultPlan();
    private final RecentCalls<Call> calls = new RecentCalls<>();
    private final RestartablePort server;

    private OssEmulator(Builder builder) {
        accessKeyId = builder.accessKeyId;
        accessKeySecret = builder.accessKeySecret;
        OssService service = new OssService(builder.clock);
        builder.buckets.forEach(service::createBucket);
        RequestVerifier verifier = new RequestVerifier(accessKeyId, accessKeySecret, builder.sts, builder.clock);
        server = new RestartablePort(builder.port, new OssFrontDoor(service, verifier, faults, calls, builder.clock));
    }

    /**
     * Starts the description of an emulator; by default one without buckets, on any free port.
     *
     * @return to be built once or more; each emulator has objects of its own
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Listens; nothing happens when it already does. After {@link #stop()} it listens on the same port again, with the
     * data it had.
     *
     * @throws java.io.UncheckedIOException when the port cannot be had
     */
    public void start() {
        server.start();
    }

    /** Closes the port and cuts off what is being answered; keeps the data. Nothing happens when it is not started. */
    public void stop() {
        server.stop();
    }

    /** The same as {@link #stop()}. */
    @Override
    public void close() {
        stop();
    }

    /**
     * Where to point an SDK. Still the same address while it is stopped.
     *
     * @return {@code http://127.0.0.1:port}
     * @throws IllegalStateException before the first start, when any port may be taken
     */
    public URI endpoint() {
        return server.uri();
    }

    /**
     * The port it listens on, or did before it was stopped.
     *
     * @return 1 or more
     * @throws IllegalStateException before the first start, when any port may be taken
     */
    public int port() {
        return server.port();
    }

    /** {@return the one lasting key that is let in; {@code test-key-id} by default} */
    public String accessKeyId() {
        return accessKeyId;
    }

    /** {@return the secret of that key; {@code test-key-secret} by default} */
    public String accessKeySecret() {
        return accessKeySecret;
    }

    /**
     * A new official client for this emulator that repeats nothing by itself; the caller shuts it down.
     *
     * @return works after restarts of this emulator, too
     * @throws IllegalStateException before the first start, when any port may be taken
     */
    public OSS client() {
        ClientBuilderConfiguration configuration = new ClientBuilderConfiguration();
        configuration.setMaxErrorRetry(0);
        return new OSSClientBuilder().build(endpoint().toString(), accessKeyId, accessKeySecret, configuration);
    }

    /**
     * The faults to come, by the service's operation names ({@code PutObject}, {@code UploadPart}).
     *
     * @return always the same
     */
    public FaultPlan faults() {
        return faults;
    }

    /**
     * The newest calls, oldest first. A call is recorded when its answer is ready.
     *
     * @return a snapshot of up to 10,000
     */
    public List<Call> calls() {
        return calls.all();
    }

    /** Forgets the calls recorded so far. */
    public void clearCalls() {
        calls.clear();
    }

    /**
     * One call that came in.
     *
     * @param operation the service's name for it; for what is not implemented a description
     * @param bucket null for a call to the service itself
     * @param key null for a call to a bucket
     * @param status the HTTP status, or 0 when the connection was closed without an answer
     */
    public record Call(
            String operation,
            @Nullable String bucket,
            @Nullable String key,
            int status) {}

    /** How an emulator is to be; not thread-safe. */
    public static final class Builder {
        private int port;
        private String accessKeyId = "test-key-id";
        private String accessKeySecret = "test-key-secret";
        private final Set<String> buckets = new LinkedHashSet<>();
        private @Nullable StsEmulator sts;
        private InstantSource clock = InstantSource.system();

        private Builder() {}

        /**
         * The port to listen on.
         *
         * @param value 0, which is the default, for any free one
         * @return this
         * @throws IllegalArgumentException when it is none
         */
        public Builder port(int value) {
            if (value < 0 || value > 65_535) {
                throw new IllegalArgumentException("port must be between 0 and 65535, was " + value);
            }
            port = value;
            return this;
        }

        /**
         * The one lasting key that is let in; by default {@code test-key-id} with {@code test-key-secret}.
         *
         * @param id not blank
         * @param secret not blank
         * @return this
         * @throws IllegalArgumentException when one is blank
         */
        public Builder accessKey(String id, String secret) {
            if (id.isBlank() || secret.isBlank()) {
                throw new IllegalArgumentException("the access key needs an id and a secret");
            }
            accessKeyId = id;
            accessKeySecret = secret;
            return this;
        }

        /**
         * A bucket that exists from the start; may be said again for more. The name may be shorter than the service's 3
         * characters, for a quick try by hand; the Java SDK refuses to call such a bucket, and nobody can create one.
         *
         * @param name 1 to 63 lower-case letters, digits and hyphens, no hyphen at either end
         * @return this
         * @throws IllegalArgumentException when it is no such name
         */
        public Builder bucket(String name) {
            if (!Names.isLocalBucket(name)) {
                throw new IllegalArgumentException("a bucket name has 1 to 63 lower-case letters, digits and hyphens,"
                        + " and no hyphen at either end; was '" + name + "'");
            }
            buckets.add(name);
            return this;
        }

        /**
         * Lets in, beside the one key, the credentials that this emulator has issued, with their token, until they
         * expire.
         *
         * @param value need not be started; may serve several others
         * @return this
         */
        public Builder sts(StsEmulator value) {
            sts = value;
            return this;
        }

        /**
         * What the emulator takes for the time, in answers and when it checks signatures; by default the real one.
         *
         * @param value asked on the server's threads; more than 15 minutes off the client's it refuses every request
         * @return this
         */
        public Builder clock(InstantSource value) {
            clock = value;
            return this;
        }

        /** {@return an emulator that is not started yet} */
        public OssEmulator build() {
            return new OssEmulator(this);
        }
    }
}
