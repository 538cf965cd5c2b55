package dev.sluice.core.credentials;

import dev.sluice.core.config.Choice;
import dev.sluice.core.credentials.AssumedRole.Role;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * Who a sink is, as its config says. Immutable; its {@code toString} holds no secret.
 *
 * @param keys what the options are called, for messages
 * @param mode never {@link AuthMode#AUTO}: that was decided when the config was read
 * @param accessKeyId null when none is given, as for every other option that may be left out
 * @param accessKeySecret of that key, or null
 * @param securityToken of the access key, when that is temporary; null otherwise
 * @param roleArn of the role to assume, or null
 * @param sessionName of the role's session
 * @param sessionDuration how long a role's credentials are asked for
 * @param externalId that the role asks for, or null
 * @param stsEndpoint with its scheme
 * @param oidcProviderArn null when the worker's variable says it
 * @param oidcTokenFile null when the worker's variable says it
 * @param ramRoleName null when the machine is to be asked
 * @param metadataEndpoint with its scheme
 */
public record AuthOptions(
        AuthKeys keys,
        AuthMode mode,
        @Nullable String accessKeyId,
        @Nullable Password accessKeySecret,
        @Nullable Password securityToken,
        @Nullable String roleArn,
        String sessionName,
        Duration sessionDuration,
        @Nullable String externalId,
        URI stsEndpoint,
        @Nullable String oidcProviderArn,
        @Nullable Path oidcTokenFile,
        @Nullable String ramRoleName,
        URI metadataEndpoint) {
    private static final Duration FIRST_WAIT = Duration.ofSeconds(10);

    /**
     * A provider of these credentials, for a task that starts: waits at most ten seconds until the first are there. An
     * outage of what gives them does not stop the task; the first requests then fail as transient and are repeated. The
     * caller closes it.
     *
     * @param clock what expiry is compared with
     * @param task names the provider's thread
     * @return with credentials, unless what gives them cannot be had for the moment
     * @throws ConnectException when credentials are refused, or what the mode needs is not there, with what to do
     */
    public CredentialsProvider start(InstantSource clock, String task) {
        CredentialsProvider provider = open(clock, task);
        try {
            provider.awaitFirst(FIRST_WAIT);
            return provider;
        } catch (CredentialsException e) {
            provider.close();
            throw new ConnectException(
                    "Cannot get credentials by " + keys.mode() + "=" + name(mode) + ": "
                            + e.failure().describe(),
                    e);
        }
    }

    /**
     * A provider of these credentials; sends nothing yet. The caller closes it.
     *
     * @param clock what expiry is compared with
     * @param task names the provider's thread
     * @return without credentials, unless they are an access key that lasts
     * @throws ConnectException when what the mode needs is not there, with what to set
     */
    public CredentialsProvider open(InstantSource clock, String task) {
        return open(clock, task, System.getenv());
    }

    /**
     * The same, with these variables in place of the environment of the process.
     *
     * @param clock what expiry is compared with
     * @param task names the provider's thread
     * @param environment variables by name, read now
     * @return without credentials, unless they are an access key that lasts
     * @throws ConnectException when what the mode needs is not there, with what to set
     */
    public CredentialsProvider open(InstantSource clock, String task, Map<String, String> environment) {
        CredentialSource source = source(clock, new Environment(environment));
        return source instanceof FixedCredentials fixed ? fixed : new RefreshingCredentials(source, clock, task);
    }

    private CredentialSource source(InstantSource clock, Environment environment) {
        return switch (mode) {
            case STATIC, AUTO -> accessKey();
            case STS ->
                new AssumedRole(
                        accessKeyId == null ? chain(clock, environment) : accessKey(),
                        new StsClient(stsEndpoint, clock),
                        new Role(needed(roleArn, keys.roleArn(), null), sessionName, sessionDuration),
                        externalId);
            case ECS_RAM_ROLE -> new MachineRole(metadataEndpoint, ramRoleName);
            case OIDC -> oidc(clock, environment);
            case ENVIRONMENT -> environmentKey(environment);
            case DEFAULT -> chain(clock, environment);
        };
    }

    private FixedCredentials accessKey() {
        return new FixedCredentials(new Credentials(
                needed(accessKeyId, keys.accessKeyId(), null),
                needed(accessKeySecret == null ? null : accessKeySecret.value(), keys.accessKeySecret(), null),
                securityToken == null ? null : securityToken.value(),
                null));
    }

    private FixedCredentials environmentKey(Environment environment) {
        Credentials found = environment.accessKey();
        if (found == null) {
            throw new ConnectException(keys.mode() + "=environment needs the variables " + Environment.ACCESS_KEY_ID
                    + " and " + Environment.ACCESS_KEY_SECRET
                    + " in the worker's environment; set them and restart the worker, or choose another "
                    + keys.mode());
        }
        return new FixedCredentials(found);
    }

    private OidcRole oidc(InstantSource clock, Environment environment) {
        String file = oidcTokenFile == null ? environment.get(Environment.OIDC_TOKEN_FILE) : oidcTokenFile.toString();
        String role = roleArn == null ? environment.get(Environment.ROLE_ARN) : roleArn;
        String provider = oidcProviderArn == null ? environment.get(Environment.OIDC_PROVIDER_ARN) : oidcProviderArn;
        return new OidcRole(
                new StsClient(stsEndpoint, clock),
                new Role(needed(role, keys.roleArn(), Environment.ROLE_ARN), sessionName, sessionDuration),
                needed(provider, keys.oidcProviderArn(), Environment.OIDC_PROVIDER_ARN),
                Path.of(needed(file, keys.oidcTokenFile(), Environment.OIDC_TOKEN_FILE)));
    }

    private CredentialSource chain(InstantSource clock, Environment environment) {
        Credentials key = environment.accessKey();
        if (key != null) {
            return new FixedCredentials(key);
        }
        boolean disabled = "true".equalsIgnoreCase(environment.get(Environment.ECS_METADATA_DISABLED));
        return new DefaultChain(Arrays.asList(
                oidcByVariables(clock, environment),
                disabled ? null : new MachineRole(metadataEndpoint, environment.get(Environment.ECS_METADATA))));
    }

    private @Nullable CredentialSource oidcByVariables(InstantSource clock, Environment environment) {
        String role = environment.get(Environment.ROLE_ARN);
        String provider = environment.get(Environment.OIDC_PROVIDER_ARN);
        String file = environment.get(Environment.OIDC_TOKEN_FILE);
        if (role == null || provider == null || file == null) {
            return null;
        }
        String session = environment.get(Environment.ROLE_SESSION_NAME);
        return new OidcRole(
                new StsClient(stsEndpoint, clock),
                new Role(role, session == null ? sessionName : session, sessionDuration),
                provider,
                Path.of(file));
    }

    private static String name(AuthMode mode) {
        return Choice.nameOf(mode);
    }

    private String needed(@Nullable String value, String key, @Nullable String variable) {
        if (value == null) {
            throw new ConnectException(keys.mode() + "=" + name(mode) + " needs " + key
                    + (variable == null ? "" : ", or the variable " + variable + " in the worker's environment"));
        }
        return value;
    }

    /** Without what is secret. */
    @Override
    public String toString() {
        return "AuthOptions[" + keys + ", " + mode + "]";
    }
}
