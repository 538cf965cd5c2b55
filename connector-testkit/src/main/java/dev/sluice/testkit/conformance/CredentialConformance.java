package dev.sluice.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.testkit.fault.Fault;
import dev.sluice.testkit.harness.ManualClock;
import dev.sluice.testkit.harness.SinkTaskHarness;
import dev.sluice.testkit.sts.StsCall;
import dev.sluice.testkit.sts.StsEmulator;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A whole sink with a role that it assumes, while time passes and credentials expire. What a sink has to pass that takes
 * the core's credentials and signs its calls with them; a subclass only opens the sink.
 */
@Timeout(180)
public abstract class CredentialConformance {
    private static final TopicPartition P0 = new TopicPartition("test", 0);
    private static final String ROLE = "acs:ram::123456789012:role/writer";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Requests carry the client's date, which a service compares with its own: all happens within 15 minutes of it. */
    private static final Duration BEFORE_NOW = Duration.ofMinutes(12);

    private final Instant start;
    private final ManualClock clock;
    /** Issues sessions of the role, to one user's key. */
    private final StsEmulator sts;
    /** Issues what a machine with a role gets. */
    private final StsEmulator machine;

    private @Nullable Opened opened;
    private int produced;

    private record Opened(SigningSink sink, SinkTaskHarness harness) {}

    /**
     * The cases for one sink.
     *
     * @param clientTime what the sink's client library dates its requests by: {@link InstantSource#system()} for one
     *     that cannot be told
     */
    protected CredentialConformance(InstantSource clientTime) {
        start = clientTime.instant().minus(BEFORE_NOW);
        clock = new ManualClock(start);
        sts = StsEmulator.builder()
                .accessKey("sts-id", "sts-secret")
                .role(ROLE)
                .clock(clock)
                .build();
        machine = StsEmulator.builder()
                .machineRole("machine")
                .metadataTokensOnly()
                .clock(clock)
                .build();
    }

    /**
     * A new sink and its emulator, which lets in, beside its lasting key, what this service issues.
     *
     * @param sts not started yet
     * @param clock what the emulator has to take for the time
     * @return with an empty destination that runs; the kit closes it
     */
    protected abstract SigningSink open(StsEmulator sts, InstantSource clock);

    @AfterEach
    void close() {
        if (opened != null) {
            opened.harness.close();
            opened.sink.close();
        }
        sts.close();
        machine.close();
        assertThat(Thread.getAllStackTraces().keySet())
                .as("threads that outlive the task")
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("sluice-"));
    }

    private Opened openWith(StsEmulator issuer) {
        issuer.start();
        SigningSink sink = open(issuer, clock);
        opened = new Opened(sink, SinkTaskHarness.of(sink.definition(), clock));
        return opened;
    }

    private static Map<String, String> config(SigningSink sink, Map<String, String> authOptions) {
        Map<String, String> config = new HashMap<>(sink.config());
        config.putAll(Map.of("name", "credentials", "topics", P0.topic(), "retry.backoff.ms", "1"));
        config.putAll(Map.of("retry.backoff.max.ms", "10", "drain.timeout.ms", "50"));
        authOptions.forEach((option, value) -> config.put(sink.prefix() + option, value));
        return config;
    }

    private Map<String, String> assumesTheRole(SigningSink sink) {
        return config(
                sink,
                Map.of(
                        "access.key.id", "sts-id",
                        "access.key.secret", "sts-secret",
                        "auth.role.arn", ROLE,
                        "auth.role.session.duration.seconds", "900",
                        "auth.sts.endpoint", sts.endpoint().toString()));
    }

    private static void start(Opened sink, Map<String, String> config) {
        sink.harness.start(config);
        sink.harness.assign(P0);
    }

    private void write(Opened sink) {
        Payload payload = sink.sink.payload(produced++);
        sink.harness.produce(P0, payload.keySchema(), payload.key(), payload.valueSchema(), payload.value());
        sink.harness.poll();
        await(sink, () -> {
            sink.harness.commit();
            return sink.harness.committed(P0) == produced;
        });
    }

    /** A record a second; and when a machine is so slow that minutes would pass, as fast as it goes. */
    private void writeUntil(Opened sink, BooleanSupplier condition) {
        for (int seconds = 0; !condition.getAsBoolean(); seconds++) {
            clock.advance(seconds < 60 ? Duration.ofSeconds(1) : Duration.ZERO);
            write(sink);
        }
    }

    private static void await(Opened sink, BooleanSupplier condition) {
        sink.harness.pollUntil(condition, PATIENCE);
    }

    /** Lets it be this long after the start; the clock moves by itself too while something is waited for. */
    private void at(String afterStart) {
        Duration left = Duration.between(clock.instant(), start.plus(Duration.parse(afterStart)));
        clock.advance(left.isNegative() ? Duration.ZERO : left);
    }

    @Test
    void aRoleIsAssumedAgainInMidStreamAndAnOutageInBetweenDoesNotShow() {
        Opened sink = openWith(sts);
        start(sink, assumesTheRole(sink.sink));
        write(sink);
        assertThat(sts.issued()).isEqualTo(1);

        at("PT10M1S");
        write(sink);
        await(sink, () -> sts.issued() == 2);
        at("PT15M30S");
        write(sink);
        assertThat(sts.issued()).as("the first have expired").isEqualTo(2);

        sts.stop();
        at("PT20M30S");
        write(sink);
        sts.start();
        sts.faults().inject(new Fault.ServiceError(503, "ServiceUnavailable"), "AssumeRole", 1);
        at("PT21M");
        writeUntil(sink, () -> sts.calls().stream().anyMatch(call -> call.status() == 503));
        writeUntil(sink, () -> sts.issued() == 3);
        at("PT26M");
        write(sink);
        sink.harness.stop();

        assertThat(sink.sink.stored()).isEqualTo(produced);
        assertThat(sink.sink.statuses()).doesNotContain(403);
    }

    @Test
    void aTaskThatWasSilentForLongGetsNewOnesAndRepeatsItsFirstRequest() {
        Opened sink = openWith(sts);
        start(sink, assumesTheRole(sink.sink));
        write(sink);
        at("PT16M");
        write(sink);
        sink.harness.stop();

        assertThat(sts.issued()).isEqualTo(2);
        assertThat(sink.sink.stored()).isEqualTo(2);
        assertThat(sink.sink.statuses()).doesNotContain(403);
    }

    @Test
    void anOutageAtTheStartDoesNotStopTheTask() {
        Opened sink = openWith(sts);
        Map<String, String> config = assumesTheRole(sink.sink);
        sts.stop();
        start(sink, config);
        sink.harness.poll();
        sts.start();
        at("PT1M");
        write(sink);
        sink.harness.stop();

        assertThat(sink.sink.stored()).isEqualTo(1);
    }

    @Test
    void aRefusalStopsTheTaskAtItsStartWithTheServicesCode() {
        Opened sink = openWith(sts);
        Map<String, String> config = assumesTheRole(sink.sink);
        config.put(sink.sink.prefix() + "access.key.secret", "wrong-of-value");

        assertThatThrownBy(() -> sink.harness.start(config))
                .isInstanceOf(ConnectException.class)
                .hasMessageContainingAll("SignatureDoesNotMatch", sink.sink.prefix() + "auth.mode")
                .hasMessageNotContaining("of-value");
    }

    @Test
    void theTaskRunsWithTheRoleOfItsMachine() {
        Opened sink = openWith(machine);
        start(
                sink,
                config(
                        sink.sink,
                        Map.of(
                                "auth.mode",
                                "ecs_ram_role",
                                "auth.metadata.endpoint",
                                machine.endpoint().toString())));
        write(sink);
        sink.harness.stop();

        assertThat(sink.sink.stored()).isEqualTo(1);
        assertThat(machine.calls())
                .extracting(StsCall::operation)
                .containsExactly("MetadataToken", "MetadataRoles", "MetadataCredentials");
    }
}
