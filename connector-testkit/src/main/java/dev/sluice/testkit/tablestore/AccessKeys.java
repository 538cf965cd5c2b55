package dev.sluice.testkit.tablestore;

import dev.sluice.testkit.internal.HttpCall;
import dev.sluice.testkit.internal.HttpHeader;
import dev.sluice.testkit.sts.SessionCredentials;
import dev.sluice.testkit.sts.StsEmulator;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Whose requests are let in: those of one lasting key, and of the sessions that an STS emulator has issued. Thread-safe. */
final class AccessKeys {
    static final String EXPIRED = "The STS token is expired.";

    private final String accessKeyId;
    private final Signatures lasting;
    private final @Nullable StsEmulator sts;
    private final InstantSource clock;
    private final Map<String, Signatures> sessions = new ConcurrentHashMap<>();

    AccessKeys(String accessKeyId, String accessKeySecret, @Nullable StsEmulator sts, InstantSource clock) {
        this.accessKeyId = accessKeyId;
        this.lasting = new Signatures(accessKeySecret);
        this.sts = sts;
        this.clock = clock;
    }

    /** @return the signatures that the owner of the key can make */
    Signatures admit(String id, @Nullable String token) throws ServiceError {
        if (id.equals(accessKeyId)) {
            return lasting;
        }
        SessionCredentials session = session(id);
        if (session == null) {
            throw ServiceError.auth("The AccessKeyID does not exist.");
        }
        if (token == null) {
            throw ServiceError.auth("The STS token is missing.");
        }
        if (!token.equals(session.securityToken())) {
            throw ServiceError.auth("The STS token is invalid.");
        }
        if (!clock.instant().isBefore(session.expiration())) {
            throw ServiceError.auth(EXPIRED);
        }
        return signatures(session);
    }

    /** The value of an answer's authorization header: signed with the key of who asked, when that is known. */
    String authorization(HttpCall call, String path, List<HttpHeader> headers) {
        String id = call.header("x-ots-accesskeyid");
        SessionCredentials session = id == null ? null : session(id);
        return session == null
                ? lasting.authorization(call, accessKeyId, path, headers)
                : signatures(session).authorization(call, session.accessKeyId(), path, headers);
    }

    private @Nullable SessionCredentials session(String id) {
        return sts == null ? null : sts.find(id);
    }

    private Signatures signatures(SessionCredentials session) {
        return sessions.computeIfAbsent(session.accessKeyId(), id -> new Signatures(session.accessKeySecret()));
    }
}
