package dev.sluice.testkit.oss;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.jspecify.annotations.Nullable;

/**
 * A request body that has arrived whole and is what its headers promise.
 *
 * @param etag 32 upper-case hex digits; the service's is the MD5 of what came in one piece
 * @param etagIsMd5 false when the emulator was told to save that work
 */
record ReceivedBody(Content content, String etag, long crc64, boolean etagIsMd5) {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final int STEP = 64 << 10;

    /** The largest body of one request that stores data. */
    static final long MAX_OBJECT = 5L << 30;

    /** The largest body of a request that is an XML document. */
    private static final long MAX_XML = 2L << 20;

    /** The document of a request, or no bytes. */
    static byte[] xml(OssRequest request) throws IOException {
        Content content = read(request, MAX_XML, ContentStore.passing(Long.MAX_VALUE, false))
                .content();
        try (InputStream in = content.open(0, content.length())) {
            return in == null ? new byte[0] : in.readAllBytes();
        }
    }

    /** Whoever asked for it sees to it that the content is stored or released. */
    static ReceivedBody object(OssRequest request, ContentStore store) throws IOException {
        boolean chunked = request.header("Transfer-Encoding") != null;
        if (!chunked && request.header("Content-Length") == null) {
            throw new OssError(411, "MissingContentLength", "You must provide the Content-Length HTTP header.");
        }
        return read(request, MAX_OBJECT, store);
    }

    /** Bytes that are here already, as if they had just arrived. */
    static ReceivedBody copyOf(InputStream bytes, long length, ContentStore store) throws IOException {
        return receive(bytes, length, length, store, store.md5());
    }

    private static ReceivedBody read(OssRequest request, long max, ContentStore store) throws IOException {
        byte[] promised = promisedMd5(request.header("Content-MD5"));
        String declared = request.header("Content-Length");
        long length = declared == null ? -1 : request.longValue("Content-Length", declared);
        if (length > max) {
            throw OssError.entityTooLarge(length, max);
        }
        boolean md5 = promised != null || store.md5();
        ReceivedBody received = receive(request.body(), length, max, store, md5);
        if (promised != null && !Arrays.equals(promised, received.md5())) {
            received.content().release();
            throw invalidDigest();
        }
        return received;
    }

    private static ReceivedBody receive(InputStream body, long length, long max, ContentStore store, boolean withMd5)
            throws IOException {
        MessageDigest md5 = withMd5 ? newMd5() : null;
        long crc = Crc64.EMPTY;
        long total = 0;
        try (ContentStore.Receiver receiver = store.receiver(length)) {
            byte[] room;
            int got;
            do {
                room = receiver.room();
                got = 0;
                int more = -1;
                // In steps that the processor's cache holds until both sums are made.
                while (got < room.length && more != 0) {
                    more = readFully(body, room, got, Math.min(STEP, room.length - got));
                    if (md5 != null) {
                        md5.update(room, got, more);
                    }
                    crc = Crc64.update(crc, room, got, more);
                    got += more;
                }
                total += got;
                if (total > max) {
                    throw OssError.entityTooLarge(total, max);
                }
                receiver.add(room, got);
            } while (got == room.length && got > 0);
            if (length >= 0 && total < length) {
                throw OssError.incompleteBody();
            }
            String etag = md5 == null ? HEX.toHexDigits(crc) + HEX.toHexDigits(total) : HEX.formatHex(md5.digest());
            return new ReceivedBody(receiver.finish(), etag, crc, md5 != null);
        }
    }

    /** The ETag of these few bytes. */
    static String etagOf(String text) {
        return HEX.formatHex(newMd5().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    byte[] md5() {
        return HEX.parseHex(etag);
    }

    /** Null when it is not known. */
    @Nullable
    String md5Header() {
        return !etagIsMd5 ? null : Base64.getEncoder().encodeToString(md5());
    }

    static MessageDigest newMd5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte @Nullable [] promisedMd5(@Nullable String header) {
        if (header == null || header.isEmpty()) {
            return null;
        }
        try {
            byte[] md5 = Base64.getDecoder().decode(header.trim());
            if (md5.length == 16) {
                return md5;
            }
        } catch (IllegalArgumentException e) {
            // answered below, like any other text that is no MD5
        }
        throw invalidDigest();
    }

    private static OssError invalidDigest() {
        return new OssError(400, "InvalidDigest", "The Content-MD5 you specified was invalid.");
    }

    private static int readFully(InputStream in, byte[] buffer, int from, int count) throws IOException {
        try {
            return in.readNBytes(buffer, from, count);
        } catch (ConnectionClosedException | MalformedChunkCodingException e) {
            // The sender closed its side in the middle of the body; it may still be listening.
            throw OssError.incompleteBody();
        }
    }
}
