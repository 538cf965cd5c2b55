package dev.sluice.testkit.sts;

import dev.sluice.testkit.Emulator;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A server on the loopback address that gives out temporary credentials as Alibaba Cloud does: the Security Token Service
 * ({@code AssumeRole} with its signature verified, and {@code AssumeRoleWithOIDC}), and the RAM role of a machine's
 * metadata service with its tokens. Give it to the other emulators and they let in the credentials that it issued, until
 * those expire.
 *
 * <p>Thread-safe.
 */
public final class StsEmulator extends Emulator<StsCall> {
    private final Sessions sessions;

    private StsEmulator(Builder builder) {
        this(builder, new Sessions(builder.clock));
    }

    private StsEmulator(Builder builder, Sessions sessions) {
        super(builder.port, builder.accessKeyId, builder.accessKeySecret, frontDoor(builder, sessions));
        this.sessions = sessions;
    }

    private static StsFrontDoor frontDoor(Builder builder, Sessions sessions) {
        return new StsFrontDoor(
                new StsOperations(
                        builder.accessKeyId,
                        builder.accessKeySecret,
                        builder.roles,
                        builder.providers,
                        sessions,
                        builder.clock),
                new Metadata(
                        builder.machineRole, builder.tokensOnly, builder.machineValidity, sessions, builder.clock));
    }

    /**
     * Starts the description of an emulator; by default one without roles, where only the access key is known.
     *
     * @return to be built once or more
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Credentials as if somebody had just been given them, for a test that needs some.
     *
     * @param valid how long from now, by the emulator's clock
     * @return counts as issued; ends at a whole second, so up to a second earlier
     */
    public SessionCredentials issue(Duration valid) {
        return sessions.issue(valid);
    }

    /**
     * What was issued under this AccessKey ID, expired or not.
     *
     * @param id any
     * @return null when nothing was
     */
    public @Nullable SessionCredentials find(String id) {
        return sessions.find(id);
    }

    /** {@return how many credentials were issued so far, by all operations} */
    public int issued() {
        return sessions.count();
    }

    /** How an emulator is to be; not thread-safe. */
    public static final class Builder {
        private int port;
        private String accessKeyId = "test-key-id";
        private String accessKeySecret = "test-key-secret";
        private final Map<String, String> roles = new HashMap<>();
        private final Map<String, String> providers = new HashMap<>();
        private @Nullable String machineRole;
        private boolean tokensOnly;
        private Duration machineValidity = Duration.ofHours(6);
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
         * The one lasting key that may assume roles; by default {@code test-key-id} with {@code test-key-secret}.
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
         * A role that may be assumed; may be said again for more.
         *
         * @param arn such as {@code acs:ram::123456789012:role/writer}
         * @return this
         */
        public Builder role(String arn) {
            return role(arn, "");
        }

        /**
         * A role that may be assumed by who knows its external ID.
         *
         * @param arn such as {@code acs:ram::123456789012:role/writer}
         * @param externalId empty when none is asked for
         * @return this
         */
        public Builder role(String arn, String externalId) {
            roles.put(arn, externalId);
            return this;
        }

        /**
         * An OIDC provider, and the token by which it is believed. No token is looked into.
         *
         * @param arn such as {@code acs:ram::123456789012:oidc-provider/ack}
         * @param token exactly what a caller has to send
         * @return this
         */
        public Builder oidcProvider(String arn, String token) {
            providers.put(arn, token);
            return this;
        }

        /**
         * The RAM role of the machine; without, it has none.
         *
         * @param name of the role, not its ARN
         * @return this
         */
        public Builder machineRole(String name) {
            machineRole = name;
            return this;
        }

        /**
         * How long the credentials of the machine's role are valid.
         *
         * @param value 6 hours by default
         * @return this
         */
        public Builder machineValidity(Duration value) {
            machineValidity = value;
            return this;
        }

        /**
         * The metadata service wants a token with each request (security hardening mode).
         *
         * @return this
         */
        public Builder metadataTokensOnly() {
            tokensOnly = true;
            return this;
        }

        /**
         * What the emulator takes for the time; by default the real one.
         *
         * @param value asked on the server's threads
         * @return this
         */
        public Builder clock(InstantSource value) {
            clock = value;
            return this;
        }

        /** {@return an emulator that is not started yet} */
        public StsEmulator build() {
            return new StsEmulator(this);
        }
    }
}
