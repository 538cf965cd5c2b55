package dev.sluice.testkit.oss;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One object as it is at one moment; a change makes another.
 *
 * @param etag without quotes
 * @param md5Header the base64 MD5 of the content, known for objects that came in one piece
 */
record StoredObject(
        Type type,
        Content content,
        String etag,
        long crc64,
        @Nullable String md5Header,
        Instant lastModified,
        Attributes attributes) {

    /** How it was made, in the service's words. */
    enum Type {
        NORMAL("Normal"),
        MULTIPART("Multipart"),
        APPENDABLE("Appendable");

        private final String text;

        Type(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    static StoredObject of(ReceivedBody body, Instant now, Attributes attributes) {
        return new StoredObject(
                Type.NORMAL, body.content(), body.etag(), body.crc64(), body.md5Header(), now, attributes);
    }

    static StoredObject appendable(ReceivedBody body, Instant now, Attributes attributes) {
        return appended(body.content(), body.crc64(), now, attributes);
    }

    /** This appendable object with more at its end. */
    StoredObject append(ReceivedBody more, Instant now) {
        long joined = Crc64.combine(crc64, more.crc64(), more.content().length());
        return appended(content.append(more.content()), joined, now, attributes);
    }

    StoredObject with(Attributes changed) {
        return new StoredObject(type, content, etag, crc64, md5Header, lastModified, changed);
    }

    long length() {
        return content.length();
    }

    String quotedEtag() {
        return '"' + etag + '"';
    }

    private static StoredObject appended(Content content, long crc64, Instant now, Attributes attributes) {
        // Like the service's: 32 hex digits that change with the content and are not its MD5.
        String etag = String.format("%016X%016X", crc64, content.length());
        return new StoredObject(Type.APPENDABLE, content, etag, crc64, null, now, attributes);
    }
}
