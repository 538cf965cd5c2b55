package dev.sluice.core.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.core.failure.FailureKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RefreshingCredentialsTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private volatile Instant now = START;
    private final Script source = new Script();
    private final RefreshingCredentials credentials = new RefreshingCredentials(source, () -> now, "test-0");

    /** Answers what a test says, and counts. */
    private final class Script implements CredentialSource {
        private final Deque<Supplier<Credentials>> answers = new ArrayDeque<>();
        private final AtomicInteger calls = new AtomicInteger();
        private final CountDownLatch closed = new CountDownLatch(1);

        synchronized void then(Supplier<Credentials> answer) {
            answers.add(answer);
        }

        void then(String id, Duration valid) {
            then(() -> new Credentials(id, "a-secret", "a-token", now.plus(valid)));
        }

        void thenFails(FailureKind kind) {
            then(() -> {
                throw kind == FailureKind.FATAL
                        ? CredentialsException.refused("NoPermission", "denied", null)
                        : CredentialsException.passing("Unreachable", "down", null);
            });
        }

        @Override
        public Credentials fetch() {
            Supplier<Credentials> answer;
            synchronized (this) {
                answer = answers.poll();
            }
            try {
                if (answer == null) {
                    throw new AssertionError("nothing scripted for call " + (calls.get() + 1));
                }
                return answer.get();
            } finally {
                calls.incrementAndGet();
            }
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }

    @AfterEach
    void noThreadStays() {
        credentials.close();
        assertThat(threads()).isZero();
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("sluice-credentials-test-0"))
                .count();
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private void pass(String time) {
        now = now.plus(Duration.parse(time));
    }

    /** Asks, and lets the attempt end that this may have started. */
    private void askAndSettle() {
        try {
            credentials.get();
        } catch (CredentialsException e) {
            assertThat(e.failure().code()).isNotEmpty();
        }
        await(() -> threads() == 0);
    }

    private CredentialsException none() {
        return catchThrowableOfType(CredentialsException.class, credentials::get);
    }

    @Test
    void theFirstOnesAreThereAfterTheWait() {
        source.then("one", Duration.ofHours(1));

        credentials.awaitFirst(Duration.ofSeconds(20));

        assertThat(credentials.get().accessKeyId()).isEqualTo("one");
    }

    @Test
    void untilTheFirstOnesAreThereARequestIsToBeRepeated() {
        CountDownLatch answer = new CountDownLatch(1);
        source.then(() -> {
            awaitUninterrupted(answer);
            return new Credentials("one", "a-secret", "a-token", START.plusSeconds(3600));
        });

        assertThat(none().failure().kind()).isEqualTo(FailureKind.TRANSIENT);
        assertThat(none().failure().code()).isEqualTo("CredentialsPending");
        answer.countDown();
        await(() -> threads() == 0);

        assertThat(credentials.get().accessKeyId()).isEqualTo("one");
        assertThat(source.calls).as("one attempt for all who asked").hasValue(1);
    }

    @Test
    void theyAreRenewedTenMinutesBeforeTheyExpireWhileTheOldOnesServe() {
        CountDownLatch answer = new CountDownLatch(1);
        source.then("one", Duration.ofHours(1));
        source.then(() -> {
            awaitUninterrupted(answer);
            return new Credentials("two", "a-secret", "a-token", START.plusSeconds(7200));
        });
        credentials.awaitFirst(Duration.ofSeconds(20));
        await(() -> threads() == 0);

        pass("PT49M59S");
        askAndSettle();
        assertThat(source.calls).hasValue(1);
        pass("PT1S");

        assertThat(credentials.get().accessKeyId()).as("nobody waits").isEqualTo("one");
        assertThat(credentials.get().accessKeyId()).isEqualTo("one");
        answer.countDown();
        await(() -> credentials.get().accessKeyId().equals("two"));
        assertThat(source.calls).hasValue(2);
    }

    @Test
    void shortLivedOnesAreRenewedAfterTwoThirdsOfTheirTime() {
        source.then("one", Duration.ofMinutes(15));
        source.then("two", Duration.ofMinutes(15));
        credentials.awaitFirst(Duration.ofSeconds(20));
        await(() -> threads() == 0);

        pass("PT9M59S");
        askAndSettle();
        assertThat(source.calls).hasValue(1);
        pass("PT1S");
        askAndSettle();

        assertThat(credentials.get().accessKeyId()).isEqualTo("two");
    }

    @Test
    void anAttemptThatFailsIsRepeatedAndTheOldOnesServeUntilTheyExpire() {
        source.then("one", Duration.ofHours(1));
        source.thenFails(FailureKind.TRANSIENT);
        source.thenFails(FailureKind.FATAL);
        source.thenFails(FailureKind.TRANSIENT);
        source.then("two", Duration.ofHours(1));
        credentials.awaitFirst(Duration.ofSeconds(20));
        await(() -> threads() == 0);

        pass("PT50M");
        askAndSettle();
        assertThat(credentials.get().accessKeyId()).isEqualTo("one");
        assertThat(source.calls).as("not at once again").hasValue(2);
        pass("PT1S");
        askAndSettle();
        assertThat(source.calls).as("after a second").hasValue(3);
        assertThat(credentials.get().accessKeyId())
                .as("a refusal changes nothing while they last")
                .isEqualTo("one");
        pass("PT1.9S");
        askAndSettle();
        assertThat(source.calls).as("the second pause is longer").hasValue(3);

        now = START.plus(Duration.ofHours(1)).minusNanos(1);
        askAndSettle();
        assertThat(source.calls).hasValue(4);
        assertThat(credentials.get().accessKeyId()).as("to their last moment").isEqualTo("one");
        pass("PT0.000000001S");
        assertThat(none().failure().code()).isEqualTo("Unreachable");

        pass("PT15S");
        askAndSettle();
        assertThat(credentials.get().accessKeyId()).isEqualTo("two");
    }

    @Test
    void anOutageAtTheStartIsNoReasonToFailAndARefusalIs() {
        source.thenFails(FailureKind.TRANSIENT);
        source.thenFails(FailureKind.FATAL);

        credentials.awaitFirst(Duration.ofSeconds(20));
        await(() -> threads() == 0);
        assertThat(none().failure().kind()).isEqualTo(FailureKind.TRANSIENT);
        pass("PT1S");
        askAndSettle();

        assertThat(none().failure().kind()).isEqualTo(FailureKind.FATAL);
        assertThatThrownBy(() -> credentials.awaitFirst(Duration.ofSeconds(20)))
                .isInstanceOf(CredentialsException.class)
                .hasMessageContaining("NoPermission");
    }

    @Test
    void afterALongSilenceExpiredOnesAreNotUsed() {
        source.then("one", Duration.ofHours(1));
        source.then("two", Duration.ofHours(1));
        credentials.awaitFirst(Duration.ofSeconds(20));
        await(() -> threads() == 0);

        pass("PT5H");

        assertThat(none().failure().kind()).isEqualTo(FailureKind.TRANSIENT);
        await(() -> threads() == 0);
        assertThat(credentials.get().accessKeyId()).isEqualTo("two");
    }

    @Test
    void credentialsThatAreGivenExpiredAreNotTaken() {
        source.then("old", Duration.ofSeconds(-1));

        credentials.awaitFirst(Duration.ofSeconds(20));
        await(() -> threads() == 0);

        assertThat(none().failure().code()).isEqualTo("CredentialsExpired");
    }

    @Test
    void whatNobodyExpectedIsFatal() {
        source.then(() -> {
            throw new IllegalStateException("a bug");
        });

        assertThatThrownBy(() -> credentials.awaitFirst(Duration.ofSeconds(20)))
                .isInstanceOfSatisfying(
                        CredentialsException.class,
                        e -> assertThat(e.failure().kind()).isEqualTo(FailureKind.FATAL));
    }

    @Test
    void closingCutsOffTheAttemptUnderWay() {
        source.then(() -> {
            awaitUninterrupted(source.closed);
            throw CredentialsException.passing("Unreachable", "cut off", null);
        });
        assertThat(none().failure().kind()).isEqualTo(FailureKind.TRANSIENT);
        assertThat(threads()).isEqualTo(1);

        credentials.close();

        assertThat(threads()).isZero();
        assertThat(none().failure().code()).isEqualTo("CredentialsClosed");
        credentials.close();
    }

    @Test
    void noSecretIsInItsText() {
        source.then("one", Duration.ofHours(1));
        credentials.awaitFirst(Duration.ofSeconds(20));

        assertThat(credentials.get() + " " + new FixedCredentials(credentials.get()))
                .contains("one")
                .doesNotContain("a-secret", "a-token");
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        boolean interrupted = false;
        while (true) {
            try {
                assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
