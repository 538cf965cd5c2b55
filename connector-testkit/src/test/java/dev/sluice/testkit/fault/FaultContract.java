package dev.sluice.testkit.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.testkit.Emulator;
import dev.sluice.testkit.internal.WaitingRoom;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What faults mean, the same for every emulator. */
@Timeout(60)
abstract class FaultContract {
    private static final Duration LONG = Duration.ofHours(1);

    abstract Emulator<?> emulator();

    /** The operation of {@link #call}; its answer has content. */
    abstract String operation();

    /** One call with an effect, without repetition; throws when it is refused or not answered. */
    abstract void call() throws Exception;

    /** How many calls have had their effect. */
    abstract int effects() throws Exception;

    /** The service's code in what {@link #call} threw. */
    abstract String codeOf(Throwable refusal);

    abstract String throttleCode();

    abstract String expiredCode();

    @BeforeEach
    final void start() {
        emulator().start();
    }

    @AfterEach
    final void stop() {
        emulator().close();
    }

    private void plan(Fault fault) {
        emulator().faults().inject(fault, operation(), 1);
    }

    private RecordedCall recorded() {
        return emulator().calls().stream()
                .filter(call -> call.operation().equals(operation()))
                .findFirst()
                .orElseThrow();
    }

    private CompletableFuture<Void> callElsewhere() {
        return CompletableFuture.runAsync(() -> {
            try {
                call();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static Throwable failure(Callable<Void> call) {
        try {
            call.call();
        } catch (Exception e) {
            return e;
        }
        throw new AssertionError("expected a failure");
    }

    private void refusedWith(String code) throws Exception {
        Throwable refusal = failure(() -> {
            call();
            return null;
        });
        assertThat(codeOf(refusal)).isEqualTo(code);
        assertThat(effects()).isZero();
        assertThat(recorded().code()).isEqualTo(code);
        assertThat(recorded().status()).isGreaterThanOrEqualTo(400);
        call();
        assertThat(effects()).as("the next call is healthy").isEqualTo(1);
    }

    @Test
    void withoutFaultsTheCallIsAnswered() throws Exception {
        call();
        assertThat(effects()).isEqualTo(1);
        assertThat(recorded().fault()).isNull();
        assertThat(recorded().status()).isEqualTo(200);
        assertThat(recorded().code()).isEmpty();
        assertThat(recorded().requestId()).isNotEmpty();
        assertThat(recorded().duration()).isPositive().isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void aDelayIsShownInTheRecord() throws Exception {
        Fault delay = new Fault.Delay(Duration.ofMillis(120), Fault.Moment.AFTER_EFFECT);
        plan(delay);
        call();
        assertThat(effects()).isEqualTo(1);
        assertThat(recorded().fault()).isEqualTo(delay);
        assertThat(recorded().duration()).isGreaterThanOrEqualTo(Duration.ofMillis(120));
    }

    @Test
    void clearingEndsADelayAtOnceAndTheCallGoesOn() throws Exception {
        plan(new Fault.Delay(LONG));
        CompletableFuture<Void> call = callElsewhere();
        await(() -> emulator().waitingCalls() == 1);
        assertThat(effects()).as("held back before its effect").isZero();
        emulator().faults().clear();
        call.get(30, TimeUnit.SECONDS);
        assertThat(effects()).isEqualTo(1);
        assertThat(emulator().waitingCalls()).isZero();
    }

    @Test
    void aStalledCallIsAnsweredWhenThePlanIsCleared() throws Exception {
        plan(new Fault.Stall());
        CompletableFuture<Void> call = callElsewhere();
        await(() -> emulator().waitingCalls() == 1);
        assertThat(effects()).isZero();
        call();
        assertThat(effects()).as("other calls go on").isEqualTo(1);
        assertThat(call).isNotDone();
        emulator().faults().clear();
        call.get(30, TimeUnit.SECONDS);
        assertThat(effects()).isEqualTo(2);
    }

    @Test
    void aCallThatStallsAfterItsEffectHasIt() throws Exception {
        plan(new Fault.Stall(Fault.Moment.AFTER_EFFECT));
        CompletableFuture<Void> call = callElsewhere();
        await(() -> emulator().waitingCalls() == 1);
        assertThat(effects()).isEqualTo(1);
        assertThat(call).isNotDone();
        emulator().faults().clear();
        call.get(30, TimeUnit.SECONDS);
    }

    @Test
    void stoppingEndsStalledCallsAndLeavesNoThread() throws Exception {
        emulator().faults().inject(new Fault.Stall(), operation(), 3);
        for (int i = 0; i < 3; i++) {
            CompletableFuture<Void> unused = callElsewhere();
        }
        await(() -> emulator().waitingCalls() == 3);
        List<Thread> holding = threadsThatHold();
        assertThat(holding).hasSize(3);
        emulator().stop();
        assertThat(emulator().waitingCalls()).isZero();
        for (Thread thread : holding) {
            thread.join(10_000);
            assertThat(thread.isAlive()).as(thread.getName()).isFalse();
        }
        emulator().start();
        assertThat(effects()).as("none of them had its effect").isZero();
    }

    private static List<Thread> threadsThatHold() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> Arrays.stream(thread.getValue())
                        .anyMatch(frame -> frame.getClassName().equals(WaitingRoom.class.getName())))
                .map(Map.Entry::getKey)
                .toList();
    }

    @Test
    void aDroppedCallHasNoEffect() throws Exception {
        plan(new Fault.DropConnection());
        assertThatThrownBy(this::call).isInstanceOf(Exception.class);
        assertThat(effects()).isZero();
        assertThat(recorded().status()).isZero();
        assertThat(recorded().fault()).isEqualTo(new Fault.DropConnection());
    }

    @Test
    void anAcceptedCallThatIsDroppedHasItsEffect() throws Exception {
        plan(new Fault.AcceptThenDrop());
        assertThatThrownBy(this::call).isInstanceOf(Exception.class);
        assertThat(effects()).isEqualTo(1);
        assertThat(recorded().status()).isZero();
    }

    @Test
    void aTruncatedAnswerIsNoAnswerToTheClientAlthoughTheCallHadItsEffect() throws Exception {
        plan(new Fault.TruncateBody());
        assertThatThrownBy(this::call).isInstanceOf(Exception.class);
        assertThat(effects()).isEqualTo(1);
        assertThat(recorded().status()).isEqualTo(200);
        assertThat(recorded().fault()).isEqualTo(new Fault.TruncateBody());
        call();
        assertThat(effects()).isEqualTo(2);
    }

    @Test
    void aServiceErrorHasItsCode() throws Exception {
        plan(new Fault.ServiceError(500, "SomethingElse"));
        refusedWith("SomethingElse");
    }

    @Test
    void throttlingHasTheServicesOwnCode() throws Exception {
        plan(new Fault.Throttle());
        refusedWith(throttleCode());
    }

    @Test
    void expiredCredentialsHaveTheServicesOwnCode() throws Exception {
        plan(new Fault.ExpiredCredentials());
        refusedWith(expiredCode());
    }

    @Test
    void chanceMeetsSomeCallsAndTheRecordSaysWhich() throws Exception {
        emulator().faults().injectRandomly(new Fault.DropConnection(), FaultPlan.ALL_OPERATIONS, 0.5, 3);
        int failed = 0;
        for (int i = 0; i < 20; i++) {
            try {
                call();
            } catch (Exception e) {
                failed++;
            }
        }
        emulator().faults().clear();
        assertThat(failed).isBetween(1, 19);
        assertThat(emulator().calls().stream().filter(call -> call.fault() != null))
                .hasSize(failed);
        assertThat(effects()).isEqualTo(20 - failed);
    }

    @Test
    void aConnectionThatOnlyOpensDoesNotDisturbTheOthers() throws Exception {
        try (Socket silent =
                new Socket(InetAddress.getLoopbackAddress(), emulator().port())) {
            silent.getOutputStream().write("POST / HT".getBytes(StandardCharsets.US_ASCII));
            call();
        }
        assertThat(effects()).isEqualTo(1);
    }
}
