package dev.sluice.testkit.oss;

import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One version of an object as it is at one moment; a change makes another.
 *
 * @param etag without quotes
 * @param md5Header the base64 MD5 of the content, known for objects that came in one piece
 * @param versionId {@link #NULL_VERSION} for what was stored while the bucket kept no versions
 * @param target the key that a symbolic link names; null for all else
 * @param restoration null unless it is archived and was asked back
 */
record StoredObject(
        Type type,
        Content content,
        String etag,
        long crc64,
        @Nullable String md5Header,
        Instant lastModified,
        Attributes attributes,
        String versionId,
        @Nullable String target,
        @Nullable Restoration restoration) {
    static final String NULL_VERSION = "null";

    /** How it was made, in the service's words. */
    enum Type {
        NORMAL("Normal"),
        MULTIPART("Multipart"),
        APPENDABLE("Appendable"),
        SYMLINK("Symlink"),
        DELETE_MARKER("DeleteMarker");

        private final String text;

        Type(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    static StoredObject of(ReceivedBody body, Instant now, Attributes attributes) {
        return made(Type.NORMAL, body.content(), body.etag(), body.crc64(), body.md5Header(), now, attributes);
    }

    static StoredObject multipart(Content content, String etag, long crc64, Instant now, Attributes attributes) {
        return made(Type.MULTIPART, content, etag, crc64, null, now, attributes);
    }

    static StoredObject appendable(ReceivedBody body, Instant now, Attributes attributes) {
        Content content = body.content();
        return made(Type.APPENDABLE, content, appendedEtag(content, body.crc64()), body.crc64(), null, now, attributes);
    }

    static StoredObject symlink(String target, Instant now, Attributes attributes) {
        String etag = ReceivedBody.etagOf(target);
        return new StoredObject(
                Type.SYMLINK, Content.EMPTY, etag, Crc64.EMPTY, null, now, attributes, NULL_VERSION, target, null);
    }

    static StoredObject deleteMarker(String versionId, Instant now) {
        return new StoredObject(
                Type.DELETE_MARKER, Content.EMPTY, "", Crc64.EMPTY, null, now, Attributes.NONE, versionId, null, null);
    }

    private static StoredObject made(
            Type type,
            Content content,
            String etag,
            long crc64,
            @Nullable String md5Header,
            Instant now,
            Attributes attributes) {
        return new StoredObject(type, content, etag, crc64, md5Header, now, attributes, NULL_VERSION, null, null);
    }

    /** This appendable object with more at its end. */
    StoredObject append(ReceivedBody more, Instant now) throws IOException {
        long joined = Crc64.combine(crc64, more.crc64(), more.content().length());
        Content longer = content.append(more.content());
        return new StoredObject(
                type,
                longer,
                appendedEtag(longer, joined),
                joined,
                null,
                now,
                attributes,
                versionId,
                null,
                restoration);
    }

    /** The same content, which is held once more, as an object of its own, which is never appendable. */
    StoredObject copy(Instant now, Attributes changed) {
        Type copied = type == Type.APPENDABLE ? Type.NORMAL : type;
        return new StoredObject(
                copied, content.again(), etag, crc64, md5Header, now, changed, NULL_VERSION, target, null);
    }

    StoredObject with(Attributes changed) {
        return new StoredObject(
                type, content, etag, crc64, md5Header, lastModified, changed, versionId, target, restoration);
    }

    StoredObject with(@Nullable Restoration changed) {
        return new StoredObject(
                type, content, etag, crc64, md5Header, lastModified, attributes, versionId, target, changed);
    }

    StoredObject withVersion(String id) {
        return new StoredObject(
                type, content, etag, crc64, md5Header, lastModified, attributes, id, target, restoration);
    }

    /** This symbolic link as a reader sees it, with what its target holds. */
    StoredObject showing(StoredObject other) {
        Instant newest = other.lastModified.isAfter(lastModified) ? other.lastModified : lastModified;
        return new StoredObject(
                type,
                other.content,
                other.etag,
                other.crc64,
                other.md5Header,
                newest,
                attributes,
                versionId,
                target,
                other.restoration);
    }

    boolean isDeleteMarker() {
        return type == Type.DELETE_MARKER;
    }

    long length() {
        return content.length();
    }

    String quotedEtag() {
        return '"' + etag + '"';
    }

    /** Like the service's: 32 hex digits that change with the content and are not its MD5. */
    private static String appendedEtag(Content content, long crc64) {
        return String.format("%016X%016X", crc64, content.length());
    }
}
