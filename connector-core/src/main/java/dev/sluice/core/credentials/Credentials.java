package dev.sluice.core.credentials;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a request is signed with. Immutable; its {@code toString} holds no secret.
 *
 * @param accessKeyId not a secret; shown in messages
 * @param accessKeySecret never logged
 * @param securityToken of temporary credentials, never logged; null for an access key that lasts
 * @param expiration when the service stops to take them; null when they last, or when nobody said
 */
public record Credentials(
        String accessKeyId,
        String accessKeySecret,
        @Nullable String securityToken,
        @Nullable Instant expiration) {

    /**
     * Takes the parts as they are.
     *
     * @param accessKeyId not empty
     * @param accessKeySecret not empty
     * @param securityToken null for an access key that lasts
     * @param expiration null when they last, or when nobody said
     * @throws IllegalArgumentException when id or secret is empty
     */
    public Credentials {
        if (accessKeyId.isEmpty() || accessKeySecret.isEmpty()) {
            throw new IllegalArgumentException("credentials need an access key id and a secret");
        }
    }

    /** Without secret and token. */
    @Override
    public String toString() {
        return "Credentials[" + accessKeyId + (expiration == null ? "]" : ", until " + expiration + "]");
    }
}
