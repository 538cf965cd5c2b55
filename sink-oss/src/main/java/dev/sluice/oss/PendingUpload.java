package dev.sluice.oss;

import java.time.Instant;

/** An upload in parts that nobody has completed or aborted. */
record PendingUpload(String key, String uploadId, Instant begun) {}
