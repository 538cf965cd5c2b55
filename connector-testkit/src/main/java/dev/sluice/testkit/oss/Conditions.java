package dev.sluice.testkit.oss;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** The four conditions on which an object may be asked for. */
final class Conditions {
    private Conditions() {}

    /**
     * Returns when they hold.
     *
     * @param prefix of the header names: empty for GET and HEAD, {@code x-oss-copy-source-} for copies
     */
    static void check(OssRequest request, String prefix, StoredObject object) {
        String ifMatch = request.header(prefix + "If-Match");
        if (ifMatch != null && !matches(ifMatch, object)) {
            throw OssError.preconditionFailed(prefix + "If-Match");
        }
        // Dates have seconds on the wire.
        Instant modified = object.lastModified().truncatedTo(ChronoUnit.SECONDS);
        Instant unmodifiedSince = date(request.header(prefix + "If-Unmodified-Since"));
        if (unmodifiedSince != null && modified.isAfter(unmodifiedSince)) {
            throw OssError.preconditionFailed(prefix + "If-Unmodified-Since");
        }
        String ifNoneMatch = request.header(prefix + "If-None-Match");
        if (ifNoneMatch != null && matches(ifNoneMatch, object)) {
            throw OssError.notModified().withHeader("ETag", object.quotedEtag());
        }
        Instant modifiedSince = date(request.header(prefix + "If-Modified-Since"));
        if (ifNoneMatch == null && modifiedSince != null && !modified.isAfter(modifiedSince)) {
            throw OssError.notModified().withHeader("ETag", object.quotedEtag());
        }
    }

    private static @Nullable Instant date(@Nullable String header) {
        // A date that cannot be read is no condition.
        return header == null ? null : HttpDates.parseHttp(header);
    }

    private static boolean matches(String header, StoredObject object) {
        for (String candidate : header.split(",")) {
            String etag = candidate.trim().replace("\"", "");
            if (etag.equals("*") || etag.equalsIgnoreCase(object.etag())) {
                return true;
            }
        }
        return false;
    }
}
