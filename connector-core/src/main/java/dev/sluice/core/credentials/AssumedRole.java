package dev.sluice.core.credentials;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A role that is assumed with other credentials (AssumeRole). */
final class AssumedRole implements CredentialSource {
    private final CredentialSource caller;
    private final StsClient sts;
    private final Map<String, String> parameters;

    /** @param externalId null when the role does not ask for one */
    AssumedRole(CredentialSource caller, StsClient sts, Role role, @Nullable String externalId) {
        this.caller = caller;
        this.sts = sts;
        Map<String, String> all = new HashMap<>(role.parameters());
        if (externalId != null) {
            all.put("ExternalId", externalId);
        }
        this.parameters = Map.copyOf(all);
    }

    /** Which role, under which name, for how long. */
    record Role(String arn, String sessionName, Duration duration) {
        Map<String, String> parameters() {
            return Map.of(
                    "RoleArn", arn,
                    "RoleSessionName", sessionName,
                    "DurationSeconds", Long.toString(duration.toSeconds()));
        }
    }

    @Override
    public Credentials fetch() {
        return sts.call("AssumeRole", parameters, caller.fetch());
    }

    @Override
    public void close() {
        caller.close();
        sts.close();
    }
}
