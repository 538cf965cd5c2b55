package dev.sluice.oss.commit;

import java.util.List;

/**
 * An object that is in the bucket to the last byte, and that nobody can see until it is published. Immutable.
 *
 * @param key where it will be
 * @param uploadId what the service calls the upload
 * @param parts all of them, in order; one at least
 */
public record PreparedObject(String key, String uploadId, List<UploadedPart> parts) {
    /** {@return bytes of the whole object} */
    public long length() {
        return parts.stream().mapToLong(UploadedPart::length).sum();
    }
}
