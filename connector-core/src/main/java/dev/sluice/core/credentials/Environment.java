package dev.sluice.core.credentials;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The variables that Alibaba Cloud's own tools read, of the worker's process. */
record Environment(Map<String, String> variables) {
    static final String ACCESS_KEY_ID = "ALIBABA_CLOUD_ACCESS_KEY_ID";
    static final String ACCESS_KEY_SECRET = "ALIBABA_CLOUD_ACCESS_KEY_SECRET";
    static final String SECURITY_TOKEN = "ALIBABA_CLOUD_SECURITY_TOKEN";
    static final String ROLE_ARN = "ALIBABA_CLOUD_ROLE_ARN";
    static final String ROLE_SESSION_NAME = "ALIBABA_CLOUD_ROLE_SESSION_NAME";
    static final String OIDC_PROVIDER_ARN = "ALIBABA_CLOUD_OIDC_PROVIDER_ARN";
    static final String OIDC_TOKEN_FILE = "ALIBABA_CLOUD_OIDC_TOKEN_FILE";
    static final String ECS_METADATA = "ALIBABA_CLOUD_ECS_METADATA";
    static final String ECS_METADATA_DISABLED = "ALIBABA_CLOUD_ECS_METADATA_DISABLED";

    @Nullable
    String get(String name) {
        String value = variables.get(name);
        return value == null || value.isBlank() ? null : value.trim();
    }

    /** Null when the variables of an access key are not both set. */
    @Nullable
    Credentials accessKey() {
        String id = get(ACCESS_KEY_ID);
        String secret = get(ACCESS_KEY_SECRET);
        return id == null || secret == null ? null : new Credentials(id, secret, get(SECURITY_TOKEN), null);
    }

    /** Not the values: some are secrets. */
    @Override
    public String toString() {
        return "Environment";
    }
}
