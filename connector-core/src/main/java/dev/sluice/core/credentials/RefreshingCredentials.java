package dev.sluice.core.credentials;

import dev.sluice.core.failure.Failure;
import dev.sluice.core.failure.FailureKind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Temporary credentials, renewed before they expire. The request that finds them close to their end starts one thread that
 * asks for new ones and ends; nobody waits for it. Only that thread talks to the network, so a request can be signed on the
 * task thread.
 */
final class RefreshingCredentials implements CredentialsProvider {
    private static final Logger LOG = LoggerFactory.getLogger(RefreshingCredentials.class);

    /** Renewed at the latest this long before they expire, so that an outage of the service has to be longer to matter. */
    private static final Duration LONGEST_MARGIN = Duration.ofMinutes(10);
    /** Of what is left of short-lived ones. A source that gives the same ones again is asked at shrinking distances. */
    private static final int MARGIN_PART = 3;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);
    private static final int PAUSE_DOUBLINGS = 4;
    private static final Duration LONGEST_END = Duration.ofSeconds(6);

    private final CredentialSource source;
    private final InstantSource clock;
    private final String threadName;
    private final CountDownLatch firstAttempt = new CountDownLatch(1);

    private @Nullable Credentials current;
    private Instant refreshAt = Instant.MIN;
    private Instant nextAttempt = Instant.MIN;
    private @Nullable Failure lastFailure;
    private int failures;
    private @Nullable Thread worker;
    private boolean closed;

    /** @param task names the thread */
    RefreshingCredentials(CredentialSource source, InstantSource clock, String task) {
        this.source = source;
        this.clock = clock;
        this.threadName = "sluice-credentials-" + task;
    }

    @Override
    public synchronized Credentials get() {
        if (closed) {
            throw CredentialsException.passing("CredentialsClosed", "the task has ended", null);
        }
        Instant now = clock.instant();
        refreshIfDue(now);
        Credentials found = current;
        if (found != null && !expired(found, now)) {
            return found;
        }
        throw new CredentialsException(missing());
    }

    private Failure missing() {
        Failure why = lastFailure;
        if (why == null) {
            return Failure.of(FailureKind.TRANSIENT, "CredentialsPending", "new credentials are being fetched");
        }
        return why;
    }

    @Override
    public void awaitFirst(Duration atMost) {
        synchronized (this) {
            refreshIfDue(clock.instant());
        }
        try {
            boolean unused = firstAttempt.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            Failure why = lastFailure;
            if (why != null && why.kind() == FailureKind.FATAL) {
                throw new CredentialsException(why);
            }
        }
    }

    private void refreshIfDue(Instant now) {
        if (closed || worker != null || now.isBefore(refreshAt) || now.isBefore(nextAttempt)) {
            return;
        }
        Thread thread = new Thread(this::refresh, threadName);
        thread.setDaemon(true);
        worker = thread;
        thread.start();
    }

    private void refresh() {
        Credentials fetched = null;
        Failure failure = null;
        try {
            fetched = source.fetch();
        } catch (CredentialsException e) {
            failure = e.failure();
        } catch (RuntimeException | Error e) {
            // Whatever it is, the next request must hear of it.
            failure = Failure.unknown(e);
        }
        synchronized (this) {
            worker = null;
            Instant now = clock.instant();
            if (fetched != null && expired(fetched, now)) {
                failure = Failure.of(
                        FailureKind.TRANSIENT,
                        "CredentialsExpired",
                        "credentials were given that have expired at " + fetched.expiration()
                                + "; check the clock of this machine");
            }
            if (fetched != null && failure == null) {
                accept(fetched, now);
            } else if (failure != null) {
                refuse(failure, now);
            }
        }
        firstAttempt.countDown();
    }

    private void accept(Credentials fetched, Instant now) {
        current = fetched;
        lastFailure = null;
        failures = 0;
        nextAttempt = now.plus(FIRST_PAUSE);
        refreshAt = refreshTime(fetched.expiration(), now);
        LOG.info("Got credentials that are valid until {}", fetched.expiration());
    }

    private static Instant refreshTime(@Nullable Instant expiration, Instant now) {
        if (expiration == null) {
            return Instant.MAX;
        }
        Duration part = Duration.between(now, expiration).dividedBy(MARGIN_PART);
        return expiration.minus(part.compareTo(LONGEST_MARGIN) < 0 ? part : LONGEST_MARGIN);
    }

    private void refuse(Failure failure, Instant now) {
        lastFailure = failure;
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures, PAUSE_DOUBLINGS));
        failures++;
        nextAttempt = now.plus(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE);
        if (!closed) {
            Credentials old = current;
            LOG.warn(
                    "Could not get credentials, attempt {}: {}; {}",
                    failures,
                    failure.describe(),
                    old == null || expired(old, now)
                            ? "there are none until the next attempt"
                            : "those until " + old.expiration() + " are used on");
        }
    }

    private static boolean expired(Credentials credentials, Instant now) {
        Instant end = credentials.expiration();
        return end != null && !now.isBefore(end);
    }

    @Override
    public void close() {
        Thread last;
        synchronized (this) {
            closed = true;
            current = null;
            last = worker;
        }
        firstAttempt.countDown();
        source.close();
        if (last != null) {
            last.interrupt();
            boolean interrupted = Thread.interrupted();
            try {
                last.join(LONGEST_END.toMillis());
            } catch (InterruptedException e) {
                interrupted = true;
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
