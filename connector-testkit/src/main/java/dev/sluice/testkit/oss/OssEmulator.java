package dev.sluice.testkit.oss;

import com.aliyun.oss.ClientBuilderConfiguration;
import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSClientBuilder;
import dev.sluice.testkit.Emulator;
import dev.sluice.testkit.fault.Fault;
import dev.sluice.testkit.fault.RecordedCall;
import dev.sluice.testkit.sts.StsEmulator;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashSet;
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
public final class OssEmulator extends Emulator<OssEmulator.Call> {
    private OssEmulator(Builder builder) {
        super(builder.port, builder.accessKeyId, builder.accessKeySecret, frontDoor(builder));
    }

    private static OssFrontDoor frontDoor(Builder builder) {
        OssService service = new OssService(builder.clock);
        builder.buckets.forEach(service::createBucket);
        RequestVerifier verifier =
                new RequestVerifier(builder.accessKeyId, builder.accessKeySecret, builder.sts, builder.clock);
        return new OssFrontDoor(service, verifier, builder.clock);
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
     * A new official client for this emulator that repeats nothing by itself; the caller shuts it down.
     *
     * @return with the emulator's key
     * @throws IllegalStateException before the first start
     */
    public OSS client() {
        ClientBuilderConfiguration configuration = new ClientBuilderConfiguration();
        configuration.setMaxErrorRetry(0);
        return new OSSClientBuilder().build(endpoint().toString(), accessKeyId(), accessKeySecret(), configuration);
    }

    /**
     * One call that came in.
     *
     * @param operation the service's name for it; for what is not implemented a description
     * @param bucket null for a call to the service itself
     * @param key null for a call to a bucket
     * @param status of HTTP, or 0 when the connection was closed without an answer
     * @param code of the service's error; empty when there is none
     * @param fault that it met, or null
     * @param duration until its answer was ready
     * @param requestId the service's
     */
    public record Call(
            String operation,
            @Nullable String bucket,
            @Nullable String key,
            int status,
            String code,
            @Nullable Fault fault,
            Duration duration,
            String requestId)
            implements RecordedCall {
        @Override
        public String resource() {
            return bucket == null ? "" : key == null ? bucket : bucket + '/' + key;
        }
    }

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
