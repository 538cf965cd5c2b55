package dev.sluice.testkit.sts;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** The two actions of the Security Token Service that give out credentials of a role. Thread-safe. */
final class StsOperations {
    private static final Duration MAX_SKEW = Duration.ofMinutes(15);
    private static final Pattern SESSION_NAME = Pattern.compile("[a-zA-Z0-9.@_-]{2,64}");

    private final String accessKeyId;
    private final String accessKeySecret;
    /** Role to the external id it asks for, empty for none. */
    private final Map<String, String> roles;
    /** OIDC provider to the token it gave. */
    private final Map<String, String> providers;

    private final Sessions sessions;
    private final InstantSource clock;
    private final Set<String> nonces = ConcurrentHashMap.newKeySet();

    StsOperations(
            String accessKeyId,
            String accessKeySecret,
            Map<String, String> roles,
            Map<String, String> providers,
            Sessions sessions,
            InstantSource clock) {
        this.accessKeyId = accessKeyId;
        this.accessKeySecret = accessKeySecret;
        this.roles = Map.copyOf(roles);
        this.providers = Map.copyOf(providers);
        this.sessions = sessions;
        this.clock = clock;
    }

    SessionCredentials answer(RpcRequest request) throws StsError {
        if (!request.needed("Version").equals("2015-04-01")) {
            throw new StsError(404, "InvalidVersion", "Specified parameter Version is not valid.");
        }
        return switch (request.needed("Action")) {
            case "AssumeRole" -> assumeRole(request);
            case "AssumeRoleWithOIDC" -> assumeRoleWithOidc(request);
            default -> throw new StsError(404, "InvalidAction.NotFound", "Specified api is not found.");
        };
    }

    private SessionCredentials assumeRole(RpcRequest request) throws StsError {
        authenticate(request);
        String role = role(request);
        String externalId = roles.getOrDefault(role, "");
        if (!externalId.equals(request.parameter("ExternalId"))) {
            throw new StsError(
                    403, "NoPermission", "You are not authorized to do this action. You should be authorized by RAM.");
        }
        return sessions.issue(duration(request));
    }

    private SessionCredentials assumeRoleWithOidc(RpcRequest request) throws StsError {
        checkTime(request);
        String role = role(request);
        String token = providers.get(request.needed("OIDCProviderArn"));
        if (token == null) {
            throw new StsError(404, "EntityNotExist.OIDCProvider", "The specified OIDC Provider does not exist.");
        }
        if (!token.equals(request.needed("OIDCToken"))) {
            throw new StsError(400, "AuthenticationFail.OIDCToken.Invalid", "This OIDC Token is invalid.");
        }
        if (!roles.containsKey(role)) {
            throw new StsError(
                    403, "AuthenticationFail.NoPermission", "This operation is forbidden by permission system.");
        }
        return sessions.issue(duration(request));
    }

    private String role(RpcRequest request) throws StsError {
        String name = request.needed("RoleSessionName");
        if (!SESSION_NAME.matcher(name).matches()) {
            throw new StsError(
                    400, "InvalidParameter.RoleSessionName", "The parameter RoleSessionName is wrongly formed.");
        }
        String role = request.needed("RoleArn");
        if (!roles.containsKey(role)) {
            throw new StsError(404, "EntityNotExist.Role", "The role not exists: " + role + ".");
        }
        return role;
    }

    private static Duration duration(RpcRequest request) throws StsError {
        String text = request.parameter("DurationSeconds");
        try {
            int seconds = text.isEmpty() ? 3600 : Integer.parseInt(text);
            if (seconds >= 900 && seconds <= 43_200) {
                return Duration.ofSeconds(seconds);
            }
        } catch (NumberFormatException e) {
            // The same answer as to a number that is out of range.
        }
        throw new StsError(
                400, "InvalidParameter.DurationSeconds", "The Min/Max value of DurationSeconds is 15min/12hr.");
    }

    private void authenticate(RpcRequest request) throws StsError {
        String id = request.needed("AccessKeyId");
        checkTime(request);
        String secret = secret(id, request);
        if (!request.needed("SignatureMethod").equals("HMAC-SHA1") || !request.isSignedWith(secret)) {
            // The service repeats what was signed, parameters and all.
            throw new StsError(
                    400,
                    "SignatureDoesNotMatch",
                    "Specified signature is not matched with our calculation. server string to sign is:"
                            + request.stringToSign());
        }
    }

    private String secret(String id, RpcRequest request) throws StsError {
        if (id.equals(accessKeyId)) {
            return accessKeySecret;
        }
        SessionCredentials session = sessions.find(id);
        if (session == null) {
            throw new StsError(404, "InvalidAccessKeyId.NotFound", "Specified access key is not found.");
        }
        if (!session.securityToken().equals(request.parameter("SecurityToken"))) {
            throw new StsError(400, "InvalidSecurityToken.MismatchWithAccessKey", "Specified SecurityToken mismatch.");
        }
        if (!clock.instant().isBefore(session.expiration())) {
            throw StsError.expired(false);
        }
        return session.accessKeySecret();
    }

    private void checkTime(RpcRequest request) throws StsError {
        try {
            Instant sent = Instant.parse(request.needed("Timestamp"));
            if (Duration.between(sent, clock.instant()).abs().compareTo(MAX_SKEW) > 0) {
                throw new StsError(400, "InvalidTimeStamp.Expired", "Specified time stamp or date value is expired.");
            }
        } catch (DateTimeException e) {
            throw new StsError(
                    400, "InvalidTimeStamp.Format", "Specified time stamp or date value is not well formatted.");
        }
        if (!nonces.add(request.needed("SignatureNonce"))) {
            throw new StsError(400, "SignatureNonceUsed", "Specified signature nonce was used already.");
        }
    }
}
