package dev.sluice.oss;

import dev.sluice.core.credentials.AuthKeys;

/** What the options are called that say who the connector is to the service. */
final class CredentialOptions {
    static final AuthKeys KEYS =
            new AuthKeys("oss.", "has the permissions oss:PutObject and oss:GetObject on the bucket");
    static final String MODE = KEYS.mode();
    static final String ACCESS_KEY_ID = KEYS.accessKeyId();
    static final String ACCESS_KEY_SECRET = KEYS.accessKeySecret();
    static final String SECURITY_TOKEN = KEYS.securityToken();

    private CredentialOptions() {}
}
