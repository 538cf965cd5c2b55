package dev.sluice.oss;

import dev.sluice.core.write.WriteCompletion;
import dev.sluice.core.write.WriteResult;
import dev.sluice.oss.commit.CommitLog;
import dev.sluice.oss.commit.CommittedObject;
import dev.sluice.oss.commit.PreparedObject;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to store an object once: its parts are in the bucket, then the log has it, then it is published. From the
 * commit on the object is published even if the partition is given up meanwhile. Any thread.
 */
final class CommittedWrite implements ObjectUpload.Listener, CommitLog.Listener {
    private final Uploads uploads;
    private final @Nullable CommitLog log;
    private final ObjectBatch batch;
    private final WriteCompletion completion;
    private @Nullable PreparedObject prepared;
    /** Whether the log may have the object from an attempt before this one. */
    private boolean again;

    /** @param log the one that the partition has now; null when it was given up */
    CommittedWrite(Uploads uploads, @Nullable CommitLog log, ObjectBatch batch, WriteCompletion completion) {
        this.uploads = uploads;
        this.log = log;
        this.batch = batch;
        this.completion = completion;
    }

    @Override
    public void prepared(PreparedObject object) {
        if (batch.isStored()) {
            // The attempt before came to its end after all. Committed again, it would look as if it were to be
            // published.
            completion.complete(WriteResult.WRITTEN);
            return;
        }
        CommittedObject committed = log == null ? null : batch.commit(object);
        if (log == null || committed == null) {
            failed(new IllegalStateException("the object was given up"));
            return;
        }
        prepared = object;
        again = !batch.isFirstCommit();
        log.commit(committed, this);
    }

    @Override
    public void committed() {
        try {
            uploads.runToTheEnd(this::publish);
        } catch (RuntimeException e) {
            // The pool is closed. Whoever opens the partition next publishes it.
            failed(e);
        }
    }

    private void publish() {
        PreparedObject object = prepared;
        if (object == null || log == null) {
            throw new IllegalStateException("published before it was prepared");
        }
        try {
            uploads.publish(object, batch.head());
        } catch (RuntimeException | Error e) {
            failed(e);
            return;
        }
        batch.stored();
        log.published(object.uploadId());
        completion.complete(WriteResult.WRITTEN);
    }

    @Override
    public void failed(Throwable error) {
        completion.fail(error);
    }

    @Override
    public void refused() {
        PreparedObject object = prepared;
        if (object != null && !again) {
            uploads.abort(object.key(), object.uploadId());
        }
        failed(new CommitRefusedException());
    }
}
