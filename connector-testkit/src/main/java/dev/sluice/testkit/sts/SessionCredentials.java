package dev.sluice.testkit.sts;

import java.time.Instant;

/**
 * Temporary credentials that an {@link StsEmulator} gave out.
 *
 * @param expiration from then on no service takes them
 */
public record SessionCredentials(String accessKeyId, String accessKeySecret, String securityToken, Instant expiration) {

    /** Without secret and token. */
    @Override
    public String toString() {
        return "SessionCredentials[" + accessKeyId + ", until " + expiration + "]";
    }
}
