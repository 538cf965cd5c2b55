package dev.sluice.testkit.sts;

import java.time.Instant;

/**
 * Temporary credentials that an {@link StsEmulator} gave out.
 *
 * @param accessKeyId begins with {@code STS.}, as the service's temporary ones do
 * @param accessKeySecret of this key alone
 * @param securityToken that has to come with the key
 * @param expiration from then on no emulator takes them; a whole second
 */
public record SessionCredentials(String accessKeyId, String accessKeySecret, String securityToken, Instant expiration) {

    /** Without secret and token. */
    @Override
    public String toString() {
        return "SessionCredentials[" + accessKeyId + ", until " + expiration + "]";
    }
}
