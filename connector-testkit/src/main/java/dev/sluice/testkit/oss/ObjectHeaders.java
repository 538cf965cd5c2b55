package dev.sluice.testkit.oss;

import dev.sluice.testkit.internal.HttpHeader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The headers that describe a stored object in an answer. */
final class ObjectHeaders {
    private ObjectHeaders() {}

    /** What GET and HEAD say. */
    static List<HttpHeader> full(Bucket bucket, StoredObject object, Instant now) {
        List<HttpHeader> headers = new ArrayList<>(20);
        object.attributes().headers().forEach((name, value) -> headers.add(new HttpHeader(name, value)));
        object.attributes().userMetadata().forEach((name, value) -> headers.add(new HttpHeader(name, value)));
        headers.add(new HttpHeader("Accept-Ranges", "bytes"));
        headers.add(new HttpHeader("ETag", object.quotedEtag()));
        headers.add(new HttpHeader("Last-Modified", HttpDates.http(object.lastModified())));
        headers.add(new HttpHeader("x-oss-object-type", object.type().text()));
        headers.add(new HttpHeader("x-oss-storage-class", storageClass(bucket, object)));
        headers.add(new HttpHeader("x-oss-hash-crc64ecma", Crc64.text(object.crc64())));
        if (object.type() == StoredObject.Type.APPENDABLE) {
            headers.add(new HttpHeader("x-oss-next-append-position", Long.toString(object.length())));
        }
        Map<String, String> tags = object.attributes().tags();
        if (!tags.isEmpty()) {
            headers.add(new HttpHeader("x-oss-tagging-count", Integer.toString(tags.size())));
        }
        Restoration restoration = object.restoration();
        if (restoration != null && (restoration.ongoing(now) || restoration.readable(now))) {
            headers.add(new HttpHeader("x-oss-restore", restoration.header(now)));
        }
        version(headers, bucket, object);
        return headers;
    }

    /** Which version it is, when the bucket keeps them. */
    static void version(List<HttpHeader> headers, Bucket bucket, StoredObject object) {
        if (bucket.versioning() != Versioning.OFF) {
            headers.add(new HttpHeader("x-oss-version-id", object.versionId()));
        }
    }

    /** What an answer to an upload says. */
    static List<HttpHeader> stored(Bucket bucket, StoredObject object) {
        List<HttpHeader> headers = new ArrayList<>(5);
        headers.add(new HttpHeader("ETag", object.quotedEtag()));
        headers.add(new HttpHeader("x-oss-hash-crc64ecma", Crc64.text(object.crc64())));
        if (object.md5Header() != null) {
            headers.add(new HttpHeader("Content-MD5", object.md5Header()));
        }
        version(headers, bucket, object);
        return headers;
    }

    static String storageClass(Bucket bucket, StoredObject object) {
        String own = object.attributes().storageClass();
        return own == null ? bucket.storageClass() : own;
    }
}
