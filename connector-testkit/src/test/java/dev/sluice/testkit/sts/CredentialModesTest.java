package dev.sluice.testkit.sts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.core.credentials.AuthKeys;
import dev.sluice.core.credentials.Credentials;
import dev.sluice.core.credentials.CredentialsException;
import dev.sluice.core.credentials.CredentialsProvider;
import dev.sluice.core.failure.Failure;
import dev.sluice.core.failure.FailureKind;
import dev.sluice.testkit.fault.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every way to get temporary credentials, over HTTP, as a sink's config asks for it. */
@Timeout(60)
class CredentialModesTest {
    private static final AuthKeys KEYS = new AuthKeys("x.", "may write");
    private static final String ROLE = "acs:ram::123456789012:role/writer";
    private static final String STRICT_ROLE = "acs:ram::123456789012:role/strict";
    private static final String PROVIDER = "acs:ram::123456789012:oidc-provider/ack";
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private volatile Instant now = START;
    private final StsEmulator sts = emulator().build();
    private final Set<Thread> before = Thread.getAllStackTraces().keySet();

    private StsEmulator.Builder emulator() {
        return StsEmulator.builder()
                .accessKey("an-id", "a-secret")
                .role(ROLE)
                .role(STRICT_ROLE, "their-id")
                .oidcProvider(PROVIDER, "an-oidc-token")
                .machineRole("machine")
                .clock(() -> now);
    }

    @BeforeEach
    void start() {
        sts.start();
    }

    @AfterEach
    void stop() {
        sts.close();
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> !before.contains(thread))
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("sluice-credentials") || name.startsWith("Keep-Alive"));
    }

    private static Map<String, String> config(StsEmulator at, String... keysAndValues) {
        Map<String, String> config = new HashMap<>();
        config.put("x.auth.sts.endpoint", at.endpoint().toString());
        config.put("x.auth.metadata.endpoint", at.endpoint().toString());
        for (int i = 0; i < keysAndValues.length; i += 2) {
            config.put("x." + keysAndValues[i], keysAndValues[i + 1]);
        }
        return config;
    }

    private CredentialsProvider open(Map<String, String> config, Map<String, String> environment) {
        return KEYS.read(new AbstractConfig(KEYS.define(new ConfigDef()), config, false))
                .open(() -> now, "x-0", environment);
    }

    private CredentialsProvider sts(String... keysAndValues) {
        Map<String, String> config =
                config(sts, "access.key.id", "an-id", "access.key.secret", "a-secret", "auth.role.arn", ROLE);
        for (int i = 0; i < keysAndValues.length; i += 2) {
            config.put("x." + keysAndValues[i], keysAndValues[i + 1]);
        }
        return open(config, Map.of());
    }

    private static Credentials first(CredentialsProvider provider) {
        provider.awaitFirst(PATIENCE);
        return provider.get();
    }

    private static Failure refusal(CredentialsProvider provider) {
        return catchThrowableOfType(CredentialsException.class, () -> first(provider))
                .failure();
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    void aRoleIsAssumedWithAnAccessKey() {
        try (CredentialsProvider provider = sts("auth.role.session.duration.seconds", "1800")) {
            assertThat(first(provider))
                    .isEqualTo(new Credentials(
                            "STS.key-1", "session-secret-1", "session-token-1", START.plusSeconds(1800)));
        }
        assertThat(sts.calls())
                .extracting("operation", "roleArn", "status", "code")
                .containsExactly(tuple("AssumeRole", ROLE, 200, ""));
    }

    @Test
    void anExternalIdIsToldToTheRoleThatAsksForIt() {
        try (CredentialsProvider with = sts("auth.role.arn", STRICT_ROLE, "auth.external.id", "their-id");
                CredentialsProvider without = sts("auth.role.arn", STRICT_ROLE)) {
            assertThat(first(with).accessKeyId()).isEqualTo("STS.key-1");
            assertThat(refusal(without))
                    .returns(FailureKind.FATAL, Failure::kind)
                    .returns("NoPermission", Failure::code);
        }
    }

    @Test
    void aRoleIsAssumedWithTheMachinesRoleWhenThereIsNoKey() {
        try (CredentialsProvider provider = open(config(sts, "auth.role.arn", ROLE), Map.of())) {
            assertThat(first(provider).accessKeyId()).isEqualTo("STS.key-2");
        }
        assertThat(sts.calls())
                .extracting(StsCall::operation)
                .containsExactly("MetadataToken", "MetadataRoles", "MetadataCredentials", "AssumeRole");
    }

    @Test
    void theMachinesRoleNeedsNoKeyAtAll() {
        try (CredentialsProvider provider = open(config(sts, "auth.mode", "ecs_ram_role"), Map.of())) {
            assertThat(first(provider))
                    .isEqualTo(new Credentials(
                            "STS.key-1", "session-secret-1", "session-token-1", START.plusSeconds(6 * 3600)));
        }
    }

    @Test
    void aMachineInSecurityHardeningModeIsAskedWithAToken() {
        try (StsEmulator hardened = emulator().metadataTokensOnly().build()) {
            hardened.start();
            try (CredentialsProvider provider = open(config(hardened, "auth.ram.role.name", "machine"), Map.of())) {
                assertThat(first(provider).accessKeyId()).isEqualTo("STS.key-1");
            }
            assertThat(hardened.calls())
                    .extracting("operation", "roleArn", "status")
                    .containsExactly(tuple("MetadataToken", "", 200), tuple("MetadataCredentials", "machine", 200));
        }
    }

    @Test
    void aMachineThatKnowsNoTokensIsAskedWithoutOne() {
        sts.faults().inject(new Fault.ServiceError(404, "Not Found"), "MetadataToken", 1);
        try (CredentialsProvider provider = open(config(sts, "auth.mode", "ecs_ram_role"), Map.of())) {
            assertThat(first(provider).accessKeyId()).isEqualTo("STS.key-1");
        }
    }

    @Test
    void aMachineWithoutTheRoleIsARefusal() {
        try (CredentialsProvider provider = open(config(sts, "auth.ram.role.name", "other"), Map.of())) {
            assertThat(refusal(provider))
                    .returns(FailureKind.FATAL, Failure::kind)
                    .satisfies(failure -> assertThat(failure.message()).contains("other"));
        }
        try (StsEmulator bare = StsEmulator.builder().clock(() -> now).build()) {
            bare.start();
            try (CredentialsProvider provider = open(config(bare, "auth.mode", "ecs_ram_role"), Map.of())) {
                assertThat(refusal(provider)).returns("NoRole", Failure::code);
            }
        }
    }

    @Test
    void anOidcTokenIsReadAgainForEachRenewal(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "an-oidc-token\n");
        try (CredentialsProvider provider = open(
                config(
                        sts,
                        "auth.role.arn",
                        ROLE,
                        "auth.oidc.provider.arn",
                        PROVIDER,
                        "auth.oidc.token.file",
                        file.toString()),
                Map.of())) {
            assertThat(first(provider).accessKeyId()).isEqualTo("STS.key-1");
            Files.writeString(file, "expired-token-of-value");
            now = now.plus(Duration.ofMinutes(51));

            assertThat(provider.get().accessKeyId()).isEqualTo("STS.key-1");
            await(() -> sts.calls().size() == 2);

            assertThat(sts.calls().get(1).code()).isEqualTo("AuthenticationFail.OIDCToken.Invalid");
            assertThat(provider.get().accessKeyId()).as("the old ones serve on").isEqualTo("STS.key-1");
        }
    }

    @Test
    void theVariablesOfAPodAreEnoughForOidc(@TempDir Path folder) throws IOException {
        Map<String, String> variables = Map.of(
                "ALIBABA_CLOUD_ROLE_ARN", ROLE,
                "ALIBABA_CLOUD_OIDC_PROVIDER_ARN", PROVIDER,
                "ALIBABA_CLOUD_OIDC_TOKEN_FILE",
                        Files.writeString(folder.resolve("token"), "an-oidc-token")
                                .toString());
        for (String mode : new String[] {"oidc", "default"}) {
            try (CredentialsProvider provider = open(config(sts, "auth.mode", mode), variables)) {
                assertThat(first(provider).accessKeyId()).startsWith("STS.key-");
            }
        }
        assertThat(sts.calls()).extracting(StsCall::operation).containsOnly("AssumeRoleWithOIDC");
    }

    @Test
    void aMissingTokenFileIsARefusal(@TempDir Path folder) {
        try (CredentialsProvider provider = open(
                config(
                        sts,
                        "auth.role.arn",
                        ROLE,
                        "auth.oidc.provider.arn",
                        PROVIDER,
                        "auth.oidc.token.file",
                        folder.resolve("none").toString()),
                Map.of())) {
            assertThat(refusal(provider)).returns(FailureKind.FATAL, Failure::kind);
        }
    }

    @Test
    void theDefaultChainEndsAtTheMachinesRole() {
        try (CredentialsProvider provider =
                open(config(sts, "auth.mode", "default"), Map.of("ALIBABA_CLOUD_ECS_METADATA", "machine"))) {
            assertThat(first(provider).accessKeyId()).isEqualTo("STS.key-1");
        }
        assertThat(sts.calls()).extracting(StsCall::operation).containsExactly("MetadataToken", "MetadataCredentials");
    }

    @Test
    void aWrongSecretIsARefusalThatRepeatsNothingOfTheRequest() {
        try (CredentialsProvider provider = sts(
                "access.key.secret", "wrong-secret-of-value",
                "auth.external.id", "external-id-of-value")) {
            Failure failure = refusal(provider);

            assertThat(failure.kind()).isEqualTo(FailureKind.FATAL);
            assertThat(failure.code()).isEqualTo("SignatureDoesNotMatch");
            assertThat(failure.describe()).doesNotContain("of-value", "SignatureNonce");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400, Throttling.User, TRANSIENT",
        "500, InternalError, TRANSIENT",
        "503, ServiceUnavailable, TRANSIENT",
        "400, SignatureNonceUsed, TRANSIENT",
        "403, NoPermission, FATAL",
        "404, EntityNotExist.Role, FATAL",
        "404, InvalidAccessKeyId.NotFound, FATAL",
        "400, SomethingNew, FATAL",
    })
    void aRefusalHasTheServicesCode(int status, String code, FailureKind kind) {
        sts.faults().inject(new Fault.ServiceError(status, code), "AssumeRole", 1);
        try (CredentialsProvider provider = sts()) {
            assertThat(refusal(provider)).returns(kind, Failure::kind).returns(code, Failure::code);
        }
    }

    @Test
    void aServiceThatCannotBeReachedIsAskedAgain() {
        sts.stop();
        try (CredentialsProvider provider = sts()) {
            assertThat(refusal(provider)).returns(FailureKind.TRANSIENT, Failure::kind);
            sts.start();
            sts.faults().inject(new Fault.DropConnection(), "AssumeRole", 1);

            now = now.plusSeconds(1);
            assertThat(refusal(provider)).returns(FailureKind.TRANSIENT, Failure::kind);
            await(() -> sts.calls().size() == 1);
            now = now.plusSeconds(15);
            await(() -> {
                try {
                    return provider.get().accessKeyId().equals("STS.key-1");
                } catch (CredentialsException e) {
                    now = now.plusSeconds(1);
                    return false;
                }
            });
        }
    }

    @Test
    void closingDoesNotWaitForAServiceThatIsSilent() {
        sts.faults().inject(new Fault.Delay(Duration.ofSeconds(8)), "AssumeRole", 1);
        CredentialsProvider provider = sts();
        assertThat(catchThrowableOfType(CredentialsException.class, provider::get)
                        .failure()
                        .code())
                .isEqualTo("CredentialsPending");
        await(() -> sts.faults().remaining() == 0);

        provider.close();
    }
}
