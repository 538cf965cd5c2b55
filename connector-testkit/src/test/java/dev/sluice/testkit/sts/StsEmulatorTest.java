package dev.sluice.testkit.sts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The emulator itself, asked by hand as the protocol's documentation says. */
@Timeout(60)
class StsEmulatorTest {
    private static final String ROLE = "acs:ram::123456789012:role/writer";
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private volatile Instant now = START;
    private final StsEmulator sts = StsEmulator.builder()
            .role(ROLE)
            .machineRole("machine")
            .machineValidity(Duration.ofHours(1))
            .metadataTokensOnly()
            .clock(() -> now)
            .build();
    private final HttpClient http = HttpClient.newHttpClient();
    private int nonce;

    @BeforeEach
    void start() {
        sts.start();
    }

    @AfterEach
    void stop() {
        sts.close();
    }

    private Map<String, String> assumeRole(String... changes) {
        Map<String, String> parameters = new TreeMap<>(Map.of(
                "Action", "AssumeRole",
                "Version", "2015-04-01",
                "Format", "JSON",
                "Timestamp", now.toString(),
                "SignatureNonce", "nonce-" + nonce++,
                "SignatureMethod", "HMAC-SHA1",
                "SignatureVersion", "1.0",
                "AccessKeyId", "test-key-id",
                "RoleArn", ROLE,
                "RoleSessionName", "me"));
        for (int i = 0; i < changes.length; i += 2) {
            parameters.put(changes[i], changes[i + 1]);
        }
        return parameters;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    private HttpResponse<String> send(String method, Map<String, String> parameters, String secret) throws Exception {
        Map<String, String> all = new LinkedHashMap<>(parameters);
        String query = all.entrySet().stream()
                .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
                .collect(Collectors.joining("&"));
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec((secret + "&").getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
        String signature = Base64.getEncoder()
                .encodeToString(mac.doFinal((method + "&%2F&" + encode(query)).getBytes(StandardCharsets.UTF_8)));
        String form = query + "&Signature=" + encode(signature);
        HttpRequest.Builder request = method.equals("GET")
                ? HttpRequest.newBuilder(URI.create(sts.endpoint() + "/?" + form))
                        .GET()
                : HttpRequest.newBuilder(sts.endpoint().resolve("/")).POST(HttpRequest.BodyPublishers.ofString(form));
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> metadata(String method, String path, String header, String value)
            throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(sts.endpoint().resolve(path))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .header(header, value)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @ParameterizedTest
    @CsvSource({"GET", "POST"})
    void aSignedCallIsAnsweredWithCredentials(String method) throws Exception {
        HttpResponse<String> answer = send(method, assumeRole("RoleSessionName", "me@here"), "test-key-secret");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body())
                .contains(
                        "\"AccessKeyId\":\"STS.key-1\"",
                        "\"Expiration\":\"2026-01-01T01:00:00Z\"",
                        "acs:sts::123456789012:assumed-role/writer/me@here");
        assertThat(sts.find("STS.key-1")).isNotNull();
        assertThat(sts.issued()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "AccessKeyId, nobody, 404, InvalidAccessKeyId.NotFound",
        "RoleArn, acs:ram::1:role/other, 404, EntityNotExist.Role",
        "RoleSessionName, a b, 400, InvalidParameter.RoleSessionName",
        "DurationSeconds, 899, 400, InvalidParameter.DurationSeconds",
        "DurationSeconds, long, 400, InvalidParameter.DurationSeconds",
        "ExternalId, unasked, 403, NoPermission",
        "Timestamp, 2025-12-31T23:00:00Z, 400, InvalidTimeStamp.Expired",
        "Timestamp, yesterday, 400, InvalidTimeStamp.Format",
        "Action, GetCallerIdentity, 404, InvalidAction.NotFound",
        "Version, 2014, 404, InvalidVersion",
        "RoleArn, '', 400, MissingRoleArn",
    })
    void aWrongCallHasTheServicesCode(String parameter, String value, int status, String code) throws Exception {
        HttpResponse<String> answer = send("POST", assumeRole(parameter, value), "test-key-secret");

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).contains("\"Code\":\"" + code + "\"");
        assertThat(sts.calls().get(0).code()).isEqualTo(code);
        assertThat(sts.issued()).isZero();
    }

    @Test
    void aWrongSignatureIsRefusedAsTheServiceDoes() throws Exception {
        HttpResponse<String> answer = send("POST", assumeRole(), "wrong");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("SignatureDoesNotMatch", "server string to sign is:POST&%2F&");
    }

    @Test
    void aCallIsTakenOnce() throws Exception {
        Map<String, String> call = assumeRole();

        assertThat(send("POST", call, "test-key-secret").statusCode()).isEqualTo(200);
        assertThat(send("POST", call, "test-key-secret").body()).contains("SignatureNonceUsed");
    }

    @Test
    void whatWasIssuedMayAssumeRolesToo() throws Exception {
        SessionCredentials session = sts.issue(Duration.ofMinutes(15));
        String[] own = {"AccessKeyId", session.accessKeyId(), "SecurityToken", session.securityToken()};

        assertThat(send("POST", assumeRole(own), session.accessKeySecret()).statusCode())
                .isEqualTo(200);
        assertThat(send("POST", assumeRole("AccessKeyId", session.accessKeyId()), session.accessKeySecret())
                        .body())
                .contains("InvalidSecurityToken.MismatchWithAccessKey");
        now = session.expiration();
        assertThat(send("POST", assumeRole(own), session.accessKeySecret()).body())
                .contains("InvalidSecurityToken.Expired");
        assertThat(session.toString()).doesNotContain(session.accessKeySecret(), session.securityToken());
    }

    @Test
    void theMachineGivesTheSameCredentialsForHalfOfTheirTime() throws Exception {
        String token = metadata("PUT", "/latest/api/token", "X-aliyun-ecs-metadata-token-ttl-seconds", "21600")
                .body();
        String path = "/latest/meta-data/ram/security-credentials/machine";

        String first =
                metadata("GET", path, "X-aliyun-ecs-metadata-token", token).body();
        now = START.plus(Duration.ofMinutes(29));
        String same =
                metadata("GET", path, "X-aliyun-ecs-metadata-token", token).body();
        now = START.plus(Duration.ofMinutes(30));
        String next =
                metadata("GET", path, "X-aliyun-ecs-metadata-token", token).body();

        assertThat(first).contains("\"Code\":\"Success\"", "STS.key-1").isEqualTo(same);
        assertThat(next).contains("STS.key-2");
        now = START.plus(Duration.ofHours(6));
        assertThat(metadata("GET", path, "X-aliyun-ecs-metadata-token", token).statusCode())
                .as("the token has expired")
                .isEqualTo(403);
        assertThat(metadata("GET", path, "X-other", "x").statusCode()).isEqualTo(403);
        assertThat(metadata("PUT", "/latest/api/token", "X-aliyun-ecs-metadata-token-ttl-seconds", "21601")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void whatIsNeitherServiceIsNotFound() throws Exception {
        assertThat(metadata("GET", "/latest/meta-data/instance-id", "X-other", "x")
                        .statusCode())
                .isEqualTo(404);
        assertThat(sts.calls())
                .extracting("operation", "roleArn", "status", "code")
                .containsExactly(tuple("Unknown", "", 404, "Not Found"));
    }
}
