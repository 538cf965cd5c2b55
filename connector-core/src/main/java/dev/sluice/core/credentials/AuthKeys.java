package dev.sluice.core.credentials;

import dev.sluice.core.config.Choice;
import dev.sluice.core.config.ConfigProblems;
import dev.sluice.core.config.ConfigValues;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/**
 * The options that say who a sink is, each under the sink's own prefix. Immutable. Limits of a role's options are those
 * of
 * <a href="https://www.alibabacloud.com/help/en/ram/developer-reference/api-sts-2015-04-01-assumerole">AssumeRole</a>.
 */
public final class AuthKeys {
    /** The group's name in Connect's validation answer. */
    public static final String GROUP = "Credentials";

    private static final Choice<AuthMode> MODES = Choice.of(AuthMode.class);
    private static final int MIN_SESSION_SECONDS = 900;
    private static final int MAX_SESSION_SECONDS = 43_200;

    private final String prefix;
    private final String permissions;

    /**
     * The options behind one prefix.
     *
     * @param prefix of all keys, with its dot: {@code oss.}
     * @param permissions what the account must be allowed to do, to follow "of an account that": a phrase for the
     *     documentation
     */
    public AuthKeys(String prefix, String permissions) {
        this.prefix = prefix;
        this.permissions = permissions;
    }

    /**
     * {@return key of the option that says where credentials come from: an {@link AuthMode} in lower case; {@code auto}
     * by default}
     */
    public String mode() {
        return prefix + "auth.mode";
    }

    /** {@return key of the AccessKey ID; no default} */
    public String accessKeyId() {
        return prefix + "access.key.id";
    }

    /** {@return key of the AccessKey secret, a {@code PASSWORD}; no default} */
    public String accessKeySecret() {
        return prefix + "access.key.secret";
    }

    /**
     * {@return key of the token that belongs to a temporary access key of the config, a {@code PASSWORD}; no default}
     */
    public String securityToken() {
        return prefix + "security.token";
    }

    /** {@return key of the role to assume, for {@code sts} and {@code oidc}; an ARN, empty by default} */
    public String roleArn() {
        return prefix + "auth.role.arn";
    }

    /** {@return key of the role session's name, 2 to 64 characters; {@code sluice-kafka-connect} by default} */
    public String sessionName() {
        return prefix + "auth.role.session.name";
    }

    /**
     * {@return key of how long a role's credentials are to be valid, in seconds: 900 to 43,200, and at most what the role allows; 3,600 by default}
     */
    public String sessionDuration() {
        return prefix + "auth.role.session.duration.seconds";
    }

    /**
     * {@return key of the external ID that a role of another account asks for, 2 to 1,224 characters; empty by default}
     */
    public String externalId() {
        return prefix + "auth.external.id";
    }

    /** {@return key of the Security Token Service's address; {@code https://sts.aliyuncs.com} by default} */
    public String stsEndpoint() {
        return prefix + "auth.sts.endpoint";
    }

    /**
     * {@return key of the OIDC provider, for {@code oidc}; an ARN, empty by default, which stands for the worker's
     * variable}
     */
    public String oidcProviderArn() {
        return prefix + "auth.oidc.provider.arn";
    }

    /**
     * {@return key of the file with the OIDC token, an absolute path; empty by default, which stands for the worker's variable}
     */
    public String oidcTokenFile() {
        return prefix + "auth.oidc.token.file";
    }

    /** {@return key of the machine's RAM role, for {@code ecs_ram_role}; empty by default: the machine is asked} */
    public String ramRoleName() {
        return prefix + "auth.ram.role.name";
    }

    /**
     * {@return key of the metadata service's address; {@code http://100.100.100.200} by default, which is ECS's own}
     */
    public String metadataEndpoint() {
        return prefix + "auth.metadata.endpoint";
    }

    /**
     * Adds the group: all the keys here.
     *
     * @param def does not have these keys yet
     * @return the same
     */
    public ConfigDef define(ConfigDef def) {
        defineKeys(def);
        defineRole(def);
        return defineMachine(def);
    }

    private void defineKeys(ConfigDef def) {
        def.define(
                        mode(),
                        Type.STRING,
                        Choice.nameOf(AuthMode.AUTO),
                        MODES,
                        Importance.MEDIUM,
                        "Where credentials come from. static: " + accessKeyId() + ". sts: the role " + roleArn()
                                + ", assumed with " + accessKeyId()
                                + ", or without that with what default finds. ecs_ram_role: the RAM role of the worker's"
                                + " machine. oidc: a role, assumed with an OIDC token (RRSA). environment: the variables "
                                + Environment.ACCESS_KEY_ID + ", " + Environment.ACCESS_KEY_SECRET + " and "
                                + Environment.SECURITY_TOKEN
                                + " of the worker. default: the first of environment, oidc by variables, and"
                                + " ecs_ram_role. auto: oidc, sts, ecs_ram_role or static, the first whose options are"
                                + " given. Temporary credentials are renewed before they expire.",
                        GROUP,
                        1,
                        Width.MEDIUM,
                        "Authentication",
                        MODES)
                .define(
                        accessKeyId(),
                        Type.STRING,
                        null,
                        new ConfigDef.NonEmptyString(),
                        Importance.HIGH,
                        "AccessKey ID of an account that " + permissions + ".",
                        GROUP,
                        2,
                        Width.MEDIUM,
                        "AccessKey ID")
                .define(
                        accessKeySecret(),
                        Type.PASSWORD,
                        null,
                        Texts.SECRET,
                        Importance.HIGH,
                        "AccessKey secret that belongs to " + accessKeyId() + ".",
                        GROUP,
                        3,
                        Width.MEDIUM,
                        "AccessKey secret")
                .define(
                        securityToken(),
                        Type.PASSWORD,
                        null,
                        Importance.LOW,
                        "Security token, when the access key is a temporary one that was got elsewhere. It cannot be renewed:"
                                + " the task stops when it has expired. See " + mode() + " for those that are.",
                        GROUP,
                        4,
                        Width.LONG,
                        "Security token");
    }

    private void defineRole(ConfigDef def) {
        def.define(
                        roleArn(),
                        Type.STRING,
                        "",
                        Texts.roleArn("role"),
                        Importance.MEDIUM,
                        "ARN of the role to assume. For oidc the default is the variable " + Environment.ROLE_ARN + ".",
                        GROUP,
                        5,
                        Width.LONG,
                        "Role ARN")
                .define(
                        sessionName(),
                        Type.STRING,
                        "sluice-kafka-connect",
                        Texts.matching("[a-zA-Z0-9.@_-]{2,64}", "2 to 64 letters, digits and . @ - _"),
                        Importance.LOW,
                        "Name of the role's session, which the service's audit log shows.",
                        GROUP,
                        6,
                        Width.MEDIUM,
                        "Role session name")
                .define(
                        sessionDuration(),
                        Type.INT,
                        3600,
                        Range.between(MIN_SESSION_SECONDS, MAX_SESSION_SECONDS),
                        Importance.LOW,
                        "How long the credentials of a role are to be valid, in seconds; at most what the role allows.",
                        GROUP,
                        7,
                        Width.SHORT,
                        "Role session duration (s)")
                .define(
                        externalId(),
                        Type.STRING,
                        "",
                        Texts.matching(
                                "([a-zA-Z0-9=,.@:/_-]{2,1224})?", "2 to 1224 letters, digits and = , . @ : / - _"),
                        Importance.LOW,
                        "External ID that the role asks for, when it belongs to another account. For sts.",
                        GROUP,
                        8,
                        Width.MEDIUM,
                        "External ID")
                .define(
                        stsEndpoint(),
                        Type.STRING,
                        "https://sts.aliyuncs.com",
                        Texts.ENDPOINT,
                        Importance.LOW,
                        "Endpoint of the Security Token Service; inside a VPC that of the region, such as"
                                + " https://sts-vpc.cn-hangzhou.aliyuncs.com. Without a scheme https is used.",
                        GROUP,
                        9,
                        Width.LONG,
                        "STS endpoint")
                .define(
                        oidcProviderArn(),
                        Type.STRING,
                        "",
                        Texts.roleArn("oidc-provider"),
                        Importance.LOW,
                        "ARN of the OIDC provider. For oidc; the default is the variable "
                                + Environment.OIDC_PROVIDER_ARN + ".",
                        GROUP,
                        10,
                        Width.LONG,
                        "OIDC provider ARN")
                .define(
                        oidcTokenFile(),
                        Type.STRING,
                        "",
                        Texts.ABSOLUTE_PATH,
                        Importance.LOW,
                        "File on the worker's machine that holds the OIDC token; it is read again for each renewal. For"
                                + " oidc; the default is the variable " + Environment.OIDC_TOKEN_FILE + ".",
                        GROUP,
                        11,
                        Width.LONG,
                        "OIDC token file");
    }

    private ConfigDef defineMachine(ConfigDef def) {
        return def.define(
                        ramRoleName(),
                        Type.STRING,
                        "",
                        Texts.matching("[a-zA-Z0-9.@_-]*", "the name of a RAM role, not its ARN"),
                        Importance.LOW,
                        "Name of the machine's RAM role. For ecs_ram_role; when it is empty the machine is asked.",
                        GROUP,
                        12,
                        Width.MEDIUM,
                        "RAM role of the machine")
                .define(
                        metadataEndpoint(),
                        Type.STRING,
                        "http://100.100.100.200",
                        Texts.ENDPOINT,
                        Importance.LOW,
                        "Address of the machine's metadata service.",
                        GROUP,
                        13,
                        Width.MEDIUM,
                        "Metadata endpoint");
    }

    /**
     * Checks the options against each other. Asks nobody: that a secret is wrong shows when a service is asked.
     *
     * @param values the options that are valid by themselves, and the config as it was written
     * @param problems takes what is missing for the mode, or belongs to nothing
     */
    public void check(ConfigValues values, ConfigProblems problems) {
        values.get(mode(), String.class).map(MODES::parse).ifPresent(mode -> check(mode, values.raw(), problems));
    }

    private void check(AuthMode asked, Map<String, String> raw, ConfigProblems problems) {
        AuthMode mode = infer(asked, key -> given(raw, key));
        boolean id = raw.containsKey(accessKeyId());
        boolean secret = raw.containsKey(accessKeySecret());
        if (mode == AuthMode.STATIC || (mode == AuthMode.STS && (id || secret))) {
            String otherwise = "; set it, or choose with " + mode() + " where credentials come from";
            if (!id) {
                problems.add(accessKeyId(), "is missing" + otherwise);
            }
            if (!secret) {
                problems.add(accessKeySecret(), "is missing" + otherwise);
            }
        }
        if (mode == AuthMode.STS && !given(raw, roleArn())) {
            problems.add(roleArn(), "is missing; " + mode() + "=sts needs the role to assume");
        }
        if (given(raw, securityToken()) && !id && !secret && mode != AuthMode.STATIC) {
            problems.add(
                    securityToken(),
                    "belongs to an access key; set " + accessKeyId() + " and " + accessKeySecret() + ", or remove it");
        }
    }

    private AuthMode infer(AuthMode asked, java.util.function.Predicate<String> given) {
        if (asked != AuthMode.AUTO) {
            return asked;
        } else if (given.test(oidcProviderArn())) {
            return AuthMode.OIDC;
        } else if (given.test(roleArn())) {
            return AuthMode.STS;
        } else if (given.test(ramRoleName())) {
            return AuthMode.ECS_RAM_ROLE;
        }
        return AuthMode.STATIC;
    }

    private static boolean given(Map<String, String> raw, String key) {
        String value = raw.get(key);
        return value != null && !value.isBlank();
    }

    /**
     * Reads the group once, for a task that starts.
     *
     * @param config that passed {@link #check}
     * @return the options, blank ones as null, with the mode that {@code auto} stands for
     */
    public AuthOptions read(AbstractConfig config) {
        Function<String, @Nullable String> text = key -> {
            String value = config.getString(key);
            return value == null || value.isBlank() ? null : value.trim();
        };
        String tokenFile = text.apply(oidcTokenFile());
        Password token = config.getPassword(securityToken());
        return new AuthOptions(
                this,
                infer(MODES.parse(config.getString(mode())), key -> text.apply(key) != null),
                text.apply(accessKeyId()),
                config.getPassword(accessKeySecret()),
                token == null || token.value().isEmpty() ? null : token,
                text.apply(roleArn()),
                config.getString(sessionName()),
                Duration.ofSeconds(config.getInt(sessionDuration())),
                text.apply(externalId()),
                Texts.uri(config.getString(stsEndpoint())),
                text.apply(oidcProviderArn()),
                tokenFile == null ? null : Path.of(tokenFile),
                text.apply(ramRoleName()),
                Texts.uri(config.getString(metadataEndpoint())));
    }

    /** The prefix. */
    @Override
    public String toString() {
        return prefix;
    }
}
