package dev.sluice.oss;

import dev.sluice.core.write.BatchWriter;
import dev.sluice.core.write.WriteCompletion;
import dev.sluice.core.write.WriteResult;

/**
 * Stores each object with one request, on the threads of an {@link UploadPool}. Idempotent: an object always has the same key
 * and the same bytes.
 */
final class ObjectWriter implements BatchWriter<ObjectBatch> {
    private final ObjectStore store;
    private final UploadPool pool;

    /** Owns both. */
    ObjectWriter(ObjectStore store, UploadPool pool) {
        this.store = store;
        this.pool = pool;
    }

    @Override
    public void write(ObjectBatch batch, WriteCompletion completion) {
        if (batch.isStored()) {
            // The answer to an earlier attempt came after all.
            completion.complete(WriteResult.WRITTEN);
            return;
        }
        ObjectContent content = batch.finish();
        pool.submit(() -> upload(batch, content, completion));
    }

    private void upload(ObjectBatch batch, ObjectContent content, WriteCompletion completion) {
        try {
            if (batch.isDiscarded()) {
                throw new IllegalStateException("the object was given up");
            }
            store.put(batch.objectKey(), content, batch.contentType(), batch.metadata(), batch::isDiscarded);
            batch.stored();
        } catch (RuntimeException | Error e) {
            completion.fail(e);
            return;
        }
        completion.complete(WriteResult.WRITTEN);
    }

    @Override
    public void close() {
        // First the connections: a thread that waits for the service does not notice an interrupt.
        store.close();
        pool.close();
    }
}
