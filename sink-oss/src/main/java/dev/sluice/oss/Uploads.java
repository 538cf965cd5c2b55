package dev.sluice.oss;

import dev.sluice.core.failure.Failure;
import dev.sluice.core.failure.FailureClassifier;
import dev.sluice.oss.commit.PreparedObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all uploads of a task share: the bucket, the threads, and an eye on requests that stand still. Methods are for any
 * thread, except where they say otherwise.
 */
final class Uploads implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Uploads.class);

    /** <a href="https://www.alibabacloud.com/help/en/oss/user-guide/limits">The service's limits</a> for a part and their number. */
    static final long SMALLEST_PART = 100 << 10;

    static final int MOST_PARTS = 10_000;

    /** Nobody waits for a part of an open object, so what became of it is looked at this often. */
    private static final Duration LOOK = Duration.ofSeconds(1);
    /** Between two attempts at a part of an open object; when the object is finished the pipeline's own delays begin. */
    private static final Duration PART_RETRY = Duration.ofSeconds(5);

    private static final Duration LONGEST_TAIL = Duration.ofSeconds(2);

    private final ObjectStore store;
    private final UploadPool pool;
    private final long partBytes;
    private final Duration stall;
    private final InstantSource clock;
    private final boolean commitsObjects;
    private final Set<Transfer> underWay = ConcurrentHashMap.newKeySet();
    /** Changed by {@link #moved} alone. */
    private volatile Traffic traffic = new Traffic(0, 0);

    private final FailureClassifier failures = new OssFailures();
    /** Open objects with parts that failed and are not under way again. */
    private final Map<ObjectUpload, Failing> failing = new ConcurrentHashMap<>();

    private final Lock tail = new ReentrantLock();
    private final Condition tailChanged = tail.newCondition();
    private int unfinished;
    private Instant nextLook = Instant.MIN;

    /**
     * Owns store and pool.
     *
     * @param partBytes content at which a part leaves
     * @param stall longest time without a byte, after which a request is made to fail
     */
    Uploads(ObjectStore store, UploadPool pool, long partBytes, Duration stall, InstantSource clock) {
        this(store, pool, partBytes, stall, clock, false);
    }

    /**
     * Owns store and pool.
     *
     * @param commitsObjects whether objects are committed with their offsets before they are published
     */
    Uploads(
            ObjectStore store,
            UploadPool pool,
            long partBytes,
            Duration stall,
            InstantSource clock,
            boolean commitsObjects) {
        this.commitsObjects = commitsObjects;
        this.store = store;
        this.pool = pool;
        this.partBytes = partBytes;
        this.stall = stall;
        this.clock = clock;
    }

    /** Whether objects are committed with their offsets before they are published, which needs that all go in parts. */
    boolean commitsObjects() {
        return commitsObjects;
    }

    ObjectStore store() {
        return store;
    }

    long partBytes() {
        return partBytes;
    }

    /** Bytes of an object that fit into the parts it may have, whatever the size of its last record. */
    long longestObject() {
        return (MOST_PARTS - 1) * partBytes;
    }

    /** @throws RejectedExecutionException when it is closed */
    void run(Runnable work) {
        pool.submit(work);
    }

    /** Makes a request that sends content, under watch. */
    <T> T transfer(BooleanSupplier givenUp, Function<Transfer, T> request) {
        Transfer transfer = new Transfer(clock, givenUp);
        underWay.add(transfer);
        try {
            return request.apply(transfer);
        } finally {
            underWay.remove(transfer);
        }
    }

    /**
     * Makes an object of its parts, and gives it the tags that nobody knew when it began.
     *
     * @throws UploadGoneException when the parts are gone, and the object is not there either
     */
    void publish(PreparedObject object, ObjectHead head) {
        if (!store.publish(object)) {
            throw new UploadGoneException();
        }
        store.tag(head);
    }

    /**
     * What was under way for open objects at one moment, and what had arrived until then. Two numbers that are read one after
     * the other let a part through between them: it had not arrived yet, and then it was not leaving any more.
     *
     * @param leavingBytes memory that will be free soon, without anybody doing anything
     * @param arrivals things that are in the bucket, and whose memory is free
     */
    record Traffic(long leavingBytes, long arrivals) {}

    Traffic traffic() {
        return traffic;
    }

    private synchronized void moved(long leavingBytes, int arrivals) {
        traffic = new Traffic(traffic.leavingBytes + leavingBytes, traffic.arrivals + arrivals);
    }

    /** Something of an open object is under way. */
    void leaving(long bytes) {
        moved(bytes, 0);
    }

    /** What was leaving failed, or its object is not open any more. */
    void stays(long bytes) {
        moved(-bytes, 0);
    }

    /** What was leaving is in the bucket, and its memory is free already. */
    void arrived(long bytes) {
        moved(-bytes, 1);
    }

    private record Failing(Throwable error, Instant again) {}

    /** A part of an open object failed, and nobody hears of it but the next {@link #watch}. */
    void failed(ObjectUpload upload, Throwable error) {
        failing.put(upload, new Failing(error, clock.instant().plus(PART_RETRY)));
    }

    /** Its parts are under way again, or the pipeline will hear of them. */
    void forget(ObjectUpload upload) {
        failing.remove(upload);
    }

    private void sendFailed(Instant now) {
        failing.forEach((upload, failed) -> {
            Failure failure = failures.classify(failed.error);
            if (!failure.isRetriable()) {
                throw new ConnectException("A part of an object cannot be stored: " + failure.describe(), failed.error);
            }
            if (!now.isBefore(failed.again)) {
                upload.sendFailed();
            }
        });
    }

    /**
     * Sends parts of open objects again that failed some time ago, and ends the task when repeating does not help: otherwise
     * nobody would know before the object is finished. Cuts the connections when a request stands still: a thread that is blocked in a write to a socket has no timeout. Task
     * thread.
     *
     * @throws ConnectException when a part of an open object will never be stored
     */
    void watch(Instant now) {
        if (!failing.isEmpty()) {
            sendFailed(now);
        }
        if (underWay.isEmpty() || now.isBefore(nextLook)) {
            return;
        }
        Instant oldest = oldest();
        if (oldest == null) {
            return;
        }
        if (!now.isBefore(oldest.plus(stall))) {
            LOG.warn(
                    "An upload has not moved for {} ms; its connections are cut and it is tried again",
                    stall.toMillis());
            store.cutConnections();
            underWay.forEach(Transfer::moved);
            oldest = now;
        }
        nextLook = oldest.plus(stall);
    }

    /** When to look again; null while nothing is under way. */
    @Nullable
    Instant nextLook() {
        if (traffic.leavingBytes > 0 || !failing.isEmpty()) {
            return clock.instant().plus(LOOK.compareTo(stall) < 0 ? LOOK : stall);
        }
        Instant oldest = oldest();
        return oldest == null ? null : oldest.plus(stall);
    }

    private @Nullable Instant oldest() {
        Instant oldest = null;
        for (Transfer transfer : underWay) {
            Instant moved = transfer.lastMoved();
            if (oldest == null || moved.isBefore(oldest)) {
                oldest = moved;
            }
        }
        return oldest;
    }

    /** Something begins that {@link #close} waits for, and that ends with {@link #ended}. */
    void begun() {
        tail.lock();
        try {
            unfinished++;
        } finally {
            tail.unlock();
        }
    }

    /** What was {@link #begun} is over. */
    void ended() {
        tail.lock();
        try {
            unfinished--;
            tailChanged.signalAll();
        } finally {
            tail.unlock();
        }
    }

    /**
     * Does something in the background that {@link #close} waits for.
     *
     * @throws RejectedExecutionException when it is closed
     */
    void runToTheEnd(Runnable work) {
        begun();
        try {
            pool.submit(() -> {
                try {
                    work.run();
                } finally {
                    ended();
                }
            });
        } catch (RejectedExecutionException e) {
            ended();
            throw e;
        }
    }

    /** Removes an upload from the bucket, in the background. What fails is left to the next start. */
    void abort(String key, String uploadId) {
        try {
            runToTheEnd(() -> {
                try {
                    store.abort(key, uploadId);
                } catch (RuntimeException e) {
                    LOG.debug("An upload that was given up could not be removed from the bucket", e);
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("An upload that was given up is left in the bucket", e);
        }
    }

    private void awaitTheEnd() {
        long left = LONGEST_TAIL.toNanos();
        tail.lock();
        try {
            while (unfinished > 0 && left > 0) {
                left = tailChanged.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            tail.unlock();
        }
    }

    /**
     * Waits a little until what was given up is out of the bucket, and what is committed is published; then ends connections
     * and threads. Task thread.
     */
    @Override
    public void close() {
        awaitTheEnd();
        // First the connections: a thread that waits for the service does not notice an interrupt.
        store.close();
        pool.close();
    }
}
