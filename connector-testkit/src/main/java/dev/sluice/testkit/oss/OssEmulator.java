package dev.sluice.testkit.oss;

import com.aliyun.oss.ClientBuilderConfiguration;
import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSClientBuilder;
import dev.sluice.testkit.Emulator;
import dev.sluice.testkit.fault.Fault;
import dev.sluice.testkit.fault.RecordedCall;
import dev.sluice.testkit.sts.StsEmulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A server on the loopback address that speaks the wire protocol of Alibaba Cloud OSS, so that official SDKs of any
 * language work against it unchanged. Signatures (V1 and V4, in headers and in URLs) are verified, the service's limits
 * hold, and errors have the service's codes and bodies. Buckets are addressed by path (with an IP address or a plain
 * host name) or by host name ({@code bucket.anything}).
 *
 * <p>Small objects are held in memory and large ones in temporary files, and all go with the emulator, unless it is
 * given a folder to keep them in. Without a
 * signature only those objects can be read or written whose ACL, or whose bucket's, says so.
 * Whatever the emulator does not know is answered with {@code NotImplemented} and logged by name at WARN.
 *
 * <p>Thread-safe.
 */
public final class OssEmulator extends Emulator<OssEmulator.Call> {
    private final OssService service;
    private boolean closed;

    private OssEmulator(Builder builder) {
        this(builder, new OssService(builder.clock, builder.memory, builder.folder, !builder.cheapEtags));
    }

    private OssEmulator(Builder builder, OssService service) {
        super(builder.port, builder.accessKeyId, builder.accessKeySecret, frontDoor(builder, service));
        this.service = service;
    }

    private static OssFrontDoor frontDoor(Builder builder, OssService service) {
        builder.cnames.forEach(service::cname);
        builder.buckets.forEach(service::createBucket);
        RequestVerifier verifier = new RequestVerifier(
                builder.accessKeyId, builder.accessKeySecret, builder.sts, builder.clock, service::isPublic);
        return new OssFrontDoor(service, verifier, builder.clock);
    }

    /**
     * Starts the description of an emulator; by default one without buckets, on any free port, that keeps nothing.
     *
     * @return to be built once or more, but for one that keeps its data in a folder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException after {@link #close()}
     */
    @Override
    public synchronized void start() {
        if (closed) {
            throw new IllegalStateException("the emulator is closed: its data is gone");
        }
        super.start();
    }

    /**
     * Stops for good, and lets go of the data: what a {@linkplain Builder#folder folder} keeps stays there, all else is
     * deleted. Nothing happens the second time.
     */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            super.close();
            try {
                service.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
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
        return new OSSClientBuilder().build(endpoint().toString(), accessKeyId(), accessKeySecret(), configuration);
    }

    /**
     * One call that came in.
     *
     * @param operation the service's name for it; for what is not implemented a description
     * @param bucket null for a call to the service itself
     * @param key null for a call to a bucket
     * @param status of HTTP; 0 when the connection was closed without an answer
     * @param code of the service's error; empty when there is none, and when there was no answer
     * @param fault that the call met, or null
     * @param duration until the answer was ready to be sent, in real time
     * @param requestId the service's, which clients show in their errors
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
        private final Map<String, String> cnames = new LinkedHashMap<>();
        private boolean cheapEtags;
        private long memory = 128L << 20;
        private @Nullable Path folder;

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
         * A host name, without port, that stands for a bucket: a request to it names only the key. May be said again for
         * more. A client is told so too ({@code setSupportCname}).
         *
         * @param host the case does not matter
         * @param bucket need not exist yet
         * @return this
         */
        public Builder cname(String host, String bucket) {
            cnames.put(host.toLowerCase(Locale.ROOT), bucket);
            return this;
        }

        /**
         * Makes ETags of the CRC-64, which look like the service's and are not the MD5 of the content, and leaves
         * {@code Content-MD5} out of answers. For measuring a client: the MD5 alone costs more than the client's sending. A
         * {@code Content-MD5} that a client sends is checked all the same.
         *
         * @return this
         */
        public Builder cheapEtags() {
            cheapEtags = true;
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

        /**
         * How many bytes of objects are held in memory. What does not fit, and any object of more than a sixteenth of
         * it, goes to files.
         *
         * @param bytes 128 MiB by default; without meaning when there is a {@linkplain #folder folder}
         * @return this
         * @throws IllegalArgumentException when it is negative
         */
        public Builder memoryLimit(long bytes) {
            if (bytes < 0) {
                throw new IllegalArgumentException("the memory limit must not be negative, was " + bytes);
            }
            memory = bytes;
            return this;
        }

        /**
         * Where buckets, objects with their versions, and uploads are kept: the next emulator over the same folder has
         * them. What was answered survives the end of the process; a crash of the machine may take the newest changes.
         *
         * @param value made when it is not there; for one emulator at a time
         * @return this
         */
        public Builder folder(Path value) {
            folder = value;
            return this;
        }

        /**
         * An emulator that is not started yet.
         *
         * @return to be closed, also when it is never started
         * @throws java.io.UncheckedIOException when the folder cannot be used, or another emulator uses it
         */
        public OssEmulator build() {
            return new OssEmulator(this);
        }
    }
}
