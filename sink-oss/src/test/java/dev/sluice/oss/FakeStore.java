package dev.sluice.oss;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.Uninterruptibles;
import dev.sluice.oss.commit.PreparedObject;
import dev.sluice.oss.commit.UploadedPart;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps what it is given; waits at the gate if there is one, like a service that does not answer. */
final class FakeStore implements ObjectStore {
    final List<String> stored = Collections.synchronizedList(new ArrayList<>());
    final List<byte[]> contents = Collections.synchronizedList(new ArrayList<>());
    final List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
    final List<PendingUpload> pending = Collections.synchronizedList(new ArrayList<>());
    /** Uploads that were begun and neither published nor aborted. */
    final Set<String> begun = ConcurrentHashMap.newKeySet();

    /** Of the uploads that were begun. */
    final List<ObjectHead> heads = Collections.synchronizedList(new ArrayList<>());

    final List<ObjectHead> tagged = Collections.synchronizedList(new ArrayList<>());
    final List<Integer> partsSent = Collections.synchronizedList(new ArrayList<>());
    final List<PreparedObject> published = Collections.synchronizedList(new ArrayList<>());
    final List<String> aborted = Collections.synchronizedList(new ArrayList<>());
    /** Numbers of parts that fail once. */
    final Set<Integer> failingParts = ConcurrentHashMap.newKeySet();

    final AtomicInteger cuts = new AtomicInteger();

    private final AtomicInteger uploads = new AtomicInteger();
    private final BlockingQueue<Transfer> transfers = new LinkedBlockingQueue<>();
    volatile Throwable failure;
    volatile CountDownLatch gate;
    private volatile boolean closed;

    Transfer nextTransfer() throws InterruptedException {
        Transfer next = transfers.poll(10, TimeUnit.SECONDS);
        assertThat(next).as("an upload").isNotNull();
        return next;
    }

    @Override
    public void put(ObjectHead head, ObjectContent content, Transfer transfer) {
        take(content, transfer);
        stored.add(head.key());
    }

    private void take(ObjectContent content, Transfer transfer) {
        threads.add(Thread.currentThread());
        contents.add(Records.bytes(content));
        transfers.add(transfer);
        CountDownLatch closedGate = gate;
        if (closedGate != null) {
            // A thread in a socket does not notice an interrupt either.
            Uninterruptibles.awaitUninterruptibly(closedGate);
        }
        if (closed) {
            throw new IllegalStateException("closed");
        }
        if (failure instanceof RuntimeException e) {
            throw e;
        } else if (failure instanceof Error e) {
            throw e;
        }
    }

    @Override
    public String begin(ObjectHead head) {
        String id = "upload-" + uploads.incrementAndGet();
        begun.add(id);
        heads.add(head);
        return id;
    }

    @Override
    public UploadedPart sendPart(String key, String uploadId, int number, ObjectContent content, Transfer transfer) {
        assertThat(begun).contains(uploadId);
        take(content, transfer);
        if (transfer.isGivenUp() || failingParts.remove(number)) {
            throw new IllegalArgumentException("part " + number);
        }
        partsSent.add(number);
        return new UploadedPart(number, "tag-" + number, content.length(), null);
    }

    @Override
    public boolean publish(PreparedObject object) {
        assertThat(begun.remove(object.uploadId())).isTrue();
        published.add(object);
        stored.add(object.key());
        return true;
    }

    @Override
    public boolean append(String key, long position, byte[] bytes) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Tail tail(String key, int atMost) {
        throw new UnsupportedOperationException();
    }

    @Override
    public byte[] read(String key, long position) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<String> keys(String prefix) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void tag(ObjectHead head) {
        tagged.add(head);
    }

    @Override
    public void abort(String key, String uploadId) {
        begun.remove(uploadId);
        aborted.add(uploadId);
    }

    @Override
    public List<PendingUpload> pendingUploads(String prefix) {
        return pending.stream()
                .filter(upload -> upload.key().startsWith(prefix))
                .toList();
    }

    @Override
    public void probe(String key) {}

    @Override
    public void cutConnections() {
        cuts.incrementAndGet();
    }

    @Override
    public void close() {
        closed = true;
        if (gate != null) {
            gate.countDown();
        }
    }
}
