package dev.sluice.core.credentials;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The RAM role of the machine, from its
 * <a href="https://www.alibabacloud.com/help/en/ecs/user-guide/view-instance-metadata">metadata service</a>. A token is
 * asked for first, as machines in security hardening mode demand; a service that knows no tokens is asked without.
 */
final class MachineRole implements CredentialSource {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(5);
    private static final String ROLES = "/latest/meta-data/ram/security-credentials/";
    private static final String TOKEN = "/latest/api/token";
    private static final String TOKEN_HEADER = "X-aliyun-ecs-metadata-token";
    private static final String TOKEN_TTL_HEADER = "X-aliyun-ecs-metadata-token-ttl-seconds";
    /** For the two requests that follow. */
    private static final String TOKEN_TTL_SECONDS = "60";

    private final URI endpoint;
    private final @Nullable String role;
    private final HttpCaller http = new HttpCaller(CONNECT_TIMEOUT, READ_TIMEOUT, true);

    /** @param role null for the one that the machine has */
    MachineRole(URI endpoint, @Nullable String role) {
        this.endpoint = endpoint;
        this.role = role;
    }

    @Override
    public Credentials fetch() {
        Map<String, String> headers = token();
        String name = role == null ? roleOfMachine(headers) : role;
        HttpCaller.Answer answer = get(ROLES + URLEncoder.encode(name, StandardCharsets.UTF_8), headers);
        if (answer.status() == 404) {
            throw CredentialsException.refused("NoSuchRole", "this machine does not have the RAM role " + name, null);
        }
        check(answer);
        Map<String, String> fields = JsonFields.parse(answer.body());
        if (fields != null && !fields.getOrDefault("Code", "Success").equals("Success")) {
            throw CredentialsException.refused(
                    fields.getOrDefault("Code", "Unknown"),
                    "the metadata service has no credentials for the RAM role " + name,
                    null);
        }
        return StsClient.credentials(fields == null ? Map.of() : fields, "", "the metadata service");
    }

    private Map<String, String> token() {
        HttpCaller.Answer answer =
                http.send("PUT", endpoint.resolve(TOKEN), Map.of(TOKEN_TTL_HEADER, TOKEN_TTL_SECONDS), "");
        if (answer.status() == 404 || answer.status() == 405) {
            return Map.of();
        }
        check(answer);
        return Map.of(TOKEN_HEADER, answer.body().trim());
    }

    private String roleOfMachine(Map<String, String> headers) {
        HttpCaller.Answer answer = get(ROLES, headers);
        String names = answer.body().trim();
        if (answer.status() == 404 || (answer.status() == 200 && names.isEmpty())) {
            throw CredentialsException.refused("NoRole", "this machine has no RAM role", null);
        }
        check(answer);
        return names.lines().findFirst().orElseThrow().trim();
    }

    private HttpCaller.Answer get(String path, Map<String, String> headers) {
        return http.send("GET", endpoint.resolve(path), headers, null);
    }

    private static void check(HttpCaller.Answer answer) {
        int status = answer.status();
        if (status == 200) {
            return;
        }
        String message = "the metadata service answered with HTTP status " + status;
        throw status >= 500 || status == 429
                ? CredentialsException.passing("HttpStatus" + status, message, null)
                : CredentialsException.refused("HttpStatus" + status, message, null);
    }

    @Override
    public void close() {
        http.close();
    }
}
