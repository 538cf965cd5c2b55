package dev.sluice.oss;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Uploads in parts that a worker which died left behind: nobody sees them, but they cost. Only those below the connector's
 * own prefix with its extension, and older than any object of it is ever open, so no other task loses one that is under way.
 */
final class OrphanedUploads implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(OrphanedUploads.class);

    private final ObjectStore store;
    private final String prefix;
    private final String extension;
    private final Duration age;
    private final InstantSource clock;
    private final Supplier<Set<String>> spared;

    /** @param spared asks for the uploads that are going to be published, however old they are */
    OrphanedUploads(
            ObjectStore store,
            String prefix,
            String extension,
            Duration age,
            InstantSource clock,
            Supplier<Set<String>> spared) {
        this.spared = spared;
        this.store = store;
        this.prefix = prefix;
        this.extension = extension;
        this.age = age;
        this.clock = clock;
    }

    /** Aborts them. What is not permitted or fails is left; the connector works without. */
    @Override
    public void run() {
        int aborted = 0;
        try {
            List<PendingUpload> old = store.pendingUploads(prefix).stream()
                    .filter(upload -> upload.key().endsWith(extension)
                            && upload.begun().plus(age).isBefore(clock.instant()))
                    .toList();
            Set<String> kept = old.isEmpty() ? Set.of() : spared.get();
            for (PendingUpload upload : old) {
                if (!kept.contains(upload.uploadId())) {
                    store.abort(upload.key(), upload.uploadId());
                    aborted++;
                }
            }
        } catch (RuntimeException e) {
            LOG.info(
                    "Orphaned uploads were not looked for to the end: {}",
                    new OssFailures().classify(e).code());
        }
        if (aborted > 0) {
            LOG.info("Removed {} uploads that were never completed", aborted);
        }
    }
}
