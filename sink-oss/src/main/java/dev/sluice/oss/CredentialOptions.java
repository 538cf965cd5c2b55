package dev.sluice.oss;

import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.LambdaValidator;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/**
 * Who the connector is to the service.
 *
 * @param securityToken of temporary credentials; null for a lasting access key
 */
record CredentialOptions(
        String accessKeyId,
        Password accessKeySecret,
        @Nullable Password securityToken) {
    static final String GROUP = "Credentials";
    static final String ACCESS_KEY_ID = "oss.access.key.id";
    static final String ACCESS_KEY_SECRET = "oss.access.key.secret";
    static final String SECURITY_TOKEN = "oss.security.token";

    static ConfigDef define(ConfigDef def) {
        return def.define(
                        ACCESS_KEY_ID,
                        Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        new ConfigDef.NonEmptyString(),
                        Importance.HIGH,
                        "AccessKey ID of an account with the permissions oss:PutObject and oss:GetObject on the bucket.",
                        GROUP,
                        1,
                        Width.MEDIUM,
                        "AccessKey ID")
                .define(
                        ACCESS_KEY_SECRET,
                        Type.PASSWORD,
                        ConfigDef.NO_DEFAULT_VALUE,
                        LambdaValidator.with(CredentialOptions::checkNotEmpty, () -> "not empty"),
                        Importance.HIGH,
                        "AccessKey Secret that belongs to " + ACCESS_KEY_ID + ".",
                        GROUP,
                        2,
                        Width.MEDIUM,
                        "AccessKey Secret")
                .define(
                        SECURITY_TOKEN,
                        Type.PASSWORD,
                        null,
                        Importance.LOW,
                        "Security token, when the access key is a temporary one of STS. The task stops when it has expired.",
                        GROUP,
                        3,
                        Width.LONG,
                        "Security token");
    }

    static CredentialOptions read(AbstractConfig config) {
        Password token = config.getPassword(SECURITY_TOKEN);
        return new CredentialOptions(
                config.getString(ACCESS_KEY_ID),
                config.getPassword(ACCESS_KEY_SECRET),
                token == null || token.value().isEmpty() ? null : token);
    }

    private static void checkNotEmpty(String key, @Nullable Object value) {
        if (!(value instanceof Password password) || password.value().isEmpty()) {
            throw new ConfigException("Invalid value for " + key + ": must not be empty");
        }
    }
}
