package dev.sluice.oss;

import java.util.List;

/** An object that is in the bucket to the last byte, and that nobody can see until it is published. */
record PreparedObject(String key, String uploadId, List<UploadedPart> parts) {}
