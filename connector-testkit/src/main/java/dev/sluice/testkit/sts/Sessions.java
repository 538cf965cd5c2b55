package dev.sluice.testkit.sts;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The credentials that were given out. Numbered, so that a test can tell them apart. Thread-safe. */
final class Sessions {
    private final InstantSource clock;
    private final Map<String, SessionCredentials> issued = new HashMap<>();

    Sessions(InstantSource clock) {
        this.clock = clock;
    }

    synchronized SessionCredentials issue(Duration valid) {
        int number = issued.size() + 1;
        // The service tells whole seconds.
        Instant end = clock.instant().plus(valid).truncatedTo(ChronoUnit.SECONDS);
        SessionCredentials fresh =
                new SessionCredentials("STS.key-" + number, "session-secret-" + number, "session-token-" + number, end);
        issued.put(fresh.accessKeyId(), fresh);
        return fresh;
    }

    synchronized @Nullable SessionCredentials find(String accessKeyId) {
        return issued.get(accessKeyId);
    }

    synchronized int count() {
        return issued.size();
    }
}
