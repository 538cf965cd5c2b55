package dev.sluice.testkit.sts;

import dev.sluice.testkit.internal.HttpCall;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The part of a machine's metadata service that is about its RAM role. The same credentials are given until half of their
 * time is over. Thread-safe.
 */
final class Metadata {
    static final String ROLES = "/latest/meta-data/ram/security-credentials/";
    static final String TOKEN = "/latest/api/token";
    private static final int LONGEST_TOKEN_SECONDS = 21_600;

    private final @Nullable String role;
    private final boolean tokensOnly;
    private final Duration validity;
    private final Sessions sessions;
    private final InstantSource clock;
    private final Map<String, Instant> tokens = new HashMap<>();
    private @Nullable SessionCredentials last;
    private Instant renewAt = Instant.MIN;

    Metadata(@Nullable String role, boolean tokensOnly, Duration validity, Sessions sessions, InstantSource clock) {
        this.role = role;
        this.tokensOnly = tokensOnly;
        this.validity = validity;
        this.sessions = sessions;
        this.clock = clock;
    }

    synchronized String token(HttpCall call) throws StsError {
        String ttl = call.header("X-aliyun-ecs-metadata-token-ttl-seconds");
        int seconds = ttl != null && ttl.matches("\\d{1,5}") ? Integer.parseInt(ttl) : 0;
        if (seconds < 1 || seconds > LONGEST_TOKEN_SECONDS) {
            throw new StsError(400, "Bad Request", "the token needs a time to live of 1 to 21600 seconds");
        }
        String token = "metadata-token-" + (tokens.size() + 1);
        tokens.put(token, clock.instant().plusSeconds(seconds));
        return token;
    }

    /** The name of the role, one line. */
    synchronized String roles(HttpCall call) throws StsError {
        admit(call);
        if (role == null) {
            throw new StsError(404, "Not Found", "this machine has no role");
        }
        return role;
    }

    synchronized SessionCredentials credentials(HttpCall call, String name) throws StsError {
        admit(call);
        if (role == null || !name.equals(role)) {
            throw new StsError(404, "Not Found", "this machine does not have that role");
        }
        Instant now = clock.instant();
        SessionCredentials given = last;
        if (given == null || !now.isBefore(renewAt)) {
            given = sessions.issue(validity);
            last = given;
            renewAt = now.plus(validity.dividedBy(2));
        }
        return given;
    }

    private void admit(HttpCall call) throws StsError {
        String token = call.header("X-aliyun-ecs-metadata-token");
        if (token == null && !tokensOnly) {
            return;
        }
        Instant end = token == null ? null : tokens.get(token);
        if (end == null || !clock.instant().isBefore(end)) {
            throw StsError.expired(true);
        }
    }
}
