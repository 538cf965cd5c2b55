package dev.sluice.oss;

import dev.sluice.oss.ObjectBuffer.Cut;
import dev.sluice.oss.commit.PreparedObject;
import dev.sluice.oss.commit.UploadedPart;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parts of one object on their way into the bucket. A part leaves as soon as it is full, while the object still grows;
 * its memory is free when the bucket has it. A part that failed is kept and sent again with the next one, or when the
 * object is prepared; parts that arrived are never sent again.
 *
 * <p>Parts are handed over on the task thread and sent by the pool. The lock guards this object's own fields alone and is
 * never held during a request.
 */
final class ObjectUpload {

    /** Takes what came of {@link #prepare}; on a thread of the pool. */
    interface Listener {
        void prepared(PreparedObject object);

        void failed(Throwable error);
    }

    private enum State {
        FAILED,
        UNDER_WAY,
        SENT
    }

    private static final class Part {
        final int number;
        final Cut cut;
        State state = State.UNDER_WAY;

        @Nullable
        UploadedPart sent;

        Part(int number, Cut cut) {
            this.number = number;
            this.cut = cut;
        }
    }

    private final ObjectHead head;
    private final Uploads uploads;
    private final List<Part> parts = new ArrayList<>();
    /** Held while the upload begins, so that it begins once; never together with the other lock. */
    private final Object beginning = new Object();

    private volatile @Nullable String uploadId;
    private volatile boolean givenUp;
    private boolean kept;
    private boolean open = true;
    private int underWay;
    /** Of all parts that are not sent. */
    private long heldBytes;

    private long failedBytes;
    private @Nullable Throwable lastError;
    private @Nullable Listener listener;

    /** @param head of the object as it begins: what is known of it before its first record's successors */
    ObjectUpload(ObjectHead head, Uploads uploads) {
        this.head = head;
        this.uploads = uploads;
    }

    /** Memory of parts that are not in the bucket yet. */
    synchronized long heldBytes() {
        return givenUp ? 0 : heldBytes;
    }

    /** Memory of parts that failed and are not under way again. */
    synchronized long restingBytes() {
        return givenUp ? 0 : failedBytes;
    }

    /** Sends a part in the background, and those again that failed. */
    void add(Cut cut) {
        List<Part> due = new ArrayList<>();
        synchronized (this) {
            Part part = new Part(parts.size() + 1, cut);
            parts.add(part);
            heldBytes += cut.heldBytes();
            takeFailed(due);
            underWay++;
            due.add(part);
            if (open) {
                uploads.leaving(cut.heldBytes());
            }
        }
        send(due);
    }

    /** Sends the parts again that failed, while the object is open. */
    void sendFailed() {
        List<Part> due = new ArrayList<>();
        synchronized (this) {
            if (open && !givenUp) {
                takeFailed(due);
            }
        }
        send(due);
    }

    private void takeFailed(List<Part> due) {
        uploads.forget(this);
        for (Part part : parts) {
            if (part.state == State.FAILED) {
                part.state = State.UNDER_WAY;
                failedBytes -= part.cut.heldBytes();
                underWay++;
                due.add(part);
                if (open) {
                    uploads.leaving(part.cut.heldBytes());
                }
            }
        }
    }

    /** No part comes any more: the pipeline knows of the object's memory now. */
    synchronized void closed() {
        if (open) {
            uploads.stays(heldBytes - failedBytes);
            open = false;
            uploads.forget(this);
        }
    }

    /** Brings every part into the bucket; the listener hears once, of this call only. May be called again after a failure. */
    void prepare(Listener next) {
        List<Part> due = new ArrayList<>();
        boolean nothingToDo;
        synchronized (this) {
            takeFailed(due);
            nothingToDo = underWay == 0;
            listener = nothingToDo ? null : next;
        }
        if (nothingToDo) {
            uploads.run(() -> answer(next));
        }
        send(due);
    }

    private void send(List<Part> due) {
        for (Part part : due) {
            try {
                uploads.run(() -> send(part));
            } catch (RuntimeException e) {
                // The pool is closed.
                done(part, null, e);
            }
        }
    }

    private void send(Part part) {
        ObjectContent content = part.cut.content();
        try {
            if (givenUp || content == null) {
                throw new IllegalStateException("the object was given up");
            }
            String id = begun();
            UploadedPart sent = uploads.transfer(
                    () -> givenUp,
                    transfer -> uploads.store().sendPart(head.key(), id, part.number, content, transfer));
            done(part, sent, null);
        } catch (RuntimeException | Error e) {
            done(part, null, e);
        }
    }

    private String begun() {
        synchronized (beginning) {
            String id = uploadId;
            if (id == null) {
                id = uploads.store().begin(head);
                uploadId = id;
            }
            return id;
        }
    }

    private void done(Part part, @Nullable UploadedPart sent, @Nullable Throwable error) {
        Listener due;
        boolean abort;
        if (sent != null) {
            // Before it stops to count as leaving, or memory would seem short for a moment.
            part.cut.release();
        }
        synchronized (this) {
            underWay--;
            if (sent != null) {
                part.state = State.SENT;
                part.sent = sent;
                heldBytes -= part.cut.heldBytes();
            } else {
                part.state = State.FAILED;
                failedBytes += part.cut.heldBytes();
                lastError = error;
                if (open && error != null) {
                    uploads.failed(this, error);
                }
            }
            // Last: who sees that nothing is leaving any more sees what became of it, too.
            if (open && sent != null) {
                uploads.arrived(part.cut.heldBytes());
            } else if (open) {
                uploads.stays(part.cut.heldBytes());
            }
            due = underWay == 0 ? listener : null;
            if (due != null) {
                listener = null;
            }
            abort = underWay == 0 && givenUp;
        }
        if (due != null) {
            answer(due);
        }
        if (abort) {
            abortUpload();
        }
    }

    private void answer(Listener due) {
        PreparedObject prepared = null;
        Throwable error;
        synchronized (this) {
            error = lastError;
            String id = uploadId;
            if (id != null && parts.stream().allMatch(part -> part.state == State.SENT)) {
                List<UploadedPart> all = new ArrayList<>();
                parts.forEach(part -> {
                    if (part.sent != null) {
                        all.add(part.sent);
                    }
                });
                prepared = new PreparedObject(head.key(), id, all);
            }
        }
        if (prepared != null) {
            due.prepared(prepared);
        } else {
            due.failed(error == null ? new IllegalStateException("the object was given up") : error);
        }
    }

    /** Nothing is to be aborted any more: the object is there, or the commit log may say that it will be. Any thread. */
    synchronized void keep() {
        kept = true;
    }

    /** Gives up the object: what is under way breaks off, what the bucket has of it is removed. More calls do no harm. */
    void discard() {
        boolean abortNow;
        List<Part> all;
        synchronized (this) {
            if (givenUp) {
                return;
            }
            closed();
            givenUp = true;
            uploads.begun();
            abortNow = underWay == 0;
            all = List.copyOf(parts);
        }
        all.forEach(part -> part.cut.release());
        if (abortNow) {
            abortUpload();
        }
    }

    private void abortUpload() {
        String id;
        synchronized (this) {
            id = kept ? null : uploadId;
        }
        if (id != null) {
            uploads.abort(head.key(), id);
        }
        uploads.ended();
    }
}
