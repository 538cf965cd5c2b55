package dev.sluice.core.credentials;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks the first source that the machine is set up for. */
final class DefaultChain implements CredentialSource {
    private final @Nullable CredentialSource chosen;

    /** @param sources null where the machine is not set up for one; the first that is not null is asked, and no other */
    DefaultChain(List<@Nullable CredentialSource> sources) {
        CredentialSource first = null;
        for (CredentialSource source : sources) {
            first = first == null ? source : first;
        }
        this.chosen = first;
    }

    @Override
    public Credentials fetch() {
        if (chosen == null) {
            throw CredentialsException.refused(
                    "NoCredentials",
                    "neither " + Environment.ACCESS_KEY_ID + " with " + Environment.ACCESS_KEY_SECRET + " nor "
                            + Environment.ROLE_ARN + " with " + Environment.OIDC_PROVIDER_ARN + " and "
                            + Environment.OIDC_TOKEN_FILE
                            + " are set in the worker's environment, and the machine's role"
                            + " is ruled out by " + Environment.ECS_METADATA_DISABLED,
                    null);
        }
        return chosen.fetch();
    }

    @Override
    public void close() {
        if (chosen != null) {
            chosen.close();
        }
    }
}
