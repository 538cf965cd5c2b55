package dev.sluice.core.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.config.ConfigProblems;
import dev.sluice.core.config.ConfigValues;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthKeysTest {
    private static final AuthKeys KEYS = new AuthKeys("x.", "may write");
    private static final String ROLE = "acs:ram::123456789012:role/writer";
    private static final String PROVIDER = "acs:ram::123456789012:oidc-provider/ack";

    private static Map<String, String> config(String... keysAndValues) {
        Map<String, String> config = new HashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            config.put("x." + keysAndValues[i], keysAndValues[i + 1]);
        }
        return config;
    }

    private static Map<String, List<String>> errors(Map<String, String> config) {
        ConfigDef def = KEYS.define(new ConfigDef());
        Map<String, Object> valid = new HashMap<>();
        Map<String, List<String>> errors = new LinkedHashMap<>();
        for (ConfigValue value : def.validate(config)) {
            if (!value.errorMessages().isEmpty()) {
                errors.put(value.name(), value.errorMessages());
            } else if (value.value() != null) {
                valid.put(value.name(), value.value());
            }
        }
        ConfigProblems problems = new ConfigProblems();
        KEYS.check(new ConfigValues(valid, config), problems);
        errors.putAll(problems.byKey());
        return errors;
    }

    private static AuthOptions options(String... keysAndValues) {
        Map<String, String> config = config(keysAndValues);
        assertThat(errors(config)).isEmpty();
        return KEYS.read(new AbstractConfig(KEYS.define(new ConfigDef()), config, false));
    }

    private static CredentialsProvider open(AuthOptions options, Map<String, String> environment) {
        return options.open(() -> Instant.EPOCH, "x-0", environment);
    }

    @Test
    void anAccessKeyIsEnough() {
        AuthOptions options = options("access.key.id", "id", "access.key.secret", "hush");

        assertThat(options.mode()).isEqualTo(AuthMode.STATIC);
        assertThat(options.sessionName()).isEqualTo("sluice-kafka-connect");
        assertThat(options.sessionDuration()).isEqualTo(Duration.ofHours(1));
        assertThat(options.stsEndpoint()).isEqualTo(URI.create("https://sts.aliyuncs.com"));
        assertThat(options.metadataEndpoint()).isEqualTo(URI.create("http://100.100.100.200"));
        try (CredentialsProvider provider = open(options, Map.of())) {
            provider.awaitFirst(Duration.ZERO);
            assertThat(provider.get()).isEqualTo(new Credentials("id", "hush", null, null));
        }
    }

    @Test
    void aSecurityTokenGoesWithIt() {
        AuthOptions options = options("access.key.id", "id", "access.key.secret", "hush", "security.token", "quiet");

        try (CredentialsProvider provider = open(options, Map.of())) {
            assertThat(provider.get()).isEqualTo(new Credentials("id", "hush", "quiet", null));
        }
        assertThat(options.toString()).doesNotContain("hush", "quiet");
    }

    @Test
    void everyOptionIsRead() {
        AuthOptions options = options(
                "auth.mode", "sts",
                "auth.role.arn", ROLE,
                "auth.role.session.name", "me@here",
                "auth.role.session.duration.seconds", "900",
                "auth.external.id", "their-id",
                "auth.sts.endpoint", "sts-vpc.cn-hangzhou.aliyuncs.com",
                "auth.oidc.provider.arn", PROVIDER,
                "auth.oidc.token.file", "/var/run/token",
                "auth.ram.role.name", "machine",
                "auth.metadata.endpoint", "http://127.0.0.1:1");

        assertThat(options)
                .isEqualTo(new AuthOptions(
                        KEYS,
                        AuthMode.STS,
                        null,
                        null,
                        null,
                        ROLE,
                        "me@here",
                        Duration.ofMinutes(15),
                        "their-id",
                        URI.create("https://sts-vpc.cn-hangzhou.aliyuncs.com"),
                        PROVIDER,
                        Path.of("/var/run/token"),
                        "machine",
                        URI.create("http://127.0.0.1:1")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "auth.role.arn          | acs:ram::123456789012:role/writer        | STS",
                "auth.oidc.provider.arn | acs:ram::123456789012:oidc-provider/ack  | OIDC",
                "auth.ram.role.name     | machine                                  | ECS_RAM_ROLE",
                "auth.mode              | default                                  | DEFAULT",
                "auth.mode              | environment                              | ENVIRONMENT",
                "auth.mode              | ecs_ram_role                             | ECS_RAM_ROLE",
                "auth.mode              | oidc                                     | OIDC",
            })
    void theModeIsToldFromWhatIsGiven(String key, String value, AuthMode mode) {
        assertThat(options(key, value).mode()).isEqualTo(mode);
        assertThat(options(key, value, "access.key.id", "id", "access.key.secret", "s")
                        .mode())
                .isEqualTo(mode);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "auth.mode                          | aksk           | must be one of auto, static, sts, ecs_ram_role, oidc",
                "access.key.id                      | ''             | non-empty",
                "access.key.secret                  | ''             | not be empty",
                "auth.role.arn                      | writer         | acs:ram::<account>:role/<name>",
                "auth.role.session.name             | a b            | 2 to 64",
                "auth.role.session.duration.seconds | 899            | at least 900",
                "auth.role.session.duration.seconds | 43201          | no more than 43200",
                "auth.external.id                   | x              | 2 to 1224",
                "auth.sts.endpoint                  | ftp://x        | http or https",
                "auth.sts.endpoint                  | https://x/path | no path",
                "auth.sts.endpoint                  | https://u:p@x  | no path",
                "auth.oidc.provider.arn             | ack            | acs:ram::<account>:oidc-provider/<name>",
                "auth.oidc.token.file               | token          | absolute path",
                "auth.ram.role.name                 | a/b            | not its ARN",
                "auth.metadata.endpoint             | ''             | http or https",
            })
    void aWrongValueIsReportedOnItsOwnKey(String key, String value, String says) {
        Map<String, String> config = config("access.key.id", "id", "access.key.secret", "hush", key, value);

        assertThat(errors(config)).containsOnlyKeys("x." + key);
        assertThat(errors(config).get("x." + key)).singleElement().asString().contains(says);
    }

    @Test
    void whatIsMissingIsReportedOnItsKey() {
        assertThat(errors(config())).containsOnlyKeys("x.access.key.id", "x.access.key.secret");
        assertThat(errors(config("access.key.id", "id"))).containsOnlyKeys("x.access.key.secret");
        assertThat(errors(config("access.key.secret", "s"))).containsOnlyKeys("x.access.key.id");
        assertThat(errors(config("auth.mode", "static"))).containsOnlyKeys("x.access.key.id", "x.access.key.secret");
        assertThat(errors(config("auth.mode", "sts"))).containsOnlyKeys("x.auth.role.arn");
        assertThat(errors(config("auth.role.arn", ROLE, "access.key.id", "id")))
                .containsOnlyKeys("x.access.key.secret");
        assertThat(errors(config("auth.mode", "default", "security.token", "t")))
                .containsOnlyKeys("x.security.token");
    }

    @Test
    void theEnvironmentIsAKeyToo() {
        Map<String, String> variables = Map.of(
                "ALIBABA_CLOUD_ACCESS_KEY_ID", "id",
                "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "hush",
                "ALIBABA_CLOUD_SECURITY_TOKEN", "quiet");
        for (String mode : List.of("environment", "default")) {
            AuthOptions options = options("auth.mode", mode);
            try (CredentialsProvider provider = open(options, variables)) {
                assertThat(provider.get()).isEqualTo(new Credentials("id", "hush", "quiet", null));
                assertThat(provider.toString()).doesNotContain("hush", "quiet");
            }
        }
    }

    @Test
    void aTaskWithoutWhatItsModeNeedsSaysWhatToSet() {
        assertThatThrownBy(() -> open(options("auth.mode", "environment"), Map.of("ALIBABA_CLOUD_ACCESS_KEY_ID", "id")))
                .isInstanceOf(ConnectException.class)
                .hasMessageContainingAll("x.auth.mode=environment", "ALIBABA_CLOUD_ACCESS_KEY_SECRET");
        assertThatThrownBy(() -> open(options("auth.mode", "oidc"), Map.of("ALIBABA_CLOUD_ROLE_ARN", ROLE)))
                .isInstanceOf(ConnectException.class)
                .hasMessageContainingAll("x.auth.oidc.provider.arn", "ALIBABA_CLOUD_OIDC_PROVIDER_ARN");
    }

    @Test
    void aChainThatFindsNothingSaysWhereItLooked() {
        AuthOptions options = options("auth.mode", "default");
        try (CredentialsProvider provider = open(options, Map.of("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true"))) {
            assertThatThrownBy(() -> provider.awaitFirst(Duration.ofSeconds(20)))
                    .isInstanceOf(CredentialsException.class)
                    .hasMessageContainingAll(
                            "ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_OIDC_TOKEN_FILE", "METADATA_DISABLED");
        }
    }

    @Test
    void secretsArePasswords() {
        Map<String, ConfigDef.ConfigKey> keys = KEYS.define(new ConfigDef()).configKeys();

        assertThat(keys.get(KEYS.accessKeySecret()).type()).isEqualTo(ConfigDef.Type.PASSWORD);
        assertThat(keys.get(KEYS.securityToken()).type()).isEqualTo(ConfigDef.Type.PASSWORD);
        assertThat(options("access.key.id", "id", "access.key.secret", "hush").accessKeySecret())
                .isEqualTo(new Password("hush"));
    }
}
