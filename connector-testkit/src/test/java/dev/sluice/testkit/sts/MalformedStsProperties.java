package dev.sluice.testkit.sts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.internal.HttpCall;
import dev.sluice.testkit.internal.HttpHeader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** Forms and addresses that make no sense. */
class MalformedStsProperties {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final Sessions sessions = new Sessions(() -> NOW);
    private final StsFrontDoor door = new StsFrontDoor(
            new StsOperations("id", "secret", Map.of("role", ""), Map.of("provider", "token"), sessions, () -> NOW),
            new Metadata("machine", false, Duration.ofHours(1), sessions, () -> NOW));

    @Property(tries = 2_000)
    void aRequestIsNeverAFailureOfTheServer(
            @ForAll("targets") String target, @ForAll("forms") String form, @ForAll("tokens") String token)
            throws IOException {
        int status = send("POST", target, form, token);
        assertThat(status).isBetween(200, 499);
        assertThat(send("GET", "/latest/meta-data/ram/security-credentials/machine", "", null))
                .as("a good request afterwards")
                .isEqualTo(200);
    }

    private int send(String method, String target, String form, @Nullable String token) throws IOException {
        List<HttpHeader> headers = token == null
                ? List.of()
                : List.of(
                        new HttpHeader("X-aliyun-ecs-metadata-token", token),
                        new HttpHeader("X-aliyun-ecs-metadata-token-ttl-seconds", token));
        byte[] body = form.getBytes(StandardCharsets.UTF_8);
        return door.read(new HttpCall(method, target, headers, new ByteArrayInputStream(body)))
                .answer(null)
                .reply()
                .status();
    }

    @Provide
    Arbitrary<String> tokens() {
        return Arbitraries.of("", "-1", "60", "99999", "999999999999", "metadata-token-1", "x\u00e9");
    }

    @Provide
    Arbitrary<String> targets() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                        "/",
                        "/?%",
                        "/?Action=AssumeRole",
                        "/latest/api/token",
                        "/latest/meta-data/ram/security-credentials/",
                        "/latest/meta-data/ram/security-credentials/%zz",
                        ""),
                forms().map(form -> "/?" + form));
    }

    @Provide
    Arbitrary<String> forms() {
        Arbitrary<String> name = Arbitraries.of(
                "Action",
                "Version",
                "Timestamp",
                "SignatureNonce",
                "SignatureMethod",
                "AccessKeyId",
                "SecurityToken",
                "Signature",
                "RoleArn",
                "RoleSessionName",
                "DurationSeconds",
                "ExternalId",
                "OIDCProviderArn",
                "OIDCToken",
                "Policy",
                "%zz");
        Arbitrary<String> value = Arbitraries.oneOf(
                Arbitraries.of(
                        "AssumeRole",
                        "AssumeRoleWithOIDC",
                        "2015-04-01",
                        "2026-01-01T00:00:00Z",
                        "+1000000000-12-31T23:59:59.999999999Z",
                        "-1000000000-01-01T00:00:00Z",
                        "HMAC-SHA1",
                        "id",
                        "role",
                        "me",
                        "900",
                        "99999999999",
                        "provider",
                        "token",
                        "%00%0d%0a",
                        "%f0%9f",
                        "%",
                        ""),
                Arbitraries.strings().ofMaxLength(20));
        return Combinators.combine(name, value)
                .as((n, v) -> n + "=" + v)
                .list()
                .ofMaxSize(12)
                .map(all -> String.join("&", all));
    }
}
