package dev.sluice.oss;

import dev.sluice.core.write.BatchWriter;
import dev.sluice.core.write.WriteCompletion;
import dev.sluice.core.write.WriteResult;
import dev.sluice.oss.commit.CommitLogs;
import dev.sluice.oss.commit.PreparedObject;
import org.jspecify.annotations.Nullable;

/**
 * Stores objects. One of which no part was sent yet is a single request. Of another one the parts are under way or in the
 * bucket already: it is prepared (the missing parts are sent) and then published. Values that are stored apart come first, so
 * that nothing names an object that is not there. Idempotent: an object always has the same
 * key and the same bytes. With commit logs each object goes in parts, and is committed before it is published.
 */
final class ObjectWriter implements BatchWriter<ObjectBatch> {
    private final Uploads uploads;
    private final @Nullable CommitLogs logs;

    /** Owns the uploads. Stores objects at least once. */
    ObjectWriter(Uploads uploads) {
        this(uploads, null);
    }

    /**
     * Owns the uploads.
     *
     * @param logs where objects are committed before they are published, so that each is stored once; null to store them at
     *     least once
     */
    ObjectWriter(Uploads uploads, @Nullable CommitLogs logs) {
        this.uploads = uploads;
        this.logs = logs;
    }

    @Override
    public void write(ObjectBatch batch, WriteCompletion completion) {
        if (batch.isStored()) {
            // The answer to an earlier attempt came after all.
            completion.complete(WriteResult.WRITTEN);
            return;
        }
        boolean inParts = batch.finish();
        SideObjects sides = batch.sides();
        if (sides == null) {
            write(batch, inParts, completion);
        } else {
            sides.store(() -> writeAfterSides(batch, inParts, completion), completion::fail);
        }
    }

    private void write(ObjectBatch batch, boolean inParts, WriteCompletion completion) {
        if (logs != null) {
            batch.upload().prepare(new CommittedWrite(uploads, logs.of(batch.origin()), batch, completion));
        } else if (inParts) {
            batch.upload().prepare(new Publisher(batch, completion));
        } else {
            uploads.run(() -> put(batch, completion));
        }
    }

    /** On any thread, where nobody takes what is thrown. */
    private void writeAfterSides(ObjectBatch batch, boolean inParts, WriteCompletion completion) {
        try {
            write(batch, inParts, completion);
        } catch (RuntimeException e) {
            // The pool is closed.
            completion.fail(e);
        }
    }

    private void put(ObjectBatch batch, WriteCompletion completion) {
        answer(batch, completion, () -> {
            ObjectContent content = batch.content();
            uploads.transfer(batch::isDiscarded, transfer -> {
                uploads.store().put(batch.head(), content, transfer);
                return true;
            });
        });
    }

    private static void answer(ObjectBatch batch, WriteCompletion completion, Runnable request) {
        try {
            if (batch.isDiscarded()) {
                throw new IllegalStateException("the object was given up");
            }
            request.run();
            batch.stored();
        } catch (RuntimeException | Error e) {
            completion.fail(e);
            return;
        }
        completion.complete(WriteResult.WRITTEN);
    }

    private final class Publisher implements ObjectUpload.Listener {
        private final ObjectBatch batch;
        private final WriteCompletion completion;

        Publisher(ObjectBatch batch, WriteCompletion completion) {
            this.batch = batch;
            this.completion = completion;
        }

        @Override
        public void prepared(PreparedObject object) {
            answer(batch, completion, () -> uploads.publish(object, batch.head()));
        }

        @Override
        public void failed(Throwable error) {
            completion.fail(error);
        }
    }

    @Override
    public void close() {
        uploads.close();
    }
}
